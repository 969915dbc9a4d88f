import { invalid } from '#lib/domain/errors.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import type { WritableStore } from '#lib/stores/store.ts'

/** The staging area's name among the stores. Source: Glance's reserved stores; no client may choose one. */
export const STAGING_STORE_ID = 'os_glance_staging_store'

/** The stores and, for those who name it, the area where data waits for its import. */
export function withStaging(stores: StoreRegistry, staging: WritableStore): StoreRegistry {
  return {
    ...stores,
    stores: [...stores.stores, staging],
    holding: (storeId) => (storeId === staging.id ? staging : stores.holding(storeId)),
    writable: (storeId) => (storeId === staging.id ? staging : stores.writable(storeId)),
    begun: (storeId) => (storeId === staging.id ? staging : stores.begun(storeId)),
    get infos() {
      return stores.infos
    },
  }
}

/** @throws `invalid` when a client names the staging area as a store */
export function assertNoReservedStore(storeId: string | undefined): void {
  if (storeId?.startsWith('os_glance_')) throw invalid(`There is no store ${storeId}.`, 'store')
}
