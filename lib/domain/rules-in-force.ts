import type { PolicyRule } from './policy.ts'

/** For whom it is told whether a rule allows something: about a private image of the project, and a public one of another. */
export const PERSONAS_ASKED = ['admin', 'member', 'reader', 'stranger'] as const
export type PersonaAsked = (typeof PERSONAS_ASKED)[number]

interface RuleInForce {
  readonly name: PolicyRule
  /** In the language of policy files. */
  readonly rule: string
  /** What it is where no file says otherwise. */
  readonly usually: string
  /** The site's file says otherwise, itself or by what it refers to. */
  readonly isChanged: boolean
  readonly allows: Readonly<Record<PersonaAsked, boolean>>
}

interface ProtectionInForce {
  /** A regular expression; the first section that matches a property decides. */
  readonly pattern: string
  /** In words: `everybody`, `the roles admin, member`. */
  readonly who: Readonly<Record<'create' | 'read' | 'update' | 'delete', string>>
}

/** Who may do what on this site now. */
export interface RulesInForce {
  /** The path of the policy file; null: the defaults hold. */
  readonly policyFile: string | null
  readonly rules: readonly RuleInForce[]
  readonly protectionFile: string | null
  /** Null: no property is protected. */
  readonly protections: readonly ProtectionInForce[] | null
}
