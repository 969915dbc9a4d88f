import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { parseImageCreate } from '#lib/contract/image-create.ts'
import { parseImageListQuery } from '#lib/contract/image-list-query.ts'
import {
  ACCEPTED_PATCHES,
  applyImagePatch,
  parseImagePatch,
  patchDialectOf,
} from '#lib/contract/image-patch.ts'
import type { ImageListWire } from '#lib/contract/image-wire.ts'
import { listLinks } from '#lib/contract/list-links.ts'
import type { Image } from '#lib/domain/image.ts'
import { newImage } from '#lib/domain/new-image.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { assertJsonType, noBody, readJson } from './bodies.ts'
import { shownBesides } from './image-shows.ts'
import { toWire } from './image-wire.ts'
import { validateProperties } from './metadef-validation.ts'
import { imageEtag, isConditional, requestedImage } from './requested-image.ts'
import { imageRules } from './schemas.ts'

export const images = new Hono<ApiEnv>()
images.get('/', listImages)
images.post('/', createImage)
images.get('/:imageId', noBody, showImage)
images.patch('/:imageId', updateImage)
images.delete('/:imageId', noBody, deleteImage)

async function listImages(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  const parameters = new URL(c.req.url).searchParams
  const { VITRINE_LIMIT_DEFAULT: usual, VITRINE_LIMIT_MAX: most } = api.config
  const { items, isFull } = await api.images.list(ctx, parseImageListQuery(parameters, { usual, most }))
  const besides = await shownBesides(c, items)
  const body: ImageListWire = {
    images: items.map((image) => ({ ...toWire(c, image), ...besides(image) })),
    ...listLinks('/v2/images', parameters, isFull ? items.at(-1)?.id : undefined),
    schema: '/v2/schemas/images',
  }
  return c.json(body)
}

async function createImage(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  assertJsonType(c)
  const draft = parseImageCreate(await readJson(c), imageRules(c))
  await validateProperties(c, {}, draft.properties ?? {})
  const facts = { id: randomUUID(), owner: ctx.projectId, nowMs: api.clock() }
  const image = await api.images.add(ctx, newImage(draft, facts))
  c.header('Location', `/v2/images/${image.id}`)
  tellWaysIn(c)
  return answerImage(c, image, 201)
}

async function showImage(c: ApiContext): Promise<Response> {
  return answerImage(c, await requestedImage(c), 200)
}

async function updateImage(c: ApiContext): Promise<Response> {
  c.header('Accept-Patch', ACCEPTED_PATCHES)
  const dialect = patchDialectOf(c.req.header('content-type'))
  const steps = parseImagePatch(await readJson(c), dialect, imageRules(c))
  const before = await requestedImage(c)
  const isExact = isConditional(c, before)
  // An empty patch changes nothing, so whoever sees the image may send it.
  if (steps.length === 0) return answerImage(c, before, 200)
  const after = applyImagePatch(before, steps, c.var.api.stores.storeIdOf)
  await validateProperties(c, before.properties, after.properties)
  return answerImage(c, await c.var.api.images.save(c.var.ctx, { before, after, isExact }), 200)
}

async function deleteImage(c: ApiContext): Promise<Response> {
  await c.var.api.images.remove(c.var.ctx, await requestedImage(c))
  return c.body(null, 204)
}

async function answerImage(c: ApiContext, image: Image, status: 200 | 201): Promise<Response> {
  c.header('ETag', imageEtag(image))
  const besides = await shownBesides(c, [image])
  return c.json({ ...toWire(c, image), ...besides(image) }, status)
}

/** How data can come by an import, and where it can go on a site that has a choice. */
function tellWaysIn(c: ApiContext): void {
  const { importMethods } = c.var.api
  const { isMultiple, infos } = c.var.api.stores
  if (importMethods.length > 0) c.header('OpenStack-image-import-methods', importMethods.join(','))
  const taking = infos.filter(({ isReadOnly }) => !isReadOnly)
  if (isMultiple) c.header('OpenStack-image-store-ids', taking.map(({ id }) => id).join(','))
}
