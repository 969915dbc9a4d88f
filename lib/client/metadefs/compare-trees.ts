import { treeToFile } from '#lib/contract/metadefs/metadef-to-wire.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'

export interface FileChange {
  /** `properties / arms / minimum` */
  readonly place: string
  readonly before: string | null
  readonly after: string | null
}

/** What differs between two namespaces, leaf by leaf. */
export function compareTrees(before: NamespaceTree, after: NamespaceTree): readonly FileChange[] {
  const [old, now] = [leavesOf(treeToFile(before)), leavesOf(treeToFile(after))]
  const places = [...new Set([...old.keys(), ...now.keys()])].filter((place) => place !== 'owner')
  return places
    .filter((place) => old.get(place) !== now.get(place))
    .map((place) => ({ place, before: old.get(place) ?? null, after: now.get(place) ?? null }))
}

function leavesOf(value: unknown, place: readonly string[] = []): Map<string, string> {
  const isList = Array.isArray(value)
  const isNamed = isList && value.every((each) => typeof each === 'object' && each !== null && 'name' in each)
  if (isNamed)
    return new Map(
      value.flatMap((each) => [...leavesOf(each, [...place, String((each as { name: unknown }).name)])]),
    )
  if (isList || typeof value !== 'object' || value === null)
    return new Map([[place.join(' / '), typeof value === 'string' ? value : JSON.stringify(value)]])
  const leaves = Object.entries(value).flatMap(([name, each]) => [...leavesOf(each, [...place, name])])
  // A language is there also while it has no texts.
  const isLanguage = place.length === 2 && place[0] === 'vitrine_translations'
  return new Map(isLanguage ? [[place.join(' / '), 'translated'], ...leaves] : leaves)
}
