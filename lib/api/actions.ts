import { Hono } from 'hono'
import { forbidden } from '#lib/domain/errors.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { noBody } from './bodies.ts'
import { requestedImage } from './requested-image.ts'

type Switch = 'active' | 'deactivated'

export const actions = new Hono<ApiEnv>()
actions.post('/:imageId/actions/deactivate', noBody, (c) => switchTo(c, 'deactivated', 'active'))
actions.post('/:imageId/actions/reactivate', noBody, (c) => switchTo(c, 'active', 'deactivated'))

/** An image that is there already stays so; from any other state the answer is 403, as Glance gives it. */
async function switchTo(c: ApiContext, to: Switch, from: Switch): Promise<Response> {
  const before = await requestedImage(c)
  if (before.status !== to && before.status !== from) {
    throw forbidden(`Image ${before.id} is ${before.status}; only ${from} images can become ${to}.`)
  }
  const after = before.status === to ? before : { ...before, status: to }
  await c.var.api.images.save(c.var.ctx, { before, after })
  return c.body(null, 204)
}
