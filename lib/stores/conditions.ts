import type { StoreState } from '#lib/domain/stores.ts'

/** How stores are at the moment, as far as this process knows: what administrators said, and what probes found. */
export interface StoreConditions {
  stateOf(storeId: string): StoreState
  isDown(storeId: string): boolean
  /** Of all stores: those that are not named are open. */
  setStates(states: ReadonlyMap<string, StoreState>): void
  setDown(storeId: string, isDown: boolean): void
}

export function createStoreConditions(): StoreConditions {
  let states: ReadonlyMap<string, StoreState> = new Map()
  const down = new Set<string>()
  return {
    stateOf: (storeId) => states.get(storeId) ?? 'open',
    isDown: (storeId) => down.has(storeId),
    setStates(now) {
      states = now
    },
    setDown(storeId, isDown) {
      if (isDown) down.add(storeId)
      else down.delete(storeId)
    },
  }
}
