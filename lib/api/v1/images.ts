import { randomUUID } from 'node:crypto'
import { assertComplete } from '#lib/contract/image-fields.ts'
import { parseV1Query, type V1Query } from '#lib/contract/v1/list-query.ts'
import { applyHeaders, parseImageHeaders, visibilityOf } from '#lib/contract/v1/read-headers.ts'
import { briefImage, imageHeaders, wholeImage } from '#lib/contract/v1/to-wire.ts'
import { conflict, notFound } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import { newImage } from '#lib/domain/new-image.ts'
import type { ApiContext } from '../api-env.ts'
import { answerData } from '../image-data.ts'
import { validateProperties } from '../metadef-validation.ts'
import { requestedImage } from '../requested-image.ts'
import { imageRules } from '../schemas.ts'
import { bringData, dataSourceOf } from './data-source.ts'

export async function listBrief(c: ApiContext): Promise<Response> {
  return c.json({ images: (await listedImages(c)).map(briefImage) })
}

export async function listWhole(c: ApiContext): Promise<Response> {
  return c.json({ images: (await listedImages(c)).map(wholeImage) })
}

async function listedImages(c: ApiContext): Promise<readonly Image[]> {
  const { VITRINE_LIMIT_DEFAULT: usual, VITRINE_LIMIT_MAX: most } = c.var.api.config
  const asked = parseV1Query(new URL(c.req.url).searchParams, { usual, most })
  return asked.isPublic === false
    ? listNotPublic(c, asked)
    : (await c.var.api.images.list(c.var.ctx, asked.query)).items
}

/** Our lists know one visibility or all; clients take a page that is not full for the last one. */
async function listNotPublic(c: ApiContext, { query }: V1Query): Promise<readonly Image[]> {
  const found: Image[] = []
  let { marker } = query
  while (found.length < query.limit) {
    const page = await c.var.api.images.list(c.var.ctx, {
      ...query,
      ...(marker === undefined ? {} : { marker }),
    })
    found.push(...page.items.filter(({ visibility }) => visibility !== 'public'))
    marker = page.items.at(-1)?.id
    if (!page.isFull || marker === undefined) break
  }
  return found.slice(0, query.limit)
}

/** One request makes the image and brings its data, or says where it is. When that is refused, there is no image. */
export async function createImage(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  const given = parseImageHeaders(c.req.raw.headers, imageRules(c))
  const visibility = visibilityOf(given.isPublic ?? false)
  assertComplete({ ...given.draft, ...given.draft.properties }, imageRules(c))
  await validateProperties(c, {}, given.draft.properties ?? {})
  const facts = { id: randomUUID(), owner: ctx.projectId, nowMs: api.clock() }
  const source = dataSourceOf(c)
  const image = await api.images.add(ctx, newImage({ ...given.draft, visibility }, facts))
  c.header('Location', `/v1/images/${image.id}`)
  if (source === null) return answerImage(c, image, 201)
  try {
    await bringData(c, image, source)
  } catch (error) {
    await api.images.remove(ctx, image).catch((failure: unknown) => {
      // The refusal is the one to tell; the image stays, queued.
      api.log.warn(
        { err: failure, imageId: image.id },
        'An image whose data was refused could not be removed.',
      )
    })
    throw error
  }
  return answerImage(c, await api.images.get(ctx, image.id), 201)
}

/** HEAD tells the image in headers, GET brings the data, too. */
export async function showImage(c: ApiContext): Promise<Response> {
  const image = await requestedImage(c)
  for (const [name, value] of Object.entries(imageHeaders(image))) c.header(name, value)
  if (c.req.method === 'HEAD') return c.body(null, 200)
  if (image.status !== 'active') throw notFound('data of image', image.id)
  return answerData(c, image)
}

/** Properties that are not named go, unless the client says otherwise or brings data. */
export async function updateImage(c: ApiContext): Promise<Response> {
  const { images } = c.var.api
  const given = parseImageHeaders(c.req.raw.headers, imageRules(c))
  const source = dataSourceOf(c)
  const purge = (c.req.header('x-glance-registry-purge-props') ?? 'true').toLowerCase()
  const before = await requestedImage(c)
  if (source !== null && before.status !== 'queued')
    throw conflict(`Image ${before.id} is ${before.status}: data is uploaded once.`)
  const after = applyHeaders(before, given, purge !== 'false' && source === null)
  assertComplete({ ...after, ...after.properties }, imageRules(c))
  await validateProperties(c, before.properties, after.properties)
  const saved = await images.save(c.var.ctx, { before, after })
  if (source === null) return answerImage(c, saved, 200)
  await bringData(c, saved, source)
  return answerImage(c, await images.get(c.var.ctx, saved.id), 200)
}

/** 200, where version 2 has 204. */
export async function deleteImage(c: ApiContext): Promise<Response> {
  await c.var.api.images.remove(c.var.ctx, await requestedImage(c))
  return c.body(null, 200)
}

function answerImage(c: ApiContext, image: Image, status: 200 | 201): Response {
  if (image.checksum !== null) c.header('ETag', image.checksum)
  return c.json({ image: wholeImage(image) }, status)
}
