import type { Context } from '#lib/domain/context.ts'
import type { Permission, PropertyOperation, ProtectionRule } from './protection-rules.ts'

/** Who may do what with which property. */
export interface PropertyRules {
  may(operation: PropertyOperation, property: string, ctx: Context): boolean
  /** Who may, for people: `the roles admin, keeper`. */
  whoMay(operation: PropertyOperation, property: string): string
}

/** What `policies` need of the policy. */
export interface NamedRules {
  allows(ruleName: string, ctx: Context): boolean
}

const MOST_KNOWN_NAMES = 10_000

/**
 * Asks the sections in order; a property that none matches is nobody's. Each name is searched for once and then known,
 * and only so many names are kept.
 * @param current Gives the sections; called for each question, so that a reloaded file counts at once.
 */
export function createPropertyRules(
  current: () => readonly ProtectionRule[],
  policy: NamedRules,
): PropertyRules {
  const known = new Map<string, ProtectionRule | null>()
  let rules = current()

  function ruleOf(property: string): ProtectionRule | null {
    if (rules !== current() || known.size >= MOST_KNOWN_NAMES) known.clear()
    rules = current()
    const found = known.get(property)
    if (found !== undefined) return found
    const rule = rules.find(({ matches }) => matches(property)) ?? null
    known.set(property, rule)
    return rule
  }

  return {
    whoMay: (operation, property) => nameOf(ruleOf(property)?.permissions[operation]),
    may(operation, property, ctx) {
      const permission = ruleOf(property)?.permissions[operation]
      switch (permission?.kind) {
        case 'everybody':
          return true
        case 'roles':
          return hasOneOf(permission.roles, ctx)
        case 'policy':
          return policy.allows(permission.rule, ctx)
        default:
          return false
      }
    },
  }
}

/** Who it is, for people. */
export function nameOf(permission: Permission | undefined): string {
  switch (permission?.kind) {
    case 'everybody':
      return 'everybody'
    case 'roles':
      return `the roles ${[...permission.roles].join(', ')}`
    case 'policy':
      return `whom the policy rule ${permission.rule} allows it`
    default:
      return 'nobody'
  }
}

/** The roles of the service that asks for the user count, too. */
function hasOneOf(roles: ReadonlySet<string>, { roles: own, serviceRoles = [] }: Context): boolean {
  return own.some((role) => roles.has(role)) || serviceRoles.some((role) => roles.has(role))
}
