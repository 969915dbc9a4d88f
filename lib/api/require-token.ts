import type { MiddlewareHandler } from 'hono'
import { clientAddress } from '#lib/identity/client-address.ts'
import { type ApiContext, type ApiEnv, nodeSide } from './api-env.ts'

/** Lets only requests through that say who asks, and puts the answer into `ctx`. @throws `unauthenticated` */
export const requireToken: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { api, requestId } = c.var
  const ctx = api.policy.recognize(await api.authenticate(c.req.raw, requestId))
  const address = requestAddress(c)
  c.set('ctx', address === undefined ? ctx : { ...ctx, clientAddress: address })
  await next()
}

/** For the audit: a proxy on this machine that does not tell more is better than nothing. */
function requestAddress(c: ApiContext): string | undefined {
  const socketAddress = nodeSide(c).incoming?.socket.remoteAddress
  return clientAddress(socketAddress, c.req.header('x-forwarded-for')) ?? socketAddress
}
