import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from './api-env.ts'

/** Lets only requests through that say who asks, and puts the answer into `ctx`. @throws `unauthenticated` */
export const requireToken: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { api, requestId } = c.var
  c.set('ctx', api.policy.recognize(await api.authenticate(c.req.raw, requestId)))
  await next()
}
