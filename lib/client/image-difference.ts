import type { ChangeLine } from './event-words.ts'
import { rebaseDraft } from './image-form.ts'
import type { ImageDraft } from './image-patch.ts'
import type { Translate } from './words.ts'

/** What differs between two drafts in one attribute, or in one property (`properties/…`). */
export interface FieldChange extends ChangeLine {
  readonly key: string
}

const PLAIN_KEYS = [
  'name',
  'visibility',
  'isProtected',
  'isHidden',
  'minDiskGb',
  'minRamMb',
  'diskFormat',
  'containerFormat',
  'tags',
] as const satisfies readonly (keyof ImageDraft)[]
type PlainKey = (typeof PLAIN_KEYS)[number]

export const PROPERTY = 'properties/'

/** Everything that differs, in the order of the form. */
export function differenceOf(
  before: ImageDraft,
  after: ImageDraft,
  t: Translate<'actions'>,
): readonly FieldChange[] {
  return fieldsOf(before, after, t).filter((change) => change.before !== change.after)
}

/** The same with what is equal. */
export function fieldsOf(
  before: ImageDraft,
  after: ImageDraft,
  t: Translate<'actions'>,
): readonly FieldChange[] {
  const plain = PLAIN_KEYS.map((key) => ({
    key,
    label: t(`difference.${key}`),
    before: textOf(before[key], t),
    after: textOf(after[key], t),
  }))
  const names = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)])
  const properties = [...names].sort().map((name) => ({
    key: PROPERTY + name,
    label: name,
    before: before.properties[name] ?? null,
    after: after.properties[name] ?? null,
  }))
  return [...plain, ...properties]
}

function textOf(value: ImageDraft[PlainKey], t: Translate<'actions'>): string | null {
  if (value === null || value === '') return null
  if (typeof value === 'boolean') return t(value ? 'difference.yes' : 'difference.no')
  if (Array.isArray(value)) return value.length === 0 ? null : [...value].sort().join(', ')
  return String(value)
}

/** What of a change has consequences beyond the image's own page; empty for what is harmless. */
export function risksOf(before: ImageDraft, after: ImageDraft, t: Translate<'actions'>): readonly string[] {
  const risks: string[] = []
  if (before.visibility !== after.visibility) {
    risks.push(t('risk.visibility', { visibility: after.visibility }))
    if (before.visibility === 'shared') risks.push(t('risk.members'))
    if (after.visibility === 'private' && before.visibility !== 'shared') risks.push(t('risk.others'))
  }
  if (before.isProtected && !after.isProtected) risks.push(t('risk.unprotected'))
  if (after.minDiskGb > before.minDiskGb || after.minRamMb > before.minRamMb) risks.push(t('risk.flavors'))
  if (differenceOf(before, after, t).some(isRuntimeProperty)) risks.push(t('risk.runtime'))
  return risks
}

/** One that was set and decides how machines run: adding one is no loss. */
function isRuntimeProperty({ key, before }: FieldChange): boolean {
  return before !== null && /^properties\/(hw_|os_|img_|cinder_|kernel_id|ramdisk_id|architecture)/.test(key)
}

/** What two people did to one image at the same time. */
export interface Conflict {
  /** Both changed it, and differently: one of them has to give way. */
  readonly contested: readonly {
    readonly key: string
    readonly label: string
    readonly theirs: string | null
    readonly mine: string | null
  }[]
  /** Only they changed it: it stays as they made it. */
  readonly theirs: readonly FieldChange[]
}

interface Sides {
  readonly before: ImageDraft
  readonly mine: ImageDraft
  readonly theirs: ImageDraft
}

/** Tags are never contested: what each added and took away goes together. */
export function conflictOf({ before, mine, theirs }: Sides, t: Translate<'actions'>): Conflict {
  const own = new Map(differenceOf(before, mine, t).map((change) => [change.key, change]))
  const others = differenceOf(before, theirs, t)
  const isContested = ({ key, after }: FieldChange): boolean =>
    key !== 'tags' && own.has(key) && own.get(key)?.after !== after
  return {
    contested: others.filter(isContested).map(({ key, label, after }) => ({
      key,
      label,
      theirs: after,
      mine: own.get(key)?.after ?? null,
    })),
    theirs: others.filter((change) => !isContested(change)),
  }
}

/** Both people's changes together; in what is contested mine wins, but for the keys in `givenUp`. */
export function settleConflict({ before, mine, theirs }: Sides, givenUp: ReadonlySet<string>): ImageDraft {
  const merged = rebaseDraft(before, mine, theirs)
  const plain = PLAIN_KEYS.filter((key) => givenUp.has(key))
  const properties = { ...merged.properties }
  for (const name of [...givenUp]
    .filter((key) => key.startsWith(PROPERTY))
    .map((key) => key.slice(PROPERTY.length))) {
    if (Object.hasOwn(theirs.properties, name)) properties[name] = theirs.properties[name] ?? ''
    else delete properties[name]
  }
  return { ...merged, ...Object.fromEntries(plain.map((key) => [key, theirs[key]])), properties }
}
