import { queryOptions } from '@tanstack/react-query'
import { parseNamespaceFile } from '#lib/contract/metadefs/bodies.ts'
import { IMAGE_TYPE, type KnownKeys, knownKeys } from '#lib/contract/metadefs/known-keys.ts'
import type { NamespaceTreeWire } from '#lib/contract/metadefs/metadef-to-wire.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { inLanguage } from '#lib/domain/metadefs/translations.ts'
import { requestJson } from '../http.ts'
import { readLanguages } from '../language.ts'
import type { PropertyLocks } from './property-locks.ts'

/** What forms need of the definitions for images. */
export interface ImageDefinitions {
  readonly trees: readonly NamespaceTree[]
  /** In the language of the person, as far as it is translated. */
  readonly known: KnownKeys
  /** As the namespaces say it themselves: these words are searched, too. */
  readonly originals: KnownKeys
  /** What the site's property protections keep the person from doing with them. */
  readonly locks: PropertyLocks
}

interface NamespaceListWire {
  readonly namespaces: readonly NamespaceTreeWire[]
  readonly next?: string
  readonly vitrine_refused?: { readonly properties: PropertyLocks }
}

export const METADEF_KEYS = { all: ['metadefs'] } as const
/** Our additions, which other clients do not see. */
export const SHOWING = { 'x-vitrine-show': 'translations, refusals' } as const

/** All namespaces for images that the person may see, with what they define. */
export function imageDefinitionOptions() {
  const languages = typeof document === 'undefined' ? [] : readLanguages()
  return queryOptions({
    queryKey: [...METADEF_KEYS.all, 'for-images', ...languages],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }): Promise<ImageDefinitions> => {
      const { trees, locks } = await fetchPages({ resource_types: IMAGE_TYPE }, signal)
      const local = byTitle(trees.map((tree) => inLanguage(tree, languages)))
      const [known, originals] = [knownKeys(local, IMAGE_TYPE), knownKeys(trees, IMAGE_TYPE)]
      return { trees: local, known, originals, locks }
    },
  })
}

/** By the name for people. @throws ApiFault */
export async function fetchTrees(
  filters: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<readonly NamespaceTree[]> {
  return byTitle((await fetchPages(filters, signal)).trees)
}

async function fetchPages(filters: Readonly<Record<string, string>>, signal?: AbortSignal) {
  const query = new URLSearchParams({ ...filters, vitrine_tree: 'true', limit: '200', sort_key: 'namespace' })
  const pages: NamespaceListWire[] = []
  let path: string | undefined = `/v2/metadefs/namespaces?${query}`
  while (path !== undefined) {
    const page: NamespaceListWire = await requestJson<NamespaceListWire>(path, { signal, headers: SHOWING })
    pages.push(page)
    path = page.next
  }
  return {
    trees: pages.flatMap(({ namespaces }) => namespaces.map(treeFromWire)),
    locks: Object.assign({}, ...pages.map((page) => page.vitrine_refused?.properties)) as PropertyLocks,
  }
}

function byTitle(trees: readonly NamespaceTree[]): readonly NamespaceTree[] {
  return [...trees].sort((one, other) => titleOf(one).localeCompare(titleOf(other)))
}

export function treeFromWire(wire: NamespaceTreeWire): NamespaceTree {
  const { created_at: created, updated_at: updated } = wire
  const tree = parseNamespaceFile(wire, { owner: null, nowMs: 0 })
  return { ...tree, createdAtMs: Date.parse(created), updatedAtMs: Date.parse(updated) }
}

/** What people call a namespace. */
export function titleOf({ name, displayName }: Pick<NamespaceTree, 'name' | 'displayName'>): string {
  return displayName === null || displayName.trim() === '' ? name : displayName
}
