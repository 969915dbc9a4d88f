import {
  mutationOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import type { DeletedImageWire } from '../contract/deleted-image-wire.ts'
import { request, requestJson } from './http.ts'
import { refreshAllImages } from './image-refresh.ts'

const KEY = ['deleted-images'] as const
const PATH = '/v2/vitrine/deleted-images'

/** Deleted images that can be restored, the latest first. */
export function deletedImagesOptions() {
  return queryOptions({
    queryKey: KEY,
    // Others delete too, and time goes on.
    staleTime: 0,
    queryFn: async ({ signal }): Promise<readonly DeletedImageWire[]> =>
      (await requestJson<{ images: readonly DeletedImageWire[] }>(PATH, { signal })).images,
  })
}

/** Gives a deleted image back as it was. */
export function restoreImageOptions(client: QueryClient) {
  return mutationOptions({
    mutationFn: (imageId: string) =>
      request(`${PATH}/${encodeURIComponent(imageId)}/restore`, { method: 'POST' }),
    onSettled: () => refresh(client),
  })
}

export function useRestoreImage() {
  return useMutation(restoreImageOptions(useQueryClient()))
}

/** Removes a deleted image for good, before its time. */
export function useDeleteNow() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (imageId: string) => request(`${PATH}/${encodeURIComponent(imageId)}`, { method: 'DELETE' }),
    onSettled: () => refresh(client),
  })
}

async function refresh(client: QueryClient): Promise<void> {
  await Promise.all([client.invalidateQueries({ queryKey: KEY }), refreshAllImages(client)])
}

export type { DeletedImageWire }
