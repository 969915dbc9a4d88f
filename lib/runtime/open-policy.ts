import type { Config } from '#lib/config.ts'
import type { Log } from '#lib/log.ts'
import { createEnforcer, type Enforcer } from '#lib/policy/enforcer.ts'
import { openPolicySource } from '#lib/policy/policy-file.ts'
import { createPropertyRules, type PropertyRules } from '#lib/policy/protections/property-rules.ts'
import { loadProtections } from '#lib/policy/protections/protection-file.ts'
import { policyRulesOf } from '#lib/policy/protections/protection-rules.ts'

/** Who may do what, by the site's files. */
export interface OpenPolicy {
  readonly policy: Enforcer
  /** Null where the site protects no properties. */
  readonly propertyRules: PropertyRules | null
  close(): void
}

/** @throws RefusedFileError that names every problem of a file */
export async function openPolicy(config: Config, log: Log): Promise<OpenPolicy> {
  const { VITRINE_PROPERTY_PROTECTION_FILE: file, VITRINE_PROPERTY_PROTECTION_RULE_FORMAT: format } = config
  const protections = await loadProtections(file, format)
  for (const warning of protections?.warnings ?? []) log.warn({ file }, warning)
  const usedElsewhere = policyRulesOf(protections?.rules ?? [])
  const source = await openPolicySource({ path: config.VITRINE_POLICY_FILE, log, usedElsewhere })
  const policy = createEnforcer(source.current)
  return {
    policy,
    propertyRules: protections === null ? null : createPropertyRules(protections.rules, policy),
    close: source.close,
  }
}
