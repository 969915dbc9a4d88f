import type { PropertyDefinition } from './namespace.ts'

/** Several values in one text, with the comparison that a scheduler makes: `<or> sse4_1,avx`. */
export interface ListValue {
  readonly operator: string
  readonly items: readonly string[]
}

/** What stands in an image's property, read by its definition. On the wire every property is text. */
export type PropertyValue = string | number | boolean | ListValue | Readonly<Record<string, unknown>>

/** The comparison that other dashboards write where a definition names none. */
const USUAL_OPERATOR = '<in>'
const TRUE_WORDS: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', 'on', '1'])
const FALSE_WORDS: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', 'off', '0'])
const INTEGER = /^[+-]?\d{1,16}$/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const LEADING_OPERATOR = /^(<[^<>\s]*>|[a-z]*[=!<>]+)(?:\s+|$)/

/** The operators that can stand before a list; never empty. */
export function operatorsOf({ operators = [] }: PropertyDefinition): readonly [string, ...string[]] {
  const [first = USUAL_OPERATOR, ...others] = operators
  return [first, ...others]
}

/** The value that a text stands for, by the type alone; undefined when it is no value of this type. */
export function readText(definition: PropertyDefinition, text: string): PropertyValue | undefined {
  switch (definition.type) {
    case 'string':
      return text
    case 'integer':
      return INTEGER.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined
    case 'number':
      return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined
    case 'boolean':
      return readBoolean(text)
    case 'array':
      return readList(definition, text)
    case 'object':
      return readObject(text)
  }
}

/** The words that services take for true and false, in either case; they write `true` and `false`. */
function readBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase()
  if (TRUE_WORDS.has(word)) return true
  return FALSE_WORDS.has(word) ? false : undefined
}

/** Blanks around items do not count; an operator that the definition does not know stays visible as one. */
function readList(definition: PropertyDefinition, text: string): ListValue {
  const known = operatorsOf(definition).find((each) => text === each || text.startsWith(`${each} `))
  const operator = known ?? LEADING_OPERATOR.exec(text)?.[1]
  const rest = operator === undefined ? text : text.slice(operator.length)
  const items = rest.split(',').map((item) => item.trim())
  return {
    operator: operator ?? operatorsOf(definition)[0],
    items: items.length === 1 && items[0] === '' ? [] : items,
  }
}

function readObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** The values of a text like `<or> a <or> b`; undefined when it does not begin with an operator of the definition. */
export function alternativesOf(
  { operators = [] }: PropertyDefinition,
  text: string,
): readonly string[] | undefined {
  const operator = operators.find((each) => text.startsWith(`${each} `))
  if (operator === undefined) return undefined
  return ` ${text}`
    .split(` ${operator} `)
    .slice(1)
    .map((each) => each.trim())
}

/** The text of a value. What `readText` reads comes out as it was, but for blanks and spellings of true and false. */
export function writeText(value: PropertyValue): string {
  if (typeof value !== 'object') return String(value)
  return isList(value) ? `${value.operator} ${value.items.join(',')}`.trim() : JSON.stringify(value)
}

export function isList(value: PropertyValue | undefined): value is ListValue {
  return typeof value === 'object' && 'items' in value && Array.isArray(value.items) && 'operator' in value
}

/** The text of a value as it stands in a definition (`default`, `enum`), where it may be text, number, list … */
function writeDefined(definition: PropertyDefinition, value: unknown): string {
  if (definition.type === 'array' && Array.isArray(value))
    return writeText({ operator: operatorsOf(definition)[0], items: value.map(String) })
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The default's text; undefined where there is none. */
export function defaultText(definition: PropertyDefinition): string | undefined {
  const { default: value } = definition
  return value === undefined || value === null ? undefined : writeDefined(definition, value)
}

/** The texts of the values that it can have; undefined when any will do. */
export function choicesOf(definition: PropertyDefinition): readonly string[] | undefined {
  if (definition.type === 'array') return definition.items?.enum?.map(String)
  return definition.enum?.map((value) => writeDefined(definition, value))
}
