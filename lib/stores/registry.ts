import { DomainError, invalid } from '#lib/domain/errors.ts'
import { isWritable, type ReadableStore, type WritableStore } from './store.ts'

/** The stores of this service by id. */
export interface StoreRegistry {
  readonly defaultStoreId: string
  /** In the configured order. */
  readonly stores: readonly ReadableStore[]
  /** For data that lies somewhere already. @throws `unavailable` when the store is no longer configured. */
  holding(storeId: string): ReadableStore
  /** For new data; undefined is the default store. @throws `invalid` unknown, `unavailable` read-only. */
  writable(storeId: string | undefined): WritableStore
}

export function createStoreRegistry(stores: readonly ReadableStore[], defaultStoreId: string): StoreRegistry {
  const byId = new Map(stores.map((store) => [store.id, store]))
  if (!byId.has(defaultStoreId))
    throw new Error(`The default store ${defaultStoreId} is not among the stores.`)
  return {
    defaultStoreId,
    stores,
    holding(storeId) {
      const store = byId.get(storeId)
      if (store === undefined)
        throw new DomainError('unavailable', `The store ${storeId} is not configured any more.`)
      return store
    },
    writable(storeId) {
      const store = byId.get(storeId ?? defaultStoreId)
      if (store === undefined) {
        throw invalid(
          `There is no store ${storeId}; the stores are: ${[...byId.keys()].join(', ')}.`,
          'store',
        )
      }
      if (!isWritable(store))
        throw new DomainError('unavailable', `The store ${store.id} only gives data; choose another.`)
      return store
    },
  }
}
