import type { PropertyCheck } from '#lib/contract/metadefs/check-properties.ts'
import type { KeyDefinition, KnownKeys } from '#lib/contract/metadefs/known-keys.ts'
import { keyProblem } from './key-problem.ts'
import { lockOf, type PropertyLocks } from './property-locks.ts'

/** One line of the form. `null`: shown, but not (or not yet) a property of the image. */
export interface PropertyRow {
  readonly key: string
  readonly text: string | null
}

export type Properties = Readonly<Record<string, string>>

/** What the form began with. */
export interface FormBase {
  readonly properties: Properties
  /** Several images: keys that they have with different values, or not all of them. */
  readonly mixed: ReadonlySet<string>
}

/** What is to be done to every image's properties. */
export interface PropertyChanges {
  readonly set: Properties
  readonly removed: readonly string[]
}

export function baseOf(properties: Properties): FormBase {
  return { properties, mixed: new Set() }
}

/** What several images have in common, and what not. */
export function commonBase(all: readonly Properties[]): FormBase {
  const [first = {}, ...rest] = all
  const keys = new Set(all.flatMap((each) => Object.keys(each)))
  const isCommon = (key: string): boolean =>
    Object.hasOwn(first, key) && rest.every((each) => Object.hasOwn(each, key) && each[key] === first[key])
  const common = [...keys].filter(isCommon).map((key) => [key, first[key] ?? ''] as const)
  return {
    properties: Object.fromEntries(common),
    mixed: new Set([...keys].filter((key) => !isCommon(key))),
  }
}

/** A row for each property, known ones first in the order of their definitions, then the others by name. */
export function rowsOf({ properties, mixed }: FormBase, known: KnownKeys): readonly PropertyRow[] {
  const rows = [
    ...Object.entries(properties).map(([key, text]) => ({ key, text })),
    ...[...mixed].map((key) => ({ key, text: null })),
  ]
  const order = new Map([...known.keys()].map((key, index) => [key, index]))
  const placeOf = ({ key }: PropertyRow): number => order.get(key) ?? Number.MAX_SAFE_INTEGER
  return rows.sort((one, other) => placeOf(one) - placeOf(other) || one.key.localeCompare(other.key))
}

export function withText(
  rows: readonly PropertyRow[],
  key: string,
  text: string | null,
): readonly PropertyRow[] {
  return rows.map((row) => (row.key === key ? { key, text } : row))
}

/** Adds what is not there yet, at the end. */
export function withKeys(
  rows: readonly PropertyRow[],
  added: readonly PropertyRow[],
): readonly PropertyRow[] {
  const present = new Set(rows.map(({ key }) => key))
  return [...rows, ...added.filter(({ key }) => !present.has(key))]
}

/** The rows with these properties and no others; what is shown without a value stays shown. */
export function withProperties(rows: readonly PropertyRow[], properties: Properties): readonly PropertyRow[] {
  const kept = rows.flatMap(({ key, text }): PropertyRow[] => {
    if (Object.hasOwn(properties, key)) return [{ key, text: properties[key] ?? '' }]
    return text === null ? [{ key, text }] : []
  })
  return withKeys(
    kept,
    Object.entries(properties).map(([key, text]) => ({ key, text })),
  )
}

/** The properties that the rows stand for. */
export function propertiesOf(rows: readonly PropertyRow[]): Properties {
  return Object.fromEntries(rows.flatMap(({ key, text }) => (text === null ? [] : [[key, text] as const])))
}

export function changesOf(base: FormBase, rows: readonly PropertyRow[]): PropertyChanges {
  const after = propertiesOf(rows)
  const shown = new Set(rows.map(({ key }) => key))
  const set = Object.entries(after).filter(
    ([key, text]) => !Object.hasOwn(base.properties, key) || base.properties[key] !== text,
  )
  return {
    set: Object.fromEntries(set),
    removed: [
      ...Object.keys(base.properties).filter((key) => !Object.hasOwn(after, key)),
      ...[...base.mixed].filter((key) => !shown.has(key)),
    ],
  }
}

export function countOf({ set, removed }: PropertyChanges): number {
  return Object.keys(set).length + removed.length
}

export function applyChanges(properties: Properties, { set, removed }: PropertyChanges): Properties {
  const kept = Object.entries(properties).filter(([key]) => !removed.includes(key))
  return Object.fromEntries([...kept, ...Object.entries(set)])
}

export interface FormKnowledge {
  readonly base: FormBase
  readonly known: KnownKeys
  readonly check: PropertyCheck
  readonly locks?: PropertyLocks
}

/** Why the text of this property cannot be changed: to set one that is not there is to create it. */
export function writeLock({ base, locks = {} }: Pick<FormKnowledge, 'base' | 'locks'>, key: string) {
  const lock = lockOf(locks, key)
  if (base.mixed.has(key)) return lock.update ?? lock.create
  return Object.hasOwn(base.properties, key) ? lock.update : lock.create
}

/** Why this property cannot be taken away from what has it. */
export function removeLock({ base, locks = {} }: Pick<FormKnowledge, 'base' | 'locks'>, key: string) {
  const isThere = base.mixed.has(key) || Object.hasOwn(base.properties, key)
  return isThere ? lockOf(locks, key).delete : undefined
}

/** What is wrong, by key; only what the person changes is held against definitions and protections. */
export function problemsOfRows(
  rows: readonly PropertyRow[],
  knowledge: FormKnowledge,
): ReadonlyMap<string, string> {
  const { base, known } = knowledge
  const removed = changesOf(base, rows).removed.map((key) => [key, removeLock(knowledge, key)] as const)
  const changed = rows
    .filter(({ key, text }) => !isOld(base, key, text))
    .map(({ key, text }) => {
      const isNew = !Object.hasOwn(base.properties, key) && !base.mixed.has(key)
      const wrong = text === null ? missingProblem(key, rows, known) : textProblem(knowledge, key, text)
      return [key, (isNew ? keyProblem(key) : null) ?? wrong] as const
    })
  return new Map([...removed, ...changed].filter((entry): entry is [string, string] => Boolean(entry[1])))
}

function textProblem(knowledge: FormKnowledge, key: string, text: string): string | undefined {
  return writeLock(knowledge, key) ?? knowledge.check(key, text)[0]?.message
}

/** What the definitions say against values that the image has already, and that nobody changes here. */
export function warningsOfRows(
  rows: readonly PropertyRow[],
  { base, check }: FormKnowledge,
): ReadonlyMap<string, string> {
  return new Map(
    rows.flatMap(({ key, text }) => {
      const message = isOld(base, key, text) ? check(key, text ?? '')[0]?.message : undefined
      return message === undefined ? [] : [[key, message] as const]
    }),
  )
}

function isOld(base: FormBase, key: string, text: string | null): boolean {
  return Object.hasOwn(base.properties, key) && base.properties[key] === text
}

/** Required, and something else of its object is set. */
function missingProblem(key: string, rows: readonly PropertyRow[], known: KnownKeys): string | null {
  const definition = known.get(key)?.find(({ isRequired }) => isRequired)
  if (definition?.object == null) return null
  const isStarted = rows.some(
    ({ key: other, text }) => text !== null && isBeside(known.get(other), definition),
  )
  return isStarted ? `is required by ${definition.object.name}` : null
}

function isBeside(definitions: readonly KeyDefinition[] = [], one: KeyDefinition): boolean {
  return definitions.some(
    ({ namespace, object }) => namespace.name === one.namespace.name && object?.name === one.object?.name,
  )
}
