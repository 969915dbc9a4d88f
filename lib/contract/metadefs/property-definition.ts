import { z } from 'zod'
import {
  PROPERTY_TYPES,
  type PropertyDefinition,
  type PropertyDefinitions,
} from '../../domain/metadefs/namespace.ts'
import { compileSearch } from '../../domain/python-regex/search.ts'
import { isStorable } from '../text.ts'
import { definitionName, longText } from './fields.ts'

const text = z.string().refine(isStorable, 'must be text that every database can hold')
const type = z.enum(PROPERTY_TYPES)
const atLeast0 = z.int().min(0)
const anyValues = z.array(z.json()).refine((values) => isStorable(JSON.stringify(values)))

/** The keys of a definition, in the order in which answers show them. Any other key is a mistake. */
export const PROPERTY_SCHEMA = z.strictObject({
  title: text,
  type,
  description: longText.exactOptional(),
  default: z.json().exactOptional(),
  enum: anyValues.exactOptional(),
  minimum: z.number().exactOptional(),
  maximum: z.number().exactOptional(),
  minLength: atLeast0.exactOptional(),
  maxLength: atLeast0.exactOptional(),
  pattern: text.refine(isPattern, 'must be a regular expression').exactOptional(),
  readonly: z.boolean().exactOptional(),
  operators: z.array(text).exactOptional(),
  items: z.strictObject({ type: type.exactOptional(), enum: anyValues.exactOptional() }).exactOptional(),
  minItems: atLeast0.exactOptional(),
  maxItems: atLeast0.exactOptional(),
  uniqueItems: z.boolean().exactOptional(),
  additionalItems: z.boolean().exactOptional(),
  required: z.array(definitionName).exactOptional(),
})

/** Where definitions stand in a map, clients repeat the name that is the key already. */
const NAMED = z.preprocess(withoutName, PROPERTY_SCHEMA)

/**
 * A map of definitions by name.
 * A map read by hand, because `__proto__` is a name like any other and its order is that of the file.
 */
export const PROPERTIES_SCHEMA = z
  .unknown()
  .meta({ type: 'object' })
  .transform((value, context): PropertyDefinitions => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      context.addIssue({ code: 'custom', message: 'must be an object of definitions by name', input: value })
      return z.NEVER
    }
    const entries: [string, PropertyDefinition][] = []
    for (const [name, definition] of Object.entries(value)) {
      const isName = definitionName.safeParse(name).success
      const parsed = NAMED.safeParse(definition)
      if (!isName)
        context.addIssue({ code: 'custom', message: 'must have a name of 1 to 80 characters', input: name })
      for (const issue of parsed.error?.issues ?? []) {
        context.addIssue({
          code: 'custom',
          message: issue.message,
          path: [name, ...issue.path],
          input: value,
        })
      }
      if (parsed.success) entries.push([name, parsed.data])
    }
    return Object.fromEntries(entries)
  })

function withoutName(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'name')) return value
  const { name: _, ...rest } = value as Record<string, unknown>
  return rest
}

/** One that can be run here, or one that is common in files written for other programs. */
function isPattern(pattern: string): boolean {
  return canSearch(pattern) || isRegExp(pattern, 'u') || isRegExp(pattern, '')
}

function canSearch(pattern: string): boolean {
  try {
    compileSearch(pattern)
    return true
  } catch {
    return false
  }
}

function isRegExp(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags)
    return true
  } catch {
    return false
  }
}
