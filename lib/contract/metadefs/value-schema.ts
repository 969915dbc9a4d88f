import { z } from 'zod'
import type { PropertyDefinition } from '../../domain/metadefs/namespace.ts'
import {
  alternativesOf,
  choicesOf,
  isList,
  operatorsOf,
  type PropertyValue,
  readText,
} from '../../domain/metadefs/value-text.ts'
import { compileSearch, type Search } from '../../domain/python-regex/search.ts'

/** The member of a definition that a value breaks. */
export type RuleName =
  | 'type'
  | 'enum'
  | 'minimum'
  | 'maximum'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'operators'
  | 'items'
  | 'minItems'
  | 'maxItems'
  | 'uniqueItems'
  | 'required'

export interface ValueProblem {
  readonly rule: RuleName
  /** Goes on after “The value”: “must be at least 1”. */
  readonly message: string
}

interface Rule {
  readonly name: RuleName
  readonly message: string
  readonly holds: (value: PropertyValue) => boolean
}

/** A search gives up after this: some tenths of a second at most, in the browser and in the service. */
const MOST_SEARCH_STEPS = 2_000_000
const MOST_NAMED = 8

/**
 * The schema of a property's text by its definition: what comes in is what stands on the wire, what comes out is the
 * value. Pure, the same in browser and service. Each issue carries the name of the broken rule in `params.rule`.
 * `readonly` is no rule about values: it keeps people from editing in forms, while the services themselves write them.
 */
export function valueSchema(definition: PropertyDefinition): z.ZodType<PropertyValue, string> {
  const plain = plainSchema(definition)
  if (definition.type === 'array' || !definition.operators?.length) return plain
  return z.string().transform((text, context): PropertyValue => {
    const alternatives = alternativesOf(definition, text)
    const results = (alternatives ?? [text]).map((each) => plain.safeParse(each))
    for (const issue of results.flatMap(({ error }) => error?.issues ?? []))
      context.addIssue({ ...issue, code: 'custom' })
    return alternatives === undefined ? (results[0]?.data ?? z.NEVER) : text
  })
}

function plainSchema(definition: PropertyDefinition): z.ZodType<PropertyValue, string> {
  const typed = z.string().transform((text, context): PropertyValue => {
    const value = readText(definition, text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: TYPE_MESSAGES[definition.type], params: { rule: 'type' } })
    return z.NEVER
  })
  return rulesOf(definition).reduce<z.ZodType<PropertyValue, string>>(
    (schema, { name, message, holds }) => schema.refine(holds, { error: message, params: { rule: name } }),
    typed,
  )
}

/** What is wrong with the text, rule by rule; empty when nothing is. */
export function problemsWith(
  schema: z.ZodType<PropertyValue, string>,
  text: string,
): readonly ValueProblem[] {
  const result = schema.safeParse(text)
  return (result.error?.issues ?? []).map((issue) => ({
    rule: ((issue.code === 'custom' && issue.params?.rule) || 'type') as RuleName,
    message: issue.message,
  }))
}

