import { Hono } from 'hono'
import type { Runtime } from '../runtime.ts'

/** The whole HTTP edge: one file of routes per resource. */
export function createApi(runtime: Runtime): Hono {
  const api = new Hono()
  api.get('/healthcheck', (c) => c.text('OK'))
  api.get('/healthcheck/ready', (c) => {
    runtime.log.trace('ready')
    return c.text('OK')
  })
  return api
}
