import type { Config } from '#lib/config.ts'
import type { RulesInForce } from '#lib/domain/rules-in-force.ts'
import type { Log } from '#lib/log.ts'
import { describeProtections, describeRules } from '#lib/policy/describe-rules.ts'
import { createEnforcer, type Enforcer } from '#lib/policy/enforcer.ts'
import { openPolicySource, type PolicySource } from '#lib/policy/policy-file.ts'
import { createPropertyRules, type PropertyRules } from '#lib/policy/protections/property-rules.ts'
import { openProtections } from '#lib/policy/protections/protection-file.ts'

/** Who may do what, by the site's files. */
export interface OpenPolicy {
  readonly policy: Enforcer
  /** Null where the site protects no properties. */
  readonly propertyRules: PropertyRules | null
  /** The rules as they hold now. */
  rulesInForce(): RulesInForce
  close(): void
}

/** @throws RefusedFileError that names every problem of a file */
export async function openPolicy(config: Config, log: Log): Promise<OpenPolicy> {
  const { VITRINE_PROPERTY_PROTECTION_FILE: path, VITRINE_PROPERTY_PROTECTION_RULE_FORMAT: format } = config
  const asked = createAskedRules()
  const protections =
    path === undefined ? null : await openProtections({ path, format, log, missingRules: asked.missing })
  const source = await openPolicySource({
    path: config.VITRINE_POLICY_FILE,
    log,
    usedElsewhere: asked.names,
  })
  asked.know(source)
  const policy = createEnforcer(source.current)
  return {
    policy,
    propertyRules:
      protections === null ? null : createPropertyRules(() => protections.current().rules, policy),
    rulesInForce: () => ({
      policyFile: config.VITRINE_POLICY_FILE ?? null,
      rules: describeRules(policy, source.current()),
      protectionFile: path ?? null,
      protections: protections === null ? null : describeProtections(protections.current().rules),
    }),
    close() {
      protections?.close()
      source.close()
    },
  }
}

/**
 * The policy rules that the property protections ask for. Each of the two files is checked against the other, and either
 * may change first: a policy that was refused for a rule that nothing asked for is looked at again.
 */
function createAskedRules() {
  let names: readonly string[] = []
  let source: PolicySource | null = null
  return {
    names: () => names,
    know(opened: PolicySource): void {
      source = opened
    },
    async missing(wanted: readonly string[]): Promise<readonly string[]> {
      const before = names
      names = wanted
      // At the start the policy is opened afterwards, and says itself what is missing.
      if (source === null) return []
      const lacking = () => wanted.filter((name) => source?.current().rules.has(name) !== true)
      if (lacking().length > 0) await source.reload('again')
      if (lacking().length > 0) names = before
      return lacking()
    },
  }
}
