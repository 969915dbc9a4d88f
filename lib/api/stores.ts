import { Hono } from 'hono'
import { conflict, forbidden, notFound } from '#lib/domain/errors.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { noBody } from './bodies.ts'
import { requestedImage } from './requested-image.ts'

export const stores = new Hono<ApiEnv>()
stores.delete('/:store/:imageId', noBody, deleteFromStore)

/** Takes an image's data out of one of its stores. The codes are Glance's, whose order of checks this is. */
async function deleteFromStore(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  const storeId = c.req.param('store') ?? ''
  if (!api.stores.isMultiple) throw notFound('page', c.req.path)
  if (!api.stores.infos.some(({ id }) => id === storeId)) throw conflict(`There is no store ${storeId}.`)
  const before = await requestedImage(c)
  const verdict = api.policy.check('delete_image_location', ctx, { image: before })
  if (!verdict.allowed) throw forbidden(verdict.reason)
  if (before.status !== 'active') {
    throw conflict(`Image ${before.id} is ${before.status}; data leaves a store only while it is active.`)
  }
  const locations = before.locations.filter((location) => location.storeId !== storeId)
  if (locations.length === before.locations.length) throw notFound('data in the store', storeId)
  if (locations.length === 0) {
    throw forbidden(
      `Image ${before.id} lies in ${storeId} alone: delete the image, or copy it elsewhere first.`,
    )
  }
  await api.images.save(ctx, { before, after: { ...before, locations }, isExact: true })
  return c.body(null, 204)
}
