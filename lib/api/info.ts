import { Hono } from 'hono'
import type { ApiEnv } from './api-env.ts'
import { noBody } from './bodies.ts'

/** What the site can do. One store, no import methods: `/v2/info/stores` is 404, as on any site with one store. */
export const info = new Hono<ApiEnv>()
info.get('/import', noBody, (c) =>
  c.json({ 'import-methods': { description: 'Import methods available.', type: 'array', value: [] } }),
)
info.get('/usage', noBody, (c) => c.json({ usage: {} }))
