import type { PersonaAsked, RulesInForce } from '../domain/rules-in-force.ts'

/** `GET /v2/vitrine/policies` */
export interface RulesWire {
  readonly policy_file: string | null
  readonly rules: readonly {
    readonly name: string
    readonly rule: string
    readonly default: string
    readonly changed: boolean
    readonly allows: Readonly<Record<PersonaAsked, boolean>>
  }[]
  readonly protection_file: string | null
  readonly protections:
    | readonly { readonly pattern: string; readonly who: Readonly<Record<string, string>> }[]
    | null
}

export function rulesToWire({ policyFile, rules, protectionFile, protections }: RulesInForce): RulesWire {
  return {
    policy_file: policyFile,
    rules: rules.map(({ usually, isChanged, ...rest }) => ({
      ...rest,
      default: usually,
      changed: isChanged,
    })),
    protection_file: protectionFile,
    protections,
  }
}
