import type { Context } from '#lib/domain/context.ts'
import { POLICY_RULES, type Policy, type PolicyRule, type PolicyTarget } from '#lib/domain/policy.ts'
import type { PersonaAsked, RulesInForce } from '#lib/domain/rules-in-force.ts'
import { DEFAULT_RULES } from './default-rules.ts'
import { printRule } from './language/rule-tree.ts'
import { nameOf } from './protections/property-rules.ts'
import { PROPERTY_OPERATIONS, type ProtectionRule } from './protections/protection-rules.ts'
import type { RuleSet } from './rule-set.ts'

/** The rules as they hold, with an answer for each kind of caller: asked, not read from the text. */
export function describeRules(policy: Policy, { rules, changed }: RuleSet): RulesInForce['rules'] {
  return POLICY_RULES.map((name) => {
    const rule = rules.get(name)
    return {
      name,
      rule: rule === undefined ? '!' : printRule(rule),
      usually: DEFAULT_RULES[name],
      isChanged: changed.has(name),
      allows: {
        admin: isAllowed(policy, name, 'admin'),
        member: isAllowed(policy, name, 'member'),
        reader: isAllowed(policy, name, 'reader'),
        stranger: isAllowed(policy, name, 'stranger'),
      },
    }
  })
}

export function describeProtections(
  rules: readonly ProtectionRule[],
): NonNullable<RulesInForce['protections']> {
  return rules.map(({ pattern, permissions }) => ({
    pattern,
    who: Object.fromEntries(
      PROPERTY_OPERATIONS.map((operation) => [operation, nameOf(permissions[operation])]),
    ) as Record<(typeof PROPERTY_OPERATIONS)[number], string>,
  }))
}

const ROLES: Readonly<Record<PersonaAsked, readonly string[]>> = {
  admin: ['admin', 'member', 'reader'],
  member: ['member', 'reader'],
  reader: ['reader'],
  stranger: ['member', 'reader'],
}
const OWNER = '00000000000000000000000000000001'
const STRANGER = '00000000000000000000000000000002'

function isAllowed(policy: Policy, name: PolicyRule, persona: PersonaAsked): boolean {
  const isStranger = persona === 'stranger'
  const ctx: Context = {
    userId: null,
    userName: null,
    projectId: isStranger ? STRANGER : OWNER,
    projectName: null,
    roles: ROLES[persona],
    requestId: 'describe',
  }
  return policy.check(name, policy.recognize(ctx), targetOf(name, isStranger)).allowed
}

/** Of lists and new things a caller's own project is the owner; a membership is the answering project's. */
function targetOf(name: PolicyRule, isStranger: boolean): PolicyTarget {
  const image = { owner: OWNER, visibility: isStranger ? 'public' : 'private' } as const
  return name === 'modify_member' ? { image, memberId: OWNER } : { image }
}
