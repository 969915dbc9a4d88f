import { conflict, DomainError, invalid } from '#lib/domain/errors.ts'
import type { StoreDirectory } from '#lib/domain/stores.ts'
import { createStoreConditions, type StoreConditions } from './conditions.ts'
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
  /** As configured. */
  readonly configuredDefaultId: string
  /**
   * Where data goes now when nobody names a store: the configured default, or, while that takes none, the one with the
   * highest weight that does; null when none does.
   */
  defaultStoreId(): string | null
  /** How the stores are now. */
  readonly conditions: StoreConditions
  isDown(storeId: string): boolean
  /** In the configured order. */
  readonly stores: readonly ReadableStore[]
  /** Of one of `stores`. */
  factsOf(storeId: string): StoreFacts
  /** For data that lies somewhere already. @throws `unavailable` when the store is no longer configured. */
  holding(storeId: string): ReadableStore
  /** For new data; undefined is the default store. @throws `invalid` unknown, `conflict` takes no new data */
  writable(storeId: string | undefined): WritableStore
  /** For data that is on its way there already: it may go on whatever was said since. @throws as `writable` */
  begun(storeId: string): WritableStore
}

const PLAIN_FACTS: StoreFacts = {
  ...{ type: 'file', description: null, weight: 0, isReadOnly: false, isCached: false },
  ...{ urlPrefixes: [], properties: {} },
}

export function createStoreRegistry(
  stores: readonly ReadableStore[],
  defaultStoreId: string,
  facts: Readonly<Record<string, StoreFacts>> = {},
  conditions: StoreConditions = createStoreConditions(),
): StoreRegistry {
  const byId = new Map(stores.map((store) => [store.id, store]))
  if (!byId.has(defaultStoreId))
    throw new Error(`The default store ${defaultStoreId} is not among the stores.`)
  const factsOf = (storeId: string): StoreFacts => facts[storeId] ?? PLAIN_FACTS
  const prefixes = stores.flatMap(({ id }) => {
    const { urlPrefixes, ...ends } = factsOf(id)
    return urlPrefixes.map((prefix) => ({ id, prefix, ...ends }))
  })
  // The longest first: one store's folder may lie within another's.
  prefixes.sort((one, other) => other.prefix.length - one.prefix.length)
  const known = (storeId: string): ReadableStore => {
    const store = byId.get(storeId)
    if (store !== undefined) return store
    throw invalid(`There is no store ${storeId}; the stores are: ${[...byId.keys()].join(', ')}.`, 'store')
  }
  const takes = ({ id }: ReadableStore): boolean =>
    !factsOf(id).isReadOnly && conditions.stateOf(id) === 'open'
  const currentDefault = (): string | null => {
    const byWeight = stores
      .filter(takes)
      .sort((one, other) => factsOf(other.id).weight - factsOf(one.id).weight)
    return (byWeight.find(({ id }) => id === defaultStoreId) ?? byWeight[0])?.id ?? null
  }
  return {
    configuredDefaultId: defaultStoreId,
    defaultStoreId: currentDefault,
    conditions,
    isDown: conditions.isDown,
    stores,
    isMultiple: stores.length > 1,
    get infos() {
      const now = currentDefault() ?? defaultStoreId
      return stores.map((store) => {
        const { type, description, weight, properties } = factsOf(store.id)
        const state = { isReadOnly: !takes(store), isDefault: store.id === now }
        return { id: store.id, type, description, weight, ...state, properties }
      })
    },
    factsOf,
    storeIdOf(url) {
      return prefixes.find((each) => url.startsWith(each.prefix) && isInTerritory(each, url))?.id ?? null
    },
    holding(storeId) {
      const store = byId.get(storeId)
      if (store === undefined)
        throw new DomainError('unavailable', `The store ${storeId} is not configured any more.`)
      return store
    },
    writable(storeId) {
      const store = known(storeId ?? currentDefault() ?? defaultStoreId)
      if (isWritable(store) && takes(store)) return store
      const why = WHY_CLOSED[conditions.stateOf(store.id)]
      throw conflict(
        storeId === undefined
          ? `The default store ${store.id} ${why}, and no other store takes new data now.`
          : `The store ${store.id} ${why}: it takes no new data. Choose another store.`,
      )
    },
    begun(storeId) {
      const store = known(storeId)
      if (isWritable(store)) return store
      throw conflict(`The store ${storeId} only gives data.`)
    },
  }
}

const WHY_CLOSED = {
  open: 'only gives data',
  read_only: 'is read-only now',
  draining: 'is being emptied',
} as const

function isInTerritory(
  { prefix, urlEndings = [''], isUrlRest }: Pick<StoreFacts, 'urlEndings' | 'isUrlRest'> & { prefix: string },
  url: string,
): boolean {
  if (isUrlRest !== undefined) return isUrlRest(url.slice(prefix.length))
  return urlEndings.some((ending) => isOneName(prefix, url, ending))
}

/**
 * What follows is one plain name, or a path of the web. Anything else could be another spelling of some image's url, and
 * nobody would notice that the two are the same data.
 */
function isOneName(prefix: string, url: string, ending: string): boolean {
  if (/^https?:/.test(prefix)) return true
  return url.endsWith(ending) && /^[\w.=-]+$/.test(url.slice(prefix.length, url.length - ending.length))
}
