import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import {
  listEndpoints,
  listRegions,
  listServices,
  showCatalog,
  showEndpoint,
  showRegion,
  showService,
} from './catalog.ts'
import type { IdentityEnv, IdentityRuntime } from './edge.ts'
import { answerFault, bodyTooLarge, fault } from './faults.ts'
import { issueToken, revokeToken, validateToken } from './tokens.ts'
import { listVersions, showVersion } from './versions.ts'

/** As Keystone's own limit. */
const LARGEST_BODY_BYTES = 114_688

/** Keystone's API v3, as far as OpenStack's clients need it; to be mounted at `/identity`. */
export function createIdentityApi(runtime: IdentityRuntime): Hono<IdentityEnv> {
  const api = new Hono<IdentityEnv>()
  api.onError(answerFault)
  api.use(async (c, next) => {
    c.set('runtime', runtime)
    await next()
    c.header('Vary', 'X-Auth-Token', { append: true })
  })
  api.use(bodyLimit({ maxSize: LARGEST_BODY_BYTES, onError: (c) => answerFault(bodyTooLarge(), c) }))

  for (const path of ['/', '']) api.get(path, listVersions)
  for (const path of ['/v3', '/v3/']) api.get(path, showVersion)

  api.post('/v3/auth/tokens', issueToken)
  api.get('/v3/auth/tokens', validateToken)
  api.delete('/v3/auth/tokens', revokeToken)

  api.get('/v3/auth/catalog', showCatalog)
  api.get('/v3/services', listServices)
  api.get('/v3/services/:id', showService)
  api.get('/v3/endpoints', listEndpoints)
  api.get('/v3/endpoints/:id', showEndpoint)
  api.get('/v3/regions', listRegions)
  api.get('/v3/regions/:id', showRegion)

  api.all('*', (c) => fault(c, 404, `The identity API has no ${c.req.path}.`))
  return api
}
