import { Hono } from 'hono'
import { deletedImageToWire } from '#lib/contract/deleted-image-wire.ts'
import { isUuid } from '#lib/contract/text.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { DeletedImage } from '#lib/domain/trash.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { noBody } from './bodies.ts'

/** Ours: images that were deleted and can be restored; docs/adr/0015. */
export const deletedImages = new Hono<ApiEnv>()
deletedImages.get('/', noBody, listDeleted)
deletedImages.post('/:imageId/restore', noBody, restore)
deletedImages.delete('/:imageId', noBody, deleteNow)

const MOST = 1000

async function listDeleted(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  const deleted = await api.trash.list(ctx, { limit: MOST })
  const mine = deleted.filter(({ image }) => api.policy.check('get_image', ctx, { image }).allowed)
  const keptMs = api.config.VITRINE_SCRUB_SECONDS * 1000
  return c.json({ images: mine.map((each) => deletedImageToWire(each, keptMs)) })
}

/** As it was before, also deactivated. @throws `forbidden` for those who could not delete it */
async function restore(c: ApiContext): Promise<Response> {
  const { image: before, statusBefore } = await requestedDeleted(c)
  await c.var.api.images.save(c.var.ctx, { before, after: { ...before, status: statusBefore } })
  return c.body(null, 204)
}

async function deleteNow(c: ApiContext): Promise<Response> {
  const { image } = await requestedDeleted(c)
  await c.var.api.images.remove(c.var.ctx, image)
  return c.body(null, 204)
}

function requestedDeleted(c: ApiContext): Promise<DeletedImage> {
  const imageId = c.req.param('imageId') ?? ''
  if (!isUuid(imageId)) throw notFound('deleted image', imageId)
  return c.var.api.trash.get(c.var.ctx, imageId)
}
