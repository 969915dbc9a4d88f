import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { type ApiContext, type ApiDeps, type ApiEnv, nodeSide } from './api-env.ts'
import { requestIdFrom } from './request-id.ts'

const REQUEST_ID = 'x-openstack-request-id'

/** Gives each request its id, and when it is over one line of log and its place in the metrics. */
export function observe(api: ApiDeps): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedMs = performance.now()
    const requestId = requestIdFrom(c.req.header(REQUEST_ID))
    c.set('api', api)
    c.set('requestId', requestId)
    const outgoing = nodeSide(c).outgoing
    // For answers that are written to the socket directly.
    outgoing?.setHeader(REQUEST_ID, requestId)
    await next()
    c.res.headers.set(REQUEST_ID, requestId)
    // A stream is not over when its handler is.
    if (outgoing === undefined) record(c, startedMs, c.res.status)
    else
      outgoing.once('close', () =>
        record(c, startedMs, outgoing.writableFinished ? outgoing.statusCode : 499),
      )
  }
}

/** `status` is 499 for a client that went away before its answer was complete. */
function record(c: ApiContext, startedMs: number, status: number): void {
  const { api, requestId, ctx } = c.var
  const ms = performance.now() - startedMs
  const { method } = c.req
  const route = routePath(c, -1)
  api.metrics.requestSeconds.labels(method, route, String(status)).observe(ms / 1000)
  api.log.info(
    {
      requestId,
      method,
      route,
      path: c.req.path,
      status,
      ms: Math.round(ms * 10) / 10,
      userId: ctx?.userId,
      projectId: ctx?.projectId,
    },
    'request',
  )
}
