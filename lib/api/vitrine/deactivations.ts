import { Hono } from 'hono'
import { deactivationToWire, parseDeactivation } from '#lib/contract/deactivation-wire.ts'
import { forbidden, notFound } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { assertJsonType, noBody, readJson } from '../bodies.ts'
import { requestedImage } from '../requested-image.ts'

/** Ours: deactivating with a reason, a ticket and an end; docs/adr/0025. */
export const deactivations = new Hono<ApiEnv>()
deactivations.get('/:imageId', noBody, showDeactivation)
deactivations.put('/:imageId', deactivate)

async function showDeactivation(c: ApiContext): Promise<Response> {
  return answer(c, await requestedImage(c))
}

/** Also of an image that is deactivated already: what was said is said anew. */
async function deactivate(c: ApiContext): Promise<Response> {
  assertJsonType(c)
  const note = parseDeactivation(await readJson(c), c.var.api.clock())
  const before = await requestedImage(c)
  if (before.status !== 'active' && before.status !== 'deactivated') {
    throw forbidden(`Image ${before.id} is ${before.status}; only active images can become deactivated.`)
  }
  const after = { ...before, status: 'deactivated' } as const
  return answer(c, await c.var.api.images.save(c.var.ctx, { before, after, note }))
}

async function answer(c: ApiContext, { id, status }: Image): Promise<Response> {
  const note = (await c.var.api.deactivations.of([id])).get(id)
  if (note === undefined || status !== 'deactivated') throw notFound('deactivation of image', id)
  return c.json({ image_id: id, ...deactivationToWire(note) })
}
