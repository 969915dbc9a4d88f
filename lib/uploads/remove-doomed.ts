import { isDomainError } from '#lib/domain/errors.ts'
import type { ImageLocation } from '#lib/domain/image.ts'
import type { DoomedDataRecords } from '#lib/domain/upload-records.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import { isWritable } from '#lib/stores/store.ts'

export interface DoomedDataPorts {
  readonly doomed: DoomedDataRecords
  readonly stores: StoreRegistry
  report(url: string, error: unknown): void
}

type Place = Pick<ImageLocation, 'url' | 'storeId'>

/** A deletion under way has noted its data, but it may still be its image's. */
const GRACE_MS = 60_000

/** Removes noted data and strikes out the notes. What fails is reported, and stays noted. */
export async function removeDoomedData(ports: DoomedDataPorts, places: readonly Place[]): Promise<void> {
  await Promise.all(
    places.map((place) => removeOne(ports, place).catch((error: unknown) => ports.report(place.url, error))),
  )
}

/** Removes what was noted and never struck out, because a store or a server failed. */
export async function sweepDoomedData(ports: DoomedDataPorts, nowMs: number): Promise<void> {
  for (const noted of await ports.doomed.list(nowMs - GRACE_MS)) {
    // The deletion failed or was cut short before the row went.
    if (noted.isStillUsed) await ports.doomed.strike(noted.url)
    else await removeDoomedData(ports, [noted])
  }
}

async function removeOne({ doomed, stores }: DoomedDataPorts, { url, storeId }: Place): Promise<void> {
  const store = stores.holding(storeId)
  // Data in a store that only gives was never ours to remove.
  if (isWritable(store)) await store.remove(url).catch(unlessAbsent)
  await doomed.strike(url)
}

function unlessAbsent(error: unknown): void {
  if (!isDomainError(error, 'not_found')) throw error
}
