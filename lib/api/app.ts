import { Hono } from 'hono'
import { getPath } from 'hono/utils/url'
import { notFound } from '#lib/domain/errors.ts'
import { actions } from './actions.ts'
import type { ApiContext, ApiDeps, ApiEnv } from './api-env.ts'
import { cache, cacheNodes } from './cache.ts'
import { deletedImages } from './deleted-images.ts'
import { events } from './events.ts'
import { answerError } from './faults.ts'
import { health } from './health.ts'
import { createIdentityApi } from './identity/app.ts'
import type { IdentityRuntime } from './identity/edge.ts'
import { imageData } from './image-data.ts'
import { images } from './images.ts'
import { imports } from './import.ts'
import { importPreview } from './import-preview.ts'
import { info } from './info.ts'
import { locations } from './locations.ts'
import { members } from './members.ts'
import { metadefs } from './metadefs/app.ts'
import { metrics } from './metrics.ts'
import { observe } from './observe.ts'
import { createOpenapi } from './openapi/routes.ts'
import { answerOtherMethods } from './other-methods.ts'
import { isServicePath } from './paths.ts'
import { quotas } from './quotas.ts'
import { requireToken } from './require-token.ts'
import { schemas } from './schemas.ts'
import { shares } from './shares.ts'
import { stores } from './stores.ts'
import { tags } from './tags.ts'
import { tasks } from './tasks.ts'
import { createUploadsApi } from './uploads.ts'
import { createV1 } from './v1/app.ts'
import { offerVersions, versionedPath, versions } from './versions.ts'
import { audit } from './vitrine/audit.ts'
import { deactivations } from './vitrine/deactivations.ts'
import { families } from './vitrine/families.ts'
import { imageExport } from './vitrine/image-export.ts'
import { policies } from './vitrine/policies.ts'
import { imageStores, storeCare } from './vitrine/stores.ts'
import { webhooks } from './vitrine/webhooks.ts'

/** The whole HTTP edge: one file of routes per resource. */
export function createApi(deps: ApiDeps & IdentityRuntime): Hono<ApiEnv> {
  const api = new Hono<ApiEnv>({
    getPath: (request) => versionedPath(getPath(request), request.headers.get('accept')),
  })
  api.use('*', observe(deps))
  api.onError((error, c) => answerError(error, c))
  api.notFound(answerUnknownPath)

  api.route('/', versions)
  api.route('/healthcheck', health)
  api.route('/metrics', metrics)
  api.route('/', createOpenapi(api))
  api.route('/', createIdentityApi(deps))

  if (deps.config.VITRINE_API_V1) api.route('/', createV1())
  api.use('/v2/*', requireToken)
  api.route('/v2/schemas', schemas)
  api.route('/v2/info', info)
  api.route('/v2/vitrine', quotas)
  api.route('/v2/stores', stores)
  api.route('/v2/cache', cache)
  api.route('/v2/vitrine/deleted-images', deletedImages)
  api.route('/', metadefs)
  api.route('/v2/vitrine/import-preview', importPreview)
  api.route('/v2/vitrine', shares)
  for (const part of [images, imageData, imports, locations, members, tags, actions]) {
    api.route('/v2/images', part)
  }
  api.route('/v2/tasks', tasks)

  api.route('/v2/vitrine', audit)
  api.route('/v2/vitrine/deactivations', deactivations)
  api.route('/v2/vitrine/families', families)
  api.route('/v2/vitrine/images', imageExport)
  api.route('/v2/vitrine/policies', policies)
  api.route('/v2/vitrine/webhooks', webhooks)
  api.route('/v2/vitrine/stores', storeCare)
  api.route('/v2/vitrine/images', imageStores)
  api.route('/v2/vitrine/cache', cacheNodes)

  api.route('/uploads', createUploadsApi())

  api.use('/events', requireToken)
  api.route('/events', events)

  answerOtherMethods(api)
  return api
}

/** Below our own first segments a path is absent; elsewhere it is a version that does not exist. */
function answerUnknownPath(c: ApiContext): Response {
  const isVersion = /^\/v\d/.test(c.req.path) && !/^\/v2(\/|$)/.test(c.req.path)
  if (isVersion || !isServicePath(c.req.path)) return offerVersions(c)
  return answerError(notFound('page', c.req.path), c)
}
