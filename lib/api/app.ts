import { Hono } from 'hono'
import type { Runtime } from '../runtime.ts'
import { createIdentityApi } from './identity/app.ts'

/** The whole HTTP edge: one file of routes per resource. */
export function createApi(runtime: Runtime): Hono {
  const api = new Hono()
  api.get('/healthcheck', (c) => c.text('OK'))
  api.get('/healthcheck/ready', (c) => {
    runtime.log.trace('ready')
    return c.text('OK')
  })
  api.route('/identity', createIdentityApi(runtime))
  return api
}
