import { queryOptions } from '@tanstack/react-query'
import { parseNamespaceFile } from '#lib/contract/metadefs/bodies.ts'
import { IMAGE_TYPE, type KnownKeys, knownKeys } from '#lib/contract/metadefs/known-keys.ts'
import type { NamespaceTreeWire } from '#lib/contract/metadefs/metadef-to-wire.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { requestJson } from '../http.ts'

/** What forms need of the definitions for images. */
export interface ImageDefinitions {
  readonly trees: readonly NamespaceTree[]
  readonly known: KnownKeys
}

interface NamespaceListWire {
  readonly namespaces: readonly NamespaceTreeWire[]
  readonly next?: string
}

export const METADEF_KEYS = { all: ['metadefs'] } as const

/** All namespaces for images that the person may see, with what they define. */
export function imageDefinitionOptions() {
  return queryOptions({
    queryKey: [...METADEF_KEYS.all, 'for-images'],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }): Promise<ImageDefinitions> => {
      const trees = await fetchTrees({ resource_types: IMAGE_TYPE }, signal)
      return { trees, known: knownKeys(trees, IMAGE_TYPE) }
    },
  })
}

/** By the name for people. @throws ApiFault */
export async function fetchTrees(
  filters: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<readonly NamespaceTree[]> {
  const query = new URLSearchParams({ ...filters, vitrine_tree: 'true', limit: '200', sort_key: 'namespace' })
  const wires: NamespaceTreeWire[] = []
  let path: string | undefined = `/v2/metadefs/namespaces?${query}`
  while (path !== undefined) {
    const page: NamespaceListWire = await requestJson<NamespaceListWire>(path, { signal })
    wires.push(...page.namespaces)
    path = page.next
  }
  return wires.map(treeFromWire).sort((one, other) => titleOf(one).localeCompare(titleOf(other)))
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
