import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CachedImageWire, CacheNodesWire, CacheNodeWire } from '../contract/cache-wire.ts'
import { ApiFault } from './api-fault.ts'
import { request, requestJson } from './http.ts'

const KEY = ['image-cache'] as const
/** What is fetched into the cache tells nobody. */
const LOOK_AGAIN_MS = 5000

/** The caches of all nodes; null where the site has none. */
export function cacheOptions() {
  return queryOptions({
    queryKey: KEY,
    refetchInterval: LOOK_AGAIN_MS,
    queryFn: async ({ signal }): Promise<CacheNodesWire | null> => {
      try {
        return await requestJson<CacheNodesWire>('/v2/vitrine/cache', { signal })
      } catch (error) {
        if (error instanceof ApiFault && error.code === 'not_found') return null
        throw error
      }
    },
  })
}

export function useQueueImage() {
  return useCacheMutation((imageId: string) => request(path(imageId), { method: 'PUT' }))
}

export function useUncacheImage() {
  return useCacheMutation((imageId: string) => request(path(imageId), { method: 'DELETE' }))
}

export function useClearCache() {
  return useCacheMutation((target: 'cache' | 'queue') =>
    request('/v2/cache', { method: 'DELETE', headers: { 'x-image-cache-clear-target': target } }),
  )
}

function useCacheMutation<Input>(mutationFn: (input: Input) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: KEY }) })
}

const path = (imageId: string): string => `/v2/cache/${encodeURIComponent(imageId)}`

export type { CachedImageWire, CacheNodesWire, CacheNodeWire }
