import type { QueryClient } from '@tanstack/react-query'
import type { QuotaWire } from '../contract/quota-wire.ts'
import type { Visibility } from '../domain/image.ts'
import { byteText } from './byte-text.ts'
import { request } from './http.ts'
import { refreshImages } from './image-refresh.ts'
import type { ImageView } from './image-view.ts'
import type { Translate } from './words.ts'

/** Gives an image to another project. @throws ApiFault */
export async function sendOwner(imageId: string, projectId: string): Promise<void> {
  await request(`/v2/images/${encodeURIComponent(imageId)}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
    body: [{ op: 'replace', path: '/owner', value: projectId }],
  })
}

/** After owners have changed: the images and what they cost are asked for again. */
export async function refreshOwned(client: QueryClient, imageIds: readonly string[]): Promise<void> {
  await Promise.all([refreshImages(client, imageIds), client.invalidateQueries({ queryKey: ['quota'] })])
}

/** What the change of owner does, for whoever decides it. */
export function ownerConsequences(
  images: readonly Pick<ImageView, 'visibility'>[],
  newName: string,
  t: Translate<'actions.owner'>,
): readonly string[] {
  const has = (visibility: Visibility): boolean => images.some((image) => image.visibility === visibility)
  const [may, hidden, shared] =
    images.length === 1
      ? (['may', 'private', 'shared'] as const)
      : (['mayMany', 'privateMany', 'sharedMany'] as const)
  return [
    t(may, { project: newName }),
    ...(has('private') ? [t(hidden)] : []),
    ...(has('shared') ? [t(shared)] : []),
  ]
}

/** What the images do to the new owner's quota; null where nothing limits it. */
export function quotaConsequence(
  images: readonly Pick<ImageView, 'sizeBytes'>[],
  quota: QuotaWire,
  t: Translate<'actions.owner'>,
): { readonly text: string; readonly isTooMuch: boolean } | null {
  const { image_size_total: size, image_count_total: count } = quota
  const bytes = images.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), size.used + size.reserved)
  const total = count.used + images.length
  const parts = [
    size.limit === null ? null : t('bytes', { part: byteText(bytes), total: byteText(size.limit) }),
    count.limit === null ? null : t('images', { part: String(total), total: String(count.limit) }),
  ].filter((part) => part !== null)
  if (parts.length === 0) return null
  const isTooMuch =
    (size.limit !== null && bytes > size.limit) || (count.limit !== null && total > count.limit)
  const [first = '', second] = parts
  const amounts = second === undefined ? first : t('both', { bytes: first, images: second })
  return { text: t(isTooMuch ? 'tooMuch' : 'counts', { amounts }), isTooMuch }
}
