import { conflict } from '#lib/domain/errors.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import { isWritable } from '#lib/stores/store.ts'

export interface TargetDeps {
  readonly stores: StoreRegistry
  /** Null: nobody knows. */
  readonly freeBytesOf: (storeId: string) => number | null
}

interface Wanted {
  /** Stores that are no target: the one that is left, and those that have data of the image. */
  readonly except: readonly string[]
  /** Null: any. */
  readonly wanted: string | null
  readonly sizeBytes: number
}

/**
 * The default store, or else the one with the highest weight, that takes data, answers, and has room as far as it tells.
 * @throws `conflict` when none does
 */
export function chooseTarget(
  { stores, freeBytesOf }: TargetDeps,
  { except, wanted, sizeBytes }: Wanted,
): string {
  const closed = new Set(stores.infos.filter(({ isReadOnly }) => isReadOnly).map(({ id }) => id))
  const rank = (id: string): number =>
    id === stores.configuredDefaultId ? Number.POSITIVE_INFINITY : stores.factsOf(id).weight
  const [target] = stores.stores
    .filter((store) => isWritable(store) && !closed.has(store.id) && !except.includes(store.id))
    .filter(({ id }) => (wanted === null || id === wanted) && !stores.isDown(id))
    .filter(({ id }) => (freeBytesOf(id) ?? Number.POSITIVE_INFINITY) > sizeBytes)
    .sort((one, other) => rank(other.id) - rank(one.id))
  if (target !== undefined) return target.id
  throw conflict(
    wanted === null
      ? 'No other store takes data now, answers, and has room for it.'
      : `The store ${wanted} takes no data now, does not answer, or has no room for it.`,
  )
}
