import type { KeyDefinition } from '#lib/contract/metadefs/known-keys.ts'
import { type ImageDefinitions, titleOf } from './definitions.ts'

/** Properties that are added together: an object, or those that stand in the namespace itself. */
export interface CatalogueObject {
  readonly name: string | null
  readonly description: string | null
  readonly keys: readonly KeyDefinition[]
}

export interface CatalogueNamespace {
  readonly name: string
  readonly title: string
  readonly description: string | null
  readonly objects: readonly CatalogueObject[]
  readonly keyCount: number
}

/**
 * What can be added: what the words are found in, all of it without words. In either case, in texts of any part, and in
 * both languages where texts are translated.
 */
export function searchCatalogue(
  { known, originals }: Pick<ImageDefinitions, 'known' | 'originals'>,
  words: string,
): readonly CatalogueNamespace[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const wordsOf = (each: KeyDefinition): string =>
    [
      each,
      ...(originals.get(each.key) ?? []).filter(({ namespace }) => namespace.name === each.namespace.name),
    ]
      .map(textOf)
      .join(' ')
  const found = [...known.values()]
    .flat()
    .filter((each) => wanted.length === 0 || isAbout(wordsOf(each), wanted))
  const namespaces = Map.groupBy(found, ({ namespace }) => namespace.name)
  return [...namespaces.values()].map(namespaceOf).sort((one, other) => one.title.localeCompare(other.title))
}

function namespaceOf(keys: readonly KeyDefinition[]): CatalogueNamespace {
  const namespace = keys[0]?.namespace ?? { name: '', displayName: null, description: null }
  const objects = Map.groupBy(keys, ({ object }) => object?.name ?? null)
  return {
    name: namespace.name,
    title: titleOf(namespace),
    description: namespace.description,
    objects: [...objects.entries()].map(([name, members]) => ({
      name,
      description: members[0]?.object?.description ?? null,
      keys: members,
    })),
    keyCount: keys.length,
  }
}

function isAbout(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word))
}

function textOf({ key, definition, namespace, object }: KeyDefinition): string {
  const { title, description = '', enum: values = [] } = definition
  const about = [
    namespace.name,
    namespace.displayName,
    namespace.description,
    object?.name,
    object?.description,
  ]
  return [key, title, description, ...about, ...values].join(' ').toLowerCase()
}
