import { Hono } from 'hono'
import { locationToWire } from '#lib/contract/image-to-wire.ts'
import { parseLocationBody } from '#lib/contract/location-steps.ts'
import { forbidden } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import { assertFormats, placeOf } from '#lib/domain/locations.ts'
import type { ExpectedHash } from '#lib/domain/upload.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { assertJsonType, noBody, readJson } from './bodies.ts'
import { requestedImage } from './requested-image.ts'

export const locations = new Hono<ApiEnv>()
locations.get('/:imageId/locations', noBody, listLocations)
locations.post('/:imageId/locations', addLocation)

/** For services that read data by themselves, whatever the site shows to others. */
async function listLocations(c: ApiContext): Promise<Response> {
  const { policy, stores } = c.var.api
  const image = await requestedImage(c)
  const verdict = policy.check('fetch_image_location', c.var.ctx, { image })
  if (!verdict.allowed) throw forbidden(verdict.reason)
  return c.json(image.locations.map((each) => locationToWire(each, stores.isMultiple)))
}

async function addLocation(c: ApiContext): Promise<Response> {
  assertJsonType(c)
  const named = parseLocationBody(await readJson(c))
  await nameData(c, await requestedImage(c), named)
  return c.body(null, 202)
}

interface NamedData {
  readonly url: string
  /** What the client knows of the data. */
  readonly hash: ExpectedHash | null
}

/** Data that lies in a store already becomes that of a queued image. @throws `forbidden`, and as `LocationImports.begin` */
export async function nameData(c: ApiContext, image: Image, { url, hash }: NamedData): Promise<void> {
  const { api, ctx } = c.var
  const verdict = api.policy.check('add_image_location', ctx, { image })
  if (!verdict.allowed) throw forbidden(verdict.reason)
  assertMayName(c, image, url)
  assertFormats(image)
  const place = placeOf({ url, metadata: {}, validation: {} }, api.stores.storeIdOf)
  await api.locationImports.begin(ctx, image, place, hash)
}

/** Services name anything in the stores; people name what is on web servers, if the site has a store for that. */
function assertMayName(c: ApiContext, image: Image, url: string): void {
  const { policy, stores } = c.var.api
  if (policy.check('fetch_image_location', c.var.ctx, { image }).allowed) return
  const isWeb = /^https?:/i.test(url) && stores.infos.some(({ type }) => type === 'http')
  if (!isWeb)
    throw forbidden(
      'Only services name this location; others name data on web servers, where the site takes it.',
    )
}
