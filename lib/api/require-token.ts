import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from './api-env.ts'

/** Lets only requests through that say who asks, and puts the answer into `ctx`. @throws `unauthenticated` */
export const requireToken: MiddlewareHandler<ApiEnv> = async (c, next) => {
  c.set('ctx', await c.var.api.authenticate(c.req.raw, c.var.requestId))
  await next()
}
