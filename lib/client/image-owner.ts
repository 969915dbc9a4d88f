import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { QuotaWire } from '../contract/quota-wire.ts'
import { byteText } from './byte-text.ts'
import { request } from './http.ts'
import { refreshImages } from './image-refresh.ts'
import type { ImageView } from './image-view.ts'

/** Gives an image to another project. */
export function useChangeOwner(image: ImageView) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (projectId: string) =>
      request(`/v2/images/${encodeURIComponent(image.id)}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
        body: [{ op: 'replace', path: '/owner', value: projectId }],
      }),
    onSettled: () =>
      Promise.all([refreshImages(client, [image.id]), client.invalidateQueries({ queryKey: ['quota'] })]),
  })
}

/** What the change of owner does, for whoever decides it. */
export function ownerConsequences(image: ImageView, newName: string): readonly string[] {
  const told = [
    `${newName} can change, share and delete it from now on; the project that has it now cannot any more.`,
  ]
  if (image.visibility === 'private')
    told.push('It is private: the project that has it now does not even see it any more.')
  if (image.visibility === 'shared')
    told.push(
      'The projects it is shared with keep it. The one that has it now sees it only if it is among them.',
    )
  return told
}

/** What the image does to the new owner's quota; null where nothing limits it. */
export function quotaConsequence(
  image: Pick<ImageView, 'sizeBytes'>,
  quota: QuotaWire,
): { readonly text: string; readonly isTooMuch: boolean } | null {
  const { image_size_total: size, image_count_total: count } = quota
  const bytes = size.used + size.reserved + (image.sizeBytes ?? 0)
  const images = count.used + 1
  const parts = [
    size.limit === null ? null : `${byteText(bytes)} of ${byteText(size.limit)}`,
    count.limit === null ? null : `${images} of ${count.limit} images`,
  ].filter((part) => part !== null)
  if (parts.length === 0) return null
  const isTooMuch =
    (size.limit !== null && bytes > size.limit) || (count.limit !== null && images > count.limit)
  return {
    text: isTooMuch
      ? `With it the project would have ${parts.join(' and ')}: more than its quota, so the service will refuse.`
      : `It counts against its quota: then ${parts.join(' and ')}.`,
    isTooMuch,
  }
}
