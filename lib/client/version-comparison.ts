import { byteText, exactBytes } from './byte-text.ts'
import { type FieldChange, fieldsOf, PROPERTY } from './image-difference.ts'
import { draftOf } from './image-patch.ts'
import type { ImageView } from './image-view.ts'
import type { Translate } from './words.ts'

/** One thing that two versions are compared by. */
export interface ComparedLine extends FieldChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'equal'
  /** The property that it is; null: an attribute that every image has. */
  readonly property: string | null
}

export interface ComparisonWords {
  readonly fields: Translate<'actions'>
  readonly data: Translate<'families.compare'>
  readonly common: Translate<'common'>
}

/** Everything that two versions are compared by, equal or not: their data, what describes them, their properties. */
export function compareVersions(
  before: ImageView,
  after: ImageView,
  words: ComparisonWords,
): readonly ComparedLine[] {
  const fields = fieldsOf(draftOf(before), draftOf(after), words.fields).filter(isShown)
  return [
    ...dataFields(before, after, words),
    ...fields.map((each) => asShown(each, before, after, words)),
  ].map((field) => ({ ...field, kind: kindOf(field), property: propertyOf(field) }))
}

/** Both hold the same bytes, as far as their hashes tell; never said of what has none. */
export function hasSameData(before: ImageView, after: ImageView): boolean {
  return (
    before.hashValue !== null && before.hashAlgo === after.hashAlgo && before.hashValue === after.hashValue
  )
}

function dataFields(
  before: ImageView,
  after: ImageView,
  { data, common }: ComparisonWords,
): readonly FieldChange[] {
  return [
    {
      key: 'status',
      label: data('status'),
      before: common(`status.${before.status}`),
      after: common(`status.${after.status}`),
    },
    { key: 'size', label: data('size'), ...sizes(before.sizeBytes, after.sizeBytes) },
    {
      key: 'virtualSize',
      label: data('virtualSize'),
      ...sizes(before.virtualSizeBytes, after.virtualSizeBytes),
    },
    { key: 'checksum', label: data('checksum'), before: before.checksum, after: after.checksum },
    { key: 'hash', label: data('hash'), before: hashText(before), after: hashText(after) },
  ]
}

/** To the byte where rounding would hide that they differ. */
function sizes(before: number | null, after: number | null): Pick<FieldChange, 'before' | 'after'> {
  const isHidden =
    before !== null && after !== null && before !== after && byteText(before) === byteText(after)
  const textOf = (bytes: number | null): string | null =>
    bytes === null ? null : isHidden ? exactBytes(bytes) : byteText(bytes)
  return { before: textOf(before), after: textOf(after) }
}

function hashText({ hashAlgo, hashValue }: ImageView): string | null {
  return hashValue === null ? null : `${hashAlgo}: ${hashValue}`
}

/** What the service notes for itself while it works is no property to people. */
function isShown({ key, before, after }: FieldChange): boolean {
  return !(key.startsWith(`${PROPERTY}os_glance_`) && (before ?? '') === '' && (after ?? '') === '')
}

function asShown(
  field: FieldChange,
  before: ImageView,
  after: ImageView,
  { common }: ComparisonWords,
): FieldChange {
  if (field.key !== 'visibility') return field
  const textOf = ({ visibility }: ImageView): string => common(`visibility.${visibility}`)
  return { ...field, before: textOf(before), after: textOf(after) }
}

function kindOf({ before, after }: FieldChange): ComparedLine['kind'] {
  if (before === after) return 'equal'
  if (before === null) return 'added'
  return after === null ? 'removed' : 'changed'
}

function propertyOf({ key }: FieldChange): string | null {
  return key.startsWith(PROPERTY) ? key.slice(PROPERTY.length) : null
}

/** Two versions, the older one first unless somebody wants it otherwise. */
export interface VersionPair {
  readonly before: string
  readonly after: string
}

/**
 * What to compare when only one version is named, or none: a version with the one before it; the oldest with the one
 * after it. Null where there is no other. @param ids Newest first
 */
export function pairOf(
  ids: readonly string[],
  asked: { readonly before: string | null; readonly after: string | null },
): VersionPair | null {
  if (asked.before !== null && asked.after !== null) return { before: asked.before, after: asked.after }
  const one = asked.after ?? asked.before ?? ids[0]
  if (one === undefined) return null
  const place = ids.indexOf(one)
  if (place < 0) return null
  const older = ids[place + 1]
  const newer = ids[place - 1]
  if (asked.before === null && older !== undefined) return { before: older, after: one }
  if (newer !== undefined) return { before: one, after: newer }
  return older === undefined ? null : { before: older, after: one }
}
