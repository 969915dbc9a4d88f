import { type Context, isAdmin } from '#lib/domain/context.ts'
import type { Policy, PolicyRule, PolicyTarget } from '#lib/domain/policy.ts'
import { ALLOWED, refused } from '#lib/domain/verdict.ts'
import { credentialsOf, targetOf } from './caller.ts'
import { defaultReason } from './default-reasons.ts'
import type { CompiledRule } from './language/compile.ts'
import type { Credentials } from './language/credentials.ts'
import { explainRefusal } from './language/explain.ts'
import type { RuleSet } from './rule-set.ts'

const NEVER: CompiledRule = () => false

/** The site's policy, and what else rests on its rules. */
export interface Enforcer extends Policy {
  /** Whether a rule of this name allows it, without an image; for names that only the site's file knows. */
  allows(ruleName: string, ctx: Context): boolean
}

/**
 * Asks the rules that hold at the moment.
 * @param current Gives the rules; called for each question, so that a reloaded file counts at once.
 */
export function createEnforcer(current: () => RuleSet): Enforcer {
  const credentials = createCredentials()
  return {
    check(rule, ctx, target) {
      const ruleSet = current()
      const caller = credentials(ruleSet, ctx)
      const read = targetOf(target)
      const allows = ruleSet.compiled.get(rule) ?? NEVER
      if (allows(caller, read)) return ALLOWED
      return refused(reasonOf(rule, { ruleSet, ctx, target, caller }))
    },
    recognize(ctx) {
      const { is_admin: isAdministrator } = credentials(current(), ctx)
      // Nothing to tell where the usual answer holds.
      return isAdministrator === isAdmin(ctx) ? ctx : { ...ctx, isAdministrator }
    },
    allows(ruleName, ctx) {
      const ruleSet = current()
      return (ruleSet.compiled.get(ruleName) ?? NEVER)(credentials(ruleSet, ctx), targetOf({}))
    },
  }
}

/** A caller's credentials, made once per request and rule set: lists ask for each image. */
function createCredentials(): (ruleSet: RuleSet, ctx: Context) => Credentials {
  const made = new WeakMap<Context, { readonly ruleSet: RuleSet; readonly credentials: Credentials }>()
  return (ruleSet, ctx) => {
    const known = made.get(ctx)
    if (known?.ruleSet === ruleSet) return known.credentials
    const plain = credentialsOf(ctx, false)
    const isAdministrator = (ruleSet.compiled.get('context_is_admin') ?? NEVER)(plain, targetOf({}))
    const credentials = isAdministrator ? credentialsOf(ctx, true) : plain
    made.set(ctx, { ruleSet, credentials })
    return credentials
  }
}

interface Refusal {
  readonly ruleSet: RuleSet
  readonly ctx: Context
  readonly target: PolicyTarget
  readonly caller: Credentials
}

/** The usual words for the usual rules; a site's own rules explain themselves. */
function reasonOf(rule: PolicyRule, { ruleSet, ctx, target, caller }: Refusal): string {
  const usual = ruleSet.changed.has(rule) ? undefined : defaultReason(rule, ctx, target)
  if (usual !== undefined) return usual
  const { rules, compiled } = ruleSet
  return explainRefusal(rule, { rules, compiled, credentials: caller, target: targetOf(target) })
}
