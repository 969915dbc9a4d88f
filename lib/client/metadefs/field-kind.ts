import type { PropertyDefinition } from '#lib/domain/metadefs/namespace.ts'
import { choicesOf } from '#lib/domain/metadefs/value-text.ts'
import type { Translate } from '../words.ts'

/** Which control a property gets. */
export type FieldKind =
  | { readonly kind: 'switch'; readonly on: string; readonly off: string }
  | { readonly kind: 'list' | 'search'; readonly choices: readonly string[] }
  | { readonly kind: 'number' }
  | { readonly kind: 'items'; readonly choices: readonly string[] | null }
  | { readonly kind: 'line' | 'text' }

/** Pairs of words of which one plainly says yes. */
const PAIRS = [
  ['true', 'false'],
  ['yes', 'no'],
  ['on', 'off'],
  ['1', '0'],
  ['enabled', 'disabled'],
  ['enable', 'disable'],
  ['required', 'disabled'],
  ['allow', 'deny'],
] as const
/** Longer lists are searched. */
const MOST_LISTED = 12
/** Longer text has room for several lines. */
const MOST_IN_A_LINE = 255

export function fieldKind(definition: PropertyDefinition): FieldKind {
  const choices = choicesOf(definition)
  if (definition.type === 'array') return { kind: 'items', choices: choices ?? null }
  if (definition.type === 'boolean') return { kind: 'switch', on: 'true', off: 'false' }
  // Several values with an operator between them are text.
  const isPlain = !definition.operators?.length
  if (choices !== undefined && isPlain) return chosenFrom(choices)
  if (definition.type === 'object') return { kind: 'text' }
  if (definition.type !== 'string') return { kind: isPlain ? 'number' : 'line' }
  const isShort = (definition.maxLength ?? Number.POSITIVE_INFINITY) <= MOST_IN_A_LINE
  return { kind: isShort || definition.pattern !== undefined || !isPlain ? 'line' : 'text' }
}

function chosenFrom(choices: readonly string[]): FieldKind {
  const [on, off] = PAIRS.find((pair) => isPair(choices, pair)) ?? []
  const spelled = (word: string): string => choices.find((each) => each.toLowerCase() === word) ?? word
  if (on !== undefined && off !== undefined) return { kind: 'switch', on: spelled(on), off: spelled(off) }
  return { kind: choices.length > MOST_LISTED ? 'search' : 'list', choices }
}

function isPair(choices: readonly string[], pair: readonly string[]): boolean {
  return choices.length === 2 && pair.every((word) => choices.some((each) => each.toLowerCase() === word))
}

/** What the definition says about values, in few words: `1 to 16`, `at most 20 characters`. Empty when nothing. */
export function rangeText(definition: PropertyDefinition, t: Translate<'properties'>): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = definition
  return [
    between(minimum, maximum, '', t),
    between(minLength, maxLength, 'Characters', t),
    between(minItems, maxItems, 'Items', t),
  ]
    .filter((text) => text !== '')
    .join(', ')
}

function between(
  least: number | undefined,
  most: number | undefined,
  unit: '' | 'Characters' | 'Items',
  t: Translate<'properties'>,
): string {
  const range = { least: String(least), most: String(most) }
  if (least !== undefined && most !== undefined) return t(`range.between${unit}`, range)
  if (least !== undefined) return t(`range.least${unit}`, range)
  return most === undefined ? '' : t(`range.most${unit}`, range)
}
