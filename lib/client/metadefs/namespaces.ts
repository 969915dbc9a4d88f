import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { NamespaceTreeWire } from '#lib/contract/metadefs/metadef-to-wire.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { ApiFault } from '../api-fault.ts'
import { request, requestJson } from '../http.ts'
import { fetchTrees, METADEF_KEYS, SHOWING, treeFromWire } from './definitions.ts'
import type { NamespaceFile } from './namespace-draft.ts'

const ALL = '/v2/metadefs/namespaces'

export interface NamespaceVersion {
  readonly number: number
  readonly atMs: number
  readonly userName: string | null
  readonly tree: NamespaceTree
}

/** Every namespace, for whoever keeps them. */
export function namespacesOptions() {
  return queryOptions({
    queryKey: [...METADEF_KEYS.all, 'list'],
    queryFn: ({ signal }) => fetchTrees({}, signal),
  })
}

/** One, as it is now; never changed under the person's hands. */
export function namespaceOptions(name: string) {
  return queryOptions({
    queryKey: [...METADEF_KEYS.all, 'one', name],
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<LoadedNamespace> =>
      readNamespace(await request(pathOf(name), { signal, headers: SHOWING })),
  })
}

/** A namespace with the tag of its version, by which the service knows whether it changed meanwhile. */
export interface LoadedNamespace {
  readonly tree: NamespaceTree
  readonly etag: string | null
}

async function readNamespace(response: Response): Promise<LoadedNamespace> {
  const tree = treeFromWire((await response.json()) as NamespaceTreeWire)
  return { tree, etag: response.headers.get('etag') }
}

/** As it is now. @throws ApiFault */
export async function fetchNamespace(name: string): Promise<LoadedNamespace> {
  return readNamespace(await request(pathOf(name), { headers: SHOWING }))
}

/** What it was after each change, the newest first. */
export function namespaceVersionsOptions(name: string) {
  return queryOptions({
    queryKey: [...METADEF_KEYS.all, 'versions', name],
    staleTime: 0,
    queryFn: async ({ signal }): Promise<readonly NamespaceVersion[]> => {
      const { versions } = await requestJson<{ versions: readonly VersionWire[] }>(
        `${pathOf(name)}/vitrine_versions`,
        { signal },
      )
      return versions.map(({ number, created_at: at, user_name: userName, namespace }) => ({
        ...{ number, userName, atMs: Date.parse(at), tree: treeFromWire(namespace) },
      }))
    },
  })
}

interface VersionWire {
  readonly number: number
  readonly created_at: string
  readonly user_name: string | null
  readonly namespace: NamespaceTreeWire
}

/** The namespace of this name, or null. @throws ApiFault for any other refusal */
export async function findNamespace(name: string): Promise<LoadedNamespace | null> {
  try {
    return await fetchNamespace(name)
  } catch (error) {
    if (error instanceof ApiFault && error.code === 'not_found') return null
    throw error
  }
}

export interface SaveNamespace {
  /** The name that it has now; null for a new one. */
  readonly name: string | null
  readonly file: NamespaceFile
  /** The version that the person saw: a newer one is refused with `stale` rather than overwritten. */
  readonly etag: string | null
}

/** Writes the whole namespace in one piece. */
export function useSaveNamespace() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ name, file, etag }: SaveNamespace) => {
      const path = name === null ? ALL : `${pathOf(name)}?vitrine_tree=true`
      const method = name === null ? 'POST' : 'PUT'
      return treeFromWire(
        await requestJson<NamespaceTreeWire>(path, { method, headers: onlyIf(etag), body: file }),
      )
    },
    onSuccess: () => client.invalidateQueries({ queryKey: METADEF_KEYS.all }),
  })
}

export function useDeleteNamespace() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ tree, etag }: LoadedNamespace) =>
      request(pathOf(tree.name), { method: 'DELETE', headers: onlyIf(etag) }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...METADEF_KEYS.all, 'list'] }),
  })
}

function onlyIf(etag: string | null): Readonly<Record<string, string>> {
  return etag === null ? {} : { 'If-Match': etag }
}

function pathOf(name: string): string {
  return `${ALL}/${encodeURIComponent(name)}`
}
