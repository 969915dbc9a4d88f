import { Hono, type MiddlewareHandler } from 'hono'
import { type CacheNodesWire, cachedToWire, cacheNodeToWire } from '#lib/contract/cache-wire.ts'
import { isUuid } from '#lib/contract/text.ts'
import type { CacheDesk, ClearTarget } from '#lib/domain/cache.ts'
import { forbidden, invalid, isDomainError, notFound } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { PolicyRule } from '#lib/domain/policy.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { noBody } from './bodies.ts'
import { requestedImage } from './requested-image.ts'

/** A site without a cache has none of these. */
const onlyWithCache: MiddlewareHandler<ApiEnv> = async (c, next) => {
  requestedCache(c)
  await next()
}

export const cache = new Hono<ApiEnv>()
cache.use(onlyWithCache)
cache.get('/', noBody, listCache)
cache.delete('/', noBody, clearCache)
cache.post('/clean', noBody, cleanCache)
cache.post('/prune', noBody, pruneCache)
cache.get('/nodes/:imageId', noBody, listNodes)
cache.put('/:imageId', noBody, queueImage)
cache.delete('/:imageId', noBody, removeFromCache)

/** Our addition to it. */
export const cacheNodes = new Hono<ApiEnv>()
cacheNodes.get('/', noBody, listNodesCaches)

function requestedCache(c: ApiContext): CacheDesk {
  const desk = c.var.api.cache
  if (desk === null) throw notFound('page', c.req.path)
  return desk
}

function assertMay(c: ApiContext, rule: PolicyRule, image?: Image): void {
  const verdict = c.var.api.policy.check(rule, c.var.ctx, image === undefined ? {} : { image })
  if (!verdict.allowed) throw forbidden(verdict.reason)
}

async function listCache(c: ApiContext): Promise<Response> {
  assertMay(c, 'cache_list')
  const { cached, queued } = await requestedCache(c).list()
  return c.json({ cached_images: cached.map(cachedToWire), queued_images: queued })
}

/** Every node's; for the dashboard. */
async function listNodesCaches(c: ApiContext): Promise<Response> {
  assertMay(c, 'cache_list')
  const desk = requestedCache(c)
  const nodes = await desk.nodes()
  const body: CacheNodesWire = {
    node: nodes[0]?.node ?? '',
    max_bytes: desk.maxBytes,
    nodes: nodes.map(cacheNodeToWire),
  }
  return c.json(body, 200, { 'Cache-Control': 'no-store' })
}

async function queueImage(c: ApiContext): Promise<Response> {
  const image = await requestedImage(c)
  assertMay(c, 'cache_image', image)
  if (image.status !== 'active') {
    throw invalid(`Image ${image.id} is ${image.status}: only active images are cached.`)
  }
  await requestedCache(c).queue(image.id)
  return c.body(null, 202)
}

/** Of an image that is gone a copy may be left. */
async function removeFromCache(c: ApiContext): Promise<Response> {
  const imageId = c.req.param('imageId') ?? ''
  const image = await requestedImage(c).catch((error: unknown) => {
    if (isDomainError(error, 'not_found')) return undefined
    throw error
  })
  // Whoever may not must not learn which images there are.
  if (!c.var.api.policy.check('cache_delete', c.var.ctx, {}).allowed && image === undefined) {
    throw notFound('image', imageId)
  }
  assertMay(c, 'cache_delete', image)
  const wasThere = isUuid(imageId) && (await requestedCache(c).remove(imageId))
  if (!wasThere && image === undefined) throw notFound('image', imageId)
  return c.body(null, 204)
}

const CLEAR_HEADER = 'x-image-cache-clear-target'
const CLEAR_TARGETS: Readonly<Record<string, ClearTarget>> = { '': 'all', cache: 'cache', queue: 'queue' }

async function clearCache(c: ApiContext): Promise<Response> {
  assertMay(c, 'cache_delete')
  const name = (c.req.header(CLEAR_HEADER) ?? '').trim().toLowerCase()
  const target = Object.hasOwn(CLEAR_TARGETS, name) ? CLEAR_TARGETS[name] : undefined
  if (target === undefined)
    throw invalid(`${CLEAR_HEADER} must be cache or queue, or be left out.`, CLEAR_HEADER)
  await requestedCache(c).clear(target)
  return c.body(null, 204)
}

async function cleanCache(c: ApiContext): Promise<Response> {
  assertMay(c, 'cache_clean')
  await requestedCache(c).clean()
  return c.body(null, 200)
}

async function pruneCache(c: ApiContext): Promise<Response> {
  assertMay(c, 'cache_prune')
  const { files, bytes } = await requestedCache(c).prune()
  return c.json({ total_files_pruned: files, total_bytes_pruned: bytes })
}

async function listNodes(c: ApiContext): Promise<Response> {
  const image = await requestedImage(c)
  assertMay(c, 'list_cached_nodes', image)
  return c.json({ cached_nodes: await requestedCache(c).nodesOf(image.id) })
}