/** Why the definition's pattern cannot be run here; undefined when it can, or when there is none. */
export function patternTrouble({ pattern }: PropertyDefinition): string | undefined {
  if (pattern === undefined) return undefined
  try {
    compileSearch(pattern)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const TYPE_MESSAGES = {
  string: 'must be text',
  integer: 'must be a whole number',
  number: 'must be a number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be a JSON object',
} as const satisfies Record<PropertyDefinition['type'], string>

function rulesOf(definition: PropertyDefinition): readonly Rule[] {
  switch (definition.type) {
    case 'string':
      return [...enumRules(definition), ...textRules(definition)]
    case 'integer':
    case 'number':
      return [...enumRules(definition), ...numberRules(definition)]
    case 'boolean':
      return enumRules(definition)
    case 'array':
      return listRules(definition)
    case 'object':
      return memberRules(definition)
  }
}

function enumRules(definition: PropertyDefinition): readonly Rule[] {
  const choices = choicesOf(definition)
  if (choices === undefined) return []
  // By value and not by text: 1 and 1.0 are the same number.
  const known = new Set(choices.map((choice) => readText(definition, choice)))
  return [{ name: 'enum', message: `must be ${oneOf(choices)}`, holds: (value) => known.has(value) }]
}

function textRules({ minLength, maxLength, pattern }: PropertyDefinition): readonly Rule[] {
  const lengthOf = (value: PropertyValue): number => [...String(value)].length
  return [
    ...rule(minLength, 'minLength', (least) => ({
      message: `must have at least ${counted(least, 'character')}`,
      holds: (value) => lengthOf(value) >= least,
    })),
    ...rule(maxLength, 'maxLength', (most) => ({
      message: `must have at most ${counted(most, 'character')}`,
      holds: (value) => lengthOf(value) <= most,
    })),
    ...rule(pattern, 'pattern', (source) => ({
      message: `must match ${source.length > 120 ? 'the pattern of its definition' : source}`,
      holds: matcher(source),
    })),
  ]
}

function numberRules({ minimum, maximum }: PropertyDefinition): readonly Rule[] {
  return [
    ...rule(minimum, 'minimum', (least) => ({
      message: `must be at least ${least}`,
      holds: (value) => Number(value) >= least,
    })),
    ...rule(maximum, 'maximum', (most) => ({
      message: `must be at most ${most}`,
      holds: (value) => Number(value) <= most,
    })),
  ]
}

function listRules(definition: PropertyDefinition): readonly Rule[] {
  const { minItems, maxItems, uniqueItems, additionalItems, items } = definition
  const itemsOf = (value: PropertyValue): readonly string[] => (isList(value) ? value.items : [])
  const operators = operatorsOf(definition)
  const item: PropertyDefinition = { title: '', type: items?.type ?? 'string' }
  const choices = additionalItems === true ? undefined : choicesOf(definition)
  return [
    {
      name: 'operators',
      message: `must begin with ${oneOf(operators)}`,
      holds: (value) => isList(value) && operators.includes(value.operator),
    },
    {
      name: 'items',
      message: 'must not have empty items',
      holds: (value) => itemsOf(value).every((each) => each !== ''),
    },
    ...(item.type === 'string' ? [] : [itemTypeRule(item)]),
    ...rule(choices, 'items', (known) => ({
      message: `must have only items of ${known.slice(0, MOST_NAMED).join(', ')}${known.length > MOST_NAMED ? ' …' : ''}`,
      holds: (value) => itemsOf(value).every((each) => known.includes(each)),
    })),
    ...rule(minItems, 'minItems', (least) => ({
      message: `must have at least ${counted(least, 'item')}`,
      holds: (value) => itemsOf(value).length >= least,
    })),
    ...rule(maxItems, 'maxItems', (most) => ({
      message: `must have at most ${counted(most, 'item')}`,
      holds: (value) => itemsOf(value).length <= most,
    })),
    ...rule(uniqueItems || undefined, 'uniqueItems', () => ({
      message: 'must not have an item twice',
      holds: (value) => new Set(itemsOf(value)).size === itemsOf(value).length,
    })),
  ]

  function itemTypeRule(each: PropertyDefinition): Rule {
    return {
      name: 'items',
      message: `must have items of which each ${TYPE_MESSAGES[each.type].replace('must be', 'is')}`,
      holds: (value) => itemsOf(value).every((text) => readText(each, text) !== undefined),
    }
  }
}

function memberRules({ required }: PropertyDefinition): readonly Rule[] {
  return rule(required, 'required', (names) => ({
    message: `must have the members ${names.join(', ')}`,
    holds: (value) => typeof value === 'object' && names.every((name) => Object.hasOwn(value, name)),
  }))
}

/** A pattern that cannot be run here holds for everything (`patternTrouble` says why); a search that is too long fails. */
function matcher(pattern: string): (value: PropertyValue) => boolean {
  let search: Search
  try {
    search = compileSearch(pattern, MOST_SEARCH_STEPS)
  } catch {
    return () => true
  }
  return (value) => {
    try {
      return search(String(value))
    } catch {
      return false
    }
  }
}

function rule<T>(
  given: T | undefined,
  name: RuleName,
  make: (given: T) => Omit<Rule, 'name'>,
): readonly Rule[] {
  return given === undefined ? [] : [{ name, ...make(given) }]
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function oneOf(choices: readonly string[]): string {
  if (choices.length > MOST_NAMED) return `one of ${choices.slice(0, MOST_NAMED).join(', ')} …`
  return choices.length === 1 ? String(choices[0]) : `one of ${choices.join(', ')}`
}
