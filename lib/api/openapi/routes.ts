import { Hono } from 'hono'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { baseUrl } from '../base-url.ts'
import { noBody } from '../bodies.ts'
import { type Description, offeredOperations, openapiDocument } from './document.ts'
import { apiPage } from './page.ts'
import { PAGE_STYLE } from './page-style.ts'

/** The page loads its style from us, and nothing else from anywhere. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The description of the service; no token is needed to read how to get one. */
export function createOpenapi(api: Pick<Hono<ApiEnv>, 'routes'>): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  const describe = (c: ApiContext): Description => ({
    // At the time of asking: all routes are there only after this one.
    operations: offeredOperations(api.routes),
    rules: c.var.api.imageRules,
    baseUrl: baseUrl(c),
  })
  routes.get('/openapi.json', noBody, (c) => c.json(openapiDocument(describe(c))))
  routes.get('/docs/api', noBody, (c) => {
    const description = describe(c)
    const { schemas } = openapiDocument(description).components
    c.header('Content-Security-Policy', PAGE_POLICY)
    return c.html(apiPage({ ...description, schemas }))
  })
  routes.get('/docs/api.css', noBody, (c) =>
    c.body(PAGE_STYLE, 200, { 'Content-Type': 'text/css; charset=UTF-8' }),
  )
  return routes
}
