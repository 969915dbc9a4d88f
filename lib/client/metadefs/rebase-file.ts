import type { NamespaceFile } from './namespace-draft.ts'

/**
 * My changes (`mine` against `base`) on top of what somebody else has made of the namespace meanwhile (`theirs`). What
 * both changed is as I have it: the comparison with theirs shows it before anything is saved.
 */
export function rebaseFile(base: NamespaceFile, mine: NamespaceFile, theirs: NamespaceFile): NamespaceFile {
  return rebase(base, mine, theirs) as NamespaceFile
}

function rebase(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (isSame(mine, base)) return theirs
  if (isSame(theirs, base)) return mine
  if (isNamedList(mine) && isNamedList(theirs))
    return [...rebaseEntries(byName(isNamedList(base) ? base : []), byName(mine), byName(theirs)).values()]
  if (isRecord(mine) && isRecord(theirs)) {
    const entries = [isRecord(base) ? base : {}, mine, theirs].map((each) => new Map(Object.entries(each)))
    const [before = new Map(), own = new Map(), other = new Map()] = entries
    return Object.fromEntries(rebaseEntries(before, own, other))
  }
  return mine
}

type Entries = ReadonlyMap<string, unknown>

/** What neither has any longer, and what one took away and the other left alone, goes. */
function rebaseEntries(base: Entries, mine: Entries, theirs: Entries): Entries {
  const names = [...new Set([...theirs.keys(), ...mine.keys()])]
  const merged = names.map(
    (name) => [name, rebase(base.get(name), mine.get(name), theirs.get(name))] as const,
  )
  return new Map(merged.filter(([, value]) => value !== undefined))
}

type NamedItem = Readonly<Record<string, unknown>> & { readonly name: string }

function byName(items: readonly NamedItem[]): Entries {
  return new Map(items.map((item) => [item.name, item]))
}

function isNamedList(value: unknown): value is readonly NamedItem[] {
  return Array.isArray(value) && value.every((each) => isRecord(each) && typeof each.name === 'string')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether both say the same; the order of members says nothing. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, index) => isSame(each, other[index]))
  if (!isRecord(one) || !isRecord(other)) return Object.is(one, other)
  const keys = Object.keys(one)
  const isEqual = (key: string): boolean => Object.hasOwn(other, key) && isSame(one[key], other[key])
  return keys.length === Object.keys(other).length && keys.every(isEqual)
}
