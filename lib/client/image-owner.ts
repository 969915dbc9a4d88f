import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { QuotaWire } from '../contract/quota-wire.ts'
import { byteText } from './byte-text.ts'
import { request } from './http.ts'
import { refreshImages } from './image-refresh.ts'
import type { ImageView } from './image-view.ts'
import type { Translate } from './words.ts'

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
export function ownerConsequences(
  image: ImageView,
  newName: string,
  t: Translate<'actions.owner'>,
): readonly string[] {
  const told = [t('may', { project: newName })]
  if (image.visibility === 'private') told.push(t('private'))
  if (image.visibility === 'shared') told.push(t('shared'))
  return told
}

/** What the image does to the new owner's quota; null where nothing limits it. */
export function quotaConsequence(
  image: Pick<ImageView, 'sizeBytes'>,
  quota: QuotaWire,
  t: Translate<'actions.owner'>,
): { readonly text: string; readonly isTooMuch: boolean } | null {
  const { image_size_total: size, image_count_total: count } = quota
  const bytes = size.used + size.reserved + (image.sizeBytes ?? 0)
  const images = count.used + 1
  const parts = [
    size.limit === null ? null : t('bytes', { part: byteText(bytes), total: byteText(size.limit) }),
    count.limit === null ? null : t('images', { part: String(images), total: String(count.limit) }),
  ].filter((part) => part !== null)
  if (parts.length === 0) return null
  const isTooMuch =
    (size.limit !== null && bytes > size.limit) || (count.limit !== null && images > count.limit)
  const [first = '', second] = parts
  const amounts = second === undefined ? first : t('both', { bytes: first, images: second })
  return { text: t(isTooMuch ? 'tooMuch' : 'counts', { amounts }), isTooMuch }
}
