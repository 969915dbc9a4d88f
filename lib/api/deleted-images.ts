import { Hono } from 'hono'
import { isUuid } from '#lib/contract/text.ts'
import { toWireTime } from '#lib/contract/wire-time.ts'
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
  return c.json({ images: mine.map((each) => deletedToWire(each, keptMs)) })
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

function deletedToWire({ image, deletedAtMs, statusBefore }: DeletedImage, keptMs: number) {
  return {
    id: image.id,
    name: image.name,
    owner: image.owner,
    visibility: image.visibility,
    disk_format: image.diskFormat,
    container_format: image.containerFormat,
    size: image.sizeBytes,
    created_at: toWireTime(image.createdAtMs),
    status_before: statusBefore,
    deleted_at: toWireTime(deletedAtMs),
    /** After it the data is removed, sooner or later. */
    kept_until: toWireTime(deletedAtMs + keptMs),
  }
}
