import { Hono } from 'hono'
import { locationToWire } from '#lib/contract/image-to-wire.ts'
import { forbidden } from '#lib/domain/errors.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { noBody } from './bodies.ts'
import { requestedImage } from './requested-image.ts'

export const locations = new Hono<ApiEnv>()
locations.get('/:imageId/locations', noBody, listLocations)

/** For services that read data by themselves, whatever the site shows to others. */
async function listLocations(c: ApiContext): Promise<Response> {
  const { policy, stores } = c.var.api
  const image = await requestedImage(c)
  const verdict = policy.check('fetch_image_location', c.var.ctx, { image })
  if (!verdict.allowed) throw forbidden(verdict.reason)
  return c.json(image.locations.map((each) => locationToWire(each, stores.isMultiple)))
}
