import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  DataCheckWire,
  ImageStoreWire,
  StoreHealthWire,
  StoreListWire,
  StoreWire,
} from '../contract/store-wire.ts'
import { request, requestJson } from './http.ts'
import { refreshImages } from './image-refresh.ts'
import { refreshTasks } from './tasks/refresh-tasks.ts'

const KEYS = {
  all: ['stores'],
  list: ['stores', 'list'],
  ofImage: (imageId: string) => ['stores', 'image', imageId],
} as const

const LIST_MS = 5000
const BUSY_MS = 2000

/** How the stores are, for administrators; asked for again and again, because nobody tells. */
export function storeListOptions() {
  return queryOptions({
    queryKey: KEYS.list,
    queryFn: ({ signal }) => requestJson<StoreListWire>('/v2/vitrine/stores', { signal }),
    refetchInterval: ({ state }) => (state.data?.stores.some(isDraining) === true ? BUSY_MS : LIST_MS),
  })
}

/** Whether it is being emptied right now. */
export function isDraining({ drain }: StoreWire): boolean {
  return drain !== null && (drain.status === 'pending' || drain.status === 'processing')
}

/** Where an image's data lies, for whoever sees the image; asked for again while any of it is being read. */
export function imageStoresOptions(imageId: string) {
  return queryOptions({
    queryKey: KEYS.ofImage(imageId),
    queryFn: async ({ signal }): Promise<readonly ImageStoreWire[]> =>
      (await requestJson<{ stores: readonly ImageStoreWire[] }>(`${imagePath(imageId)}/stores`, { signal }))
        .stores,
    refetchInterval: ({ state }) =>
      state.data?.some(({ check }) => check.requested_at !== null) === true ? BUSY_MS : LIST_MS,
  })
}

export function useSetStoreState(storeId: string) {
  return useStoreMutation((state: 'open' | 'read_only') =>
    request(storePath(storeId), { method: 'PATCH', body: { state } }),
  )
}

/** @param to null: wherever there is room */
export function useDrainStore(storeId: string) {
  return useStoreMutation((to: string | null) =>
    request(`${storePath(storeId)}/drain`, { method: 'POST', body: to === null ? {} : { to } }),
  )
}

export function useProbeStore(storeId: string) {
  return useStoreMutation((_: undefined) =>
    requestJson<StoreHealthWire>(`${storePath(storeId)}/probe`, { method: 'POST' }),
  )
}

export function useVerifyStore(storeId: string) {
  return useStoreMutation((_: undefined) =>
    requestJson<{ images: number }>(`${storePath(storeId)}/verify`, { method: 'POST' }),
  )
}

export function useVerifyImage(imageId: string) {
  return useStoreMutation((stores: readonly string[]) =>
    request(`${imagePath(imageId)}/verify`, { method: 'POST', body: { stores } }),
  )
}

/** What is to be done to an image's data. */
export type StoreOrder =
  | { readonly action: 'copy'; readonly to: string }
  | { readonly action: 'move'; readonly from: string; readonly to: string }
  | { readonly action: 'remove'; readonly from: string }
  | { readonly action: 'verify' }

/** Removing is done when it answers; the others go on in the background. @throws ApiFault */
export async function sendStoreOrder(imageId: string, order: StoreOrder): Promise<void> {
  const id = encodeURIComponent(imageId)
  switch (order.action) {
    case 'copy': {
      const body = { method: { name: 'copy-image' }, stores: [order.to] }
      await request(`/v2/images/${id}/import`, { method: 'POST', body })
      return
    }
    case 'move': {
      const { from, to } = order
      await request(`${imagePath(imageId)}/move`, { method: 'POST', body: { from, to } })
      return
    }
    case 'remove':
      await request(`/v2/stores/${encodeURIComponent(order.from)}/${id}`, { method: 'DELETE' })
      return
    case 'verify':
      await request(`${imagePath(imageId)}/verify`, { method: 'POST', body: {} })
  }
}

/** After orders to stores: where data lies, what is under way, and the images are asked for again. */
export async function refreshStored(client: QueryClient, imageIds: readonly string[]): Promise<void> {
  await Promise.all([refreshStores(client), refreshTasks(client), refreshImages(client, imageIds)])
}

export function useMoveImage(imageId: string) {
  return useImageMutation(imageId, (order: { readonly from: string; readonly to: string }) =>
    sendStoreOrder(imageId, { action: 'move', ...order }),
  )
}

export function useCopyImage(imageId: string) {
  return useImageMutation(imageId, (to: string) => sendStoreOrder(imageId, { action: 'copy', to }))
}

export function useRemoveFromStore(imageId: string) {
  return useImageMutation(imageId, (from: string) => sendStoreOrder(imageId, { action: 'remove', from }))
}

function useStoreMutation<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => refreshStores(client) })
}

function useImageMutation<Input, Answer>(imageId: string, mutationFn: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => refreshStored(client, [imageId]),
  })
}

async function refreshStores(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: KEYS.all })
}

const storePath = (storeId: string): string => `/v2/vitrine/stores/${encodeURIComponent(storeId)}`
const imagePath = (imageId: string): string => `/v2/vitrine/images/${encodeURIComponent(imageId)}`

export type { DataCheckWire, ImageStoreWire, StoreWire }
