import { DomainError, invalid } from '#lib/domain/errors.ts'
import type { StoreDirectory } from '#lib/domain/stores.ts'
import { isWritable, type ReadableStore, type WritableStore } from './store.ts'
import type { OpenedStore } from './store-type.ts'

/** What is said of a store by those who set it up. */
export interface StoreFacts extends Omit<OpenedStore, 'store'> {
  readonly type: string
  readonly description: string | null
  /** Of several stores with the same data, the one with the highest is read. */
  readonly weight: number
  /** Takes no new data. What it has can be read and removed. */
  readonly isReadOnly: boolean
  /** Downloads of whole images leave a copy in the cache, if the site has one. */
  readonly isCached: boolean
}

/** The stores of this service by id. */
export interface StoreRegistry extends StoreDirectory {
  readonly defaultStoreId: string
  /** In the configured order. */
  readonly stores: readonly ReadableStore[]
  /** Of one of `stores`. */
  factsOf(storeId: string): StoreFacts
  /** For data that lies somewhere already. @throws `unavailable` when the store is no longer configured. */
  holding(storeId: string): ReadableStore
  /** For new data; undefined is the default store. @throws `invalid` unknown, `unavailable` read-only. */
  writable(storeId: string | undefined): WritableStore
}

const PLAIN_FACTS: StoreFacts = {
  ...{ type: 'file', description: null, weight: 0, isReadOnly: false, isCached: false },
  ...{ urlPrefixes: [], properties: {} },
}

export function createStoreRegistry(
  stores: readonly ReadableStore[],
  defaultStoreId: string,
  facts: Readonly<Record<string, StoreFacts>> = {},
): StoreRegistry {
  const byId = new Map(stores.map((store) => [store.id, store]))
  if (!byId.has(defaultStoreId))
    throw new Error(`The default store ${defaultStoreId} is not among the stores.`)
  const factsOf = (storeId: string): StoreFacts => facts[storeId] ?? PLAIN_FACTS
  const prefixes = stores.flatMap(({ id }) => {
    const { urlPrefixes, urlEndings = [''] } = factsOf(id)
    return urlPrefixes.map((prefix) => ({ id, prefix, endings: urlEndings }))
  })
  // The longest first: one store's folder may lie within another's.
  prefixes.sort((one, other) => other.prefix.length - one.prefix.length)
  return {
    defaultStoreId,
    stores,
    isMultiple: stores.length > 1,
    infos: stores.map(({ id }) => {
      const { type, description, weight, isReadOnly, properties } = factsOf(id)
      return { id, type, description, weight, isReadOnly, isDefault: id === defaultStoreId, properties }
    }),
    factsOf,
    storeIdOf(url) {
      const found = prefixes.find(({ prefix }) => url.startsWith(prefix))
      if (found === undefined) return null
      return found.endings.some((ending) => isOneName(found.prefix, url, ending)) ? found.id : null
    },
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
      if (!isWritable(store) || factsOf(store.id).isReadOnly)
        throw new DomainError('unavailable', `The store ${store.id} only gives data; choose another.`)
      return store
    },
  }
}

/**
 * What follows is one plain name, or a path of the web. Anything else could be another spelling of some image's url, and
 * nobody would notice that the two are the same data.
 */
function isOneName(prefix: string, url: string, ending: string): boolean {
  if (/^https?:/.test(prefix)) return true
  return url.endsWith(ending) && /^[\w.=-]+$/.test(url.slice(prefix.length, url.length - ending.length))
}
