import type { ChangeLine } from './event-words.ts'
import { rebaseDraft } from './image-form.ts'
import type { ImageDraft } from './image-patch.ts'
import { VISIBILITY_WORDS } from './image-words.ts'

/** What differs between two drafts in one attribute, or in one property (`properties/…`). */
export interface FieldChange extends ChangeLine {
  readonly key: string
}

const LABELS = {
  name: 'Name',
  visibility: 'Visibility',
  isProtected: 'Protected',
  isHidden: 'Hidden',
  minDiskGb: 'Smallest disk (GB)',
  minRamMb: 'Least memory (MB)',
  diskFormat: 'Disk format',
  containerFormat: 'Container format',
  tags: 'Tags',
} as const satisfies Partial<Record<keyof ImageDraft, string>>
type PlainKey = keyof typeof LABELS

const PROPERTY = 'properties/'

/** Everything that differs, in the order of the form. */
export function differenceOf(before: ImageDraft, after: ImageDraft): readonly FieldChange[] {
  const plain = (Object.keys(LABELS) as PlainKey[]).map((key) => ({
    key,
    label: LABELS[key],
    before: textOf(before[key]),
    after: textOf(after[key]),
  }))
  const names = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)])
  const properties = [...names].sort().map((name) => ({
    key: PROPERTY + name,
    label: name,
    before: before.properties[name] ?? null,
    after: after.properties[name] ?? null,
  }))
  return [...plain, ...properties].filter((change) => change.before !== change.after)
}

function textOf(value: ImageDraft[PlainKey]): string | null {
  if (value === null || value === '') return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? null : [...value].sort().join(', ')
  return String(value)
}

/** What of a change has consequences beyond the image's own page; empty for what is harmless. */
export function risksOf(before: ImageDraft, after: ImageDraft): readonly string[] {
  const risks: string[] = []
  if (before.visibility !== after.visibility) {
    risks.push(`${VISIBILITY_WORDS[after.visibility].label}: ${VISIBILITY_WORDS[after.visibility].meaning}`)
    if (before.visibility === 'shared') risks.push('The projects it is shared with lose it from their lists.')
    if (after.visibility === 'private' && before.visibility !== 'shared')
      risks.push('Other projects cannot use it any more; what runs from it goes on running.')
  }
  if (before.isProtected && !after.isProtected) risks.push('Without its protection it can be deleted.')
  if (after.minDiskGb > before.minDiskGb || after.minRamMb > before.minRamMb)
    risks.push('Flavors with a smaller disk or less memory cannot start it any more.')
  if (differenceOf(before, after).some(isRuntimeProperty))
    risks.push('Properties that machines are built by change: it is new machines that will differ.')
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

/** Tags are never contested: what each added and took away goes together. */
export function conflictOf(before: ImageDraft, mine: ImageDraft, theirs: ImageDraft): Conflict {
  const own = new Map(differenceOf(before, mine).map((change) => [change.key, change]))
  const others = differenceOf(before, theirs)
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
export function settleConflict(
  { before, mine, theirs }: { before: ImageDraft; mine: ImageDraft; theirs: ImageDraft },
  givenUp: ReadonlySet<string>,
): ImageDraft {
  const merged = rebaseDraft(before, mine, theirs)
  const plain = (Object.keys(LABELS) as PlainKey[]).filter((key) => givenUp.has(key))
  const properties = { ...merged.properties }
  for (const name of [...givenUp]
    .filter((key) => key.startsWith(PROPERTY))
    .map((key) => key.slice(PROPERTY.length))) {
    if (Object.hasOwn(theirs.properties, name)) properties[name] = theirs.properties[name] ?? ''
    else delete properties[name]
  }
  return { ...merged, ...Object.fromEntries(plain.map((key) => [key, theirs[key]])), properties }
}
