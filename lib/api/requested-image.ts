import { isStorable, isUuid } from '#lib/contract/text.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ApiContext } from './api-env.ts'
import { assertUnchanged } from './if-match.ts'

/** The image in the path. @throws `not_found` also for one that the caller may not see */
export async function requestedImage(c: ApiContext): Promise<Image> {
  const imageId = c.req.param('imageId') ?? ''
  if (!isUuid(imageId)) throw notFound('image', imageId)
  return c.var.api.images.get(c.var.ctx, imageId)
}

/** The project in the path. @throws `not_found` for one that nothing can be */
export function requestedMemberId(c: ApiContext): string {
  const memberId = c.req.param('memberId') ?? ''
  if (!isStorable(memberId)) throw notFound('member', memberId)
  return memberId
}

/** Changes with every change: the database never gives two versions of an image the same time. */
export function imageEtag(image: Image): string {
  return `"${image.updatedAtMs.toString(36)}"`
}

/** Obeys `If-Match`; true when the client sent it. @throws `stale` when the image has changed since */
export function isConditional(c: ApiContext, image: Image): boolean {
  return assertUnchanged(c, imageEtag(image), `Image ${image.id}`)
}
