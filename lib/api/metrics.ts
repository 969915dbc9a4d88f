import { Hono } from 'hono'
import type { ApiContext, ApiEnv } from './api-env.ts'

/** Without a token, as Prometheus expects it: counts and times, no names. Keep it from the public at the proxy. */
export const metrics = new Hono<ApiEnv>()
metrics.get('/', showMetrics)

async function showMetrics(c: ApiContext): Promise<Response> {
  const { registry } = c.var.api.metrics
  return c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType })
}
