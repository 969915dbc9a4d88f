import type { StoreRecords } from '#lib/domain/store-records.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'

/** Each process learns within this what an administrator said of a store. */
export const FOLLOW_MS = 2_000

/** Takes over what the database says of all stores. */
export async function followStates(
  records: Pick<StoreRecords, 'settings'>,
  { conditions }: Pick<StoreRegistry, 'conditions'>,
): Promise<void> {
  const settings = await records.settings()
  conditions.setStates(new Map([...settings].map(([id, { state }]) => [id, state])))
}
