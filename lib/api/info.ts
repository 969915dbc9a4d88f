import { Hono } from 'hono'
import { usageToWire } from '#lib/contract/quota-wire.ts'
import { forbidden, notFound } from '#lib/domain/errors.ts'
import type { StoreInfo } from '#lib/domain/stores.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { noBody } from './bodies.ts'

/** What the site can do. */
export const info = new Hono<ApiEnv>()
info.get('/import', noBody, (c) => {
  const { importMethods: value } = c.var.api
  return c.json({ 'import-methods': { description: 'Import methods available.', type: 'array', value } })
})
info.get('/usage', noBody, showUsage)
info.get('/stores', noBody, (c) => c.json({ stores: severalStores(c).map(storeToWire) }))
info.get('/stores/detail', noBody, showStoresInDetail)

/** Only where unified limits are in use, as Glance; `/v2/vitrine/quota` always answers. */
async function showUsage(c: ApiContext): Promise<Response> {
  const { quotas } = c.var.api
  const { projectId } = c.var.ctx
  if (quotas.source !== 'unified_limits' || projectId === null) return c.json({ usage: {} })
  return c.json({ usage: usageToWire(await quotas.of(projectId)) })
}

function showStoresInDetail(c: ApiContext): Response {
  const stores = severalStores(c)
  const verdict = c.var.api.policy.check('stores_info_detail', c.var.ctx, {})
  if (!verdict.allowed) throw forbidden(verdict.reason)
  return c.json({
    stores: stores.map((store) => ({
      ...storeToWire(store),
      type: store.type,
      weight: store.weight,
      properties: store.properties,
    })),
  })
}

/** @throws `not_found` on a site with one store, which does not speak of stores */
function severalStores(c: ApiContext): readonly StoreInfo[] {
  const { isMultiple, infos } = c.var.api.stores
  if (!isMultiple) throw notFound('page', c.req.path)
  return infos
}

/** The flags are texts, and there only when they hold. */
function storeToWire({ id, description, isDefault, isReadOnly }: StoreInfo) {
  return {
    id,
    ...(description === null ? {} : { description }),
    ...(isDefault ? { default: 'true' } : {}),
    ...(isReadOnly ? { 'read-only': 'true' } : {}),
  }
}
