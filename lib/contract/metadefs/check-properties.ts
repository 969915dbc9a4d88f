import type { KeyDefinition, KnownKeys } from './known-keys.ts'
import { problemsWith, type ValueProblem, valueSchema } from './value-schema.ts'

export interface PropertyProblem extends ValueProblem {
  /** The key. */
  readonly property: string
  /** The namespace whose definition is broken. */
  readonly namespace: string
}

/** Says what is wrong with one property; empty for a key that nobody defines. */
export type PropertyCheck = (key: string, text: string) => readonly PropertyProblem[]

/** A key that several namespaces define needs to please only one of them. Schemas are made when they are first needed. */
export function propertyCheck(known: KnownKeys): PropertyCheck {
  const checks = new Map<string, (text: string) => readonly PropertyProblem[]>()
  return (key, text) => {
    const check = checks.get(key) ?? pleasesOne(known.get(key) ?? [])
    checks.set(key, check)
    return check(text)
  }
}

function pleasesOne(definitions: readonly KeyDefinition[]): (text: string) => readonly PropertyProblem[] {
  const schemas = definitions.map((each) => ({ ...each, schema: valueSchema(each.definition) }))
  return (text) => {
    const all = schemas.map(({ schema, key, namespace }) =>
      problemsWith(schema, text).map((problem) => ({
        ...problem,
        property: key,
        namespace: namespace.name,
      })),
    )
    return all.some((problems) => problems.length === 0) ? [] : (all[0] ?? [])
  }
}

type Properties = Readonly<Record<string, string>>

/** What is wrong with the properties that the change sets; what stays as it was is left alone. */
export function problemsOfChange(
  check: PropertyCheck,
  before: Properties,
  after: Properties,
): readonly PropertyProblem[] {
  return Object.entries(after)
    .filter(([key, text]) => !Object.hasOwn(before, key) || before[key] !== text)
    .flatMap(([key, text]) => check(key, text))
}
