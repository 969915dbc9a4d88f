import { z } from 'zod'
import { invalid } from '../domain/errors.ts'
import { isAtMost, isStorable } from './text.ts'

/** Whether a text holds a match of a pattern. */
export type PatternTest = (text: string) => boolean

/** One additional property that the site describes. */
export interface SiteProperty {
  /** As it stands in /v2/schemas/image. */
  readonly document: Readonly<Record<string, unknown>>
  readonly rule: PropertyRule
}

/** What a site says of additional properties of its images; whatever it does not name is free text. */
export interface SiteSchema {
  readonly properties: ReadonlyMap<string, SiteProperty>
  /** Attributes and properties that every new image must name, and that cannot be taken away again. */
  readonly required: readonly string[]
}

export type SiteSchemaReading =
  | { readonly ok: true; readonly site: SiteSchema }
  | { readonly ok: false; readonly problems: readonly string[] }

const TYPES = ['null', 'string', 'integer', 'number', 'boolean'] as const
type ValueType = (typeof TYPES)[number]

const length = z.int().min(0)
/** The keywords that are kept; any other is refused, because a rule that nobody keeps is worse than none. */
const DOCUMENT = z.strictObject({
  type: z.union([z.enum(TYPES), z.array(z.enum(TYPES)).min(1)]).default('string'),
  enum: z
    .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .min(1)
    .optional(),
  pattern: z.string().optional(),
  minLength: length.optional(),
  maxLength: length.optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  default: z.json().optional(),
  is_base: z.literal(false).optional(),
})
type Document = z.output<typeof DOCUMENT>

const EXTENDED = z.strictObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string().min(1)).default([]),
})

interface PropertyRule {
  readonly types: readonly ValueType[]
  readonly document: Document
  readonly matches: PatternTest
}

export interface SiteSchemaParts {
  /** @throws Error that says what is wrong with the pattern */
  readonly compilePattern: (pattern: string) => PatternTest
  /** Whether an image has an attribute of this name already. */
  readonly isAttribute: (name: string) => boolean
}

/**
 * Glance's schema-image.json: either properties by name, or `{"properties": {…}, "required": […]}`. Values are text in
 * the database; those that must be numbers or true and false can be sent as such or as text, and are shown as text.
 */
export function readSiteSchema(value: unknown, parts: SiteSchemaParts): SiteSchemaReading {
  const form = isExtended(value) ? EXTENDED.safeParse(value) : EXTENDED.safeParse({ properties: value })
  if (!form.success) return { ok: false, problems: messagesOf(form.error) }
  const problems: string[] = []
  const properties = new Map<string, SiteProperty>()
  for (const [name, document] of Object.entries(form.data.properties)) {
    const read = readProperty(name, document, parts)
    if (Array.isArray(read)) problems.push(...read.map((problem) => `${name}: ${problem}`))
    else properties.set(name, read as SiteProperty)
  }
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, site: { properties, required: form.data.required } }
}

function isExtended(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const names = Object.keys(value)
  return names.length > 0 && names.every((name) => name === 'properties' || name === 'required')
}

function readProperty(name: string, value: unknown, parts: SiteSchemaParts): SiteProperty | string[] {
  if (parts.isAttribute(name)) return ['images have an attribute of this name: choose another']
  const parsed = DOCUMENT.safeParse(value)
  if (!parsed.success) return messagesOf(parsed.error)
  const document = parsed.data
  const types = [document.type].flat()
  try {
    const matches = document.pattern === undefined ? () => true : parts.compilePattern(document.pattern)
    return { document: shownDocument(document, types), rule: { types, document, matches } }
  } catch (error) {
    return [`pattern: ${error instanceof Error ? error.message : String(error)}`]
  }
}

function messagesOf(error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => [...path.map(String), message].join(': '))
}

/** Answers hold text, and clients check them against the schema, so text stands beside every other type. */
function shownDocument(document: Document, types: readonly ValueType[]): SiteProperty['document'] {
  const shownTypes = types.every((type) => type === 'null' || type === 'string')
    ? types
    : [...new Set<ValueType>([...types, 'string'])]
  const { enum: choices } = document
  return {
    ...document,
    type: shownTypes.length === 1 ? shownTypes[0] : shownTypes,
    ...(choices === undefined
      ? {}
      : { enum: [...new Set([...choices, ...choices.filter(isNoText).map(String)])] }),
    is_base: false,
  }
}

function isNoText(choice: unknown): boolean {
  return choice !== null && typeof choice !== 'string'
}

/** The text that is kept; null takes the property away. @throws `invalid` that says what the value must be */
export function parseSiteValue({ rule }: SiteProperty, name: string, value: unknown): string | null {
  if (value === null && rule.types.includes('null')) return null
  const text = textOf(value)
  const isFit =
    text !== null && isStorable(text) && rule.types.some((type) => isOfType(type, value, text, rule))
  if (!isFit) throw invalid(`${name} must be ${remedyOf(rule)}.`, name)
  return text
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

function isOfType(
  type: ValueType,
  value: unknown,
  text: string,
  { document, matches }: PropertyRule,
): boolean {
  if (type === 'null') return false
  if (type === 'string') {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = document
    if (typeof value !== 'string' || !isAtMost(text, maxLength) || isAtMost(text, minLength - 1)) return false
    return isChoice(document, text) && matches(text)
  }
  if (type === 'boolean') return (text === 'true' || text === 'false') && isChoice(document, text === 'true')
  const number = Number(text)
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) || !Number.isFinite(number)) return false
  if (type === 'integer' && !Number.isSafeInteger(number)) return false
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = document
  return number >= minimum && number <= maximum && isChoice(document, number)
}

function isChoice({ enum: choices }: Document, value: string | number | boolean): boolean {
  return choices === undefined || choices.includes(value)
}

const TYPE_WORDS = {
  null: 'null',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
} as const satisfies Record<ValueType, string>

function remedyOf({ types, document }: PropertyRule): string {
  const { enum: choices, pattern, minLength, maxLength, minimum, maximum } = document
  const kinds = types.map((type) => TYPE_WORDS[type]).join(' or ')
  if (choices !== undefined) return `one of ${choices.map(String).join(', ')}`
  const conditions = [
    ['matching', pattern],
    ['of at least this many characters:', minLength],
    ['of at most this many characters:', maxLength],
    ['from', minimum],
    ['to', maximum],
  ].flatMap(([word, bound]) => (bound === undefined ? [] : [`${word} ${bound}`]))
  return [kinds, ...conditions].join(' ')
}
