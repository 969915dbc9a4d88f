import type { Context } from '#lib/domain/context.ts'
import { DomainError, invalid, isDomainError } from '#lib/domain/errors.ts'
import type { Image, ImageChange, ImageLocation } from '#lib/domain/image.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import type { TrashRecords } from '#lib/domain/trash.ts'
import type { DoomedDataRecords } from '#lib/domain/upload-records.ts'
import type { DataCache, DataStores } from './location-data.ts'

export interface RemovalDeps {
  readonly stores: DataStores
  readonly cache: DataCache | null
  /** The image was deleted: its upload ends with `gone`. */
  readonly uploads: { doom(imageId: string): Promise<void> }
  readonly doomed: Pick<DoomedDataRecords, 'note'>
  /** Removes noted data; what fails now is tried again by a job. */
  readonly removeDoomed: (locations: readonly ImageLocation[]) => Promise<void>
  /** Where the site deletes with delay. */
  readonly trash: Pick<TrashRecords, 'note'> | null
  /** Who has data where. */
  readonly places: { isOthers(url: string, imageId: string): Promise<boolean> }
  readonly nowMs: () => number
}

/** Deletes, or, where the site wants that, puts aside what has data. @throws `conflict` when the data is in use */
export async function removeImage(
  deps: RemovalDeps,
  records: ImageRecords,
  ctx: Context,
  image: Image,
): Promise<void> {
  const isServed = image.status === 'active' || image.status === 'deactivated'
  if (deps.trash === null || !isServed || image.locations.length === 0) {
    return purgeImage(deps, records, ctx, image)
  }
  await assertUnused(deps.stores, image.locations)
  await deps.trash.note(image, deps.nowMs())
  await records.save(ctx, { before: image, after: { ...image, status: 'pending_delete' } })
  await deps.cache?.forget(image.id)
}

/** Deletes for good. @throws `conflict` in use, `not_found` when it is gone already or was restored meanwhile */
export async function purgeImage(
  deps: RemovalDeps,
  records: ImageRecords,
  ctx: Context,
  image: Image,
): Promise<void> {
  await assertUnused(deps.stores, image.locations)
  // Row first: data without a row is swept later, a row without data would be a broken image. The note makes sure
  // that the sweep knows of the data even when this process ends between the two.
  await deps.doomed.note(notesOf(deps, image.id, image.locations))
  await records.remove(ctx, image)
  await deps.uploads.doom(image.id)
  await deps.cache?.forget(image.id)
  await deps.removeDoomed(image.locations)
}

/**
 * What a client names must be there, and nobody else's: whoever deletes the image deletes the data.
 * @throws `invalid`, `unavailable`
 */
async function checkedPlaces(deps: RemovalDeps, { before, after }: ImageChange): Promise<Image> {
  const had = new Set(before.locations.map(({ url }) => url))
  let sizeBytes = after.sizeBytes
  for (const { url, storeId } of after.locations.filter((place) => !had.has(place.url))) {
    await assertNobodyElses(deps, url, after.id)
    const actual = await deps.stores.holding(storeId).sizeOf(url).catch(asInvalid)
    if (sizeBytes !== null && sizeBytes !== actual) {
      throw invalid(`The data at ${url} has ${actual} bytes, but the image has ${sizeBytes}.`, 'locations')
    }
    sizeBytes = actual
  }
  return { ...after, sizeBytes }
}

/** On web servers, which never lose data through us, many images may name the same. */
async function assertNobodyElses({ places }: RemovalDeps, url: string, imageId: string): Promise<void> {
  if (/^https?:/i.test(url) || !(await places.isOthers(url, imageId))) return
  throw invalid('The data there is or was that of another image.', 'locations')
}

function asInvalid(cause: unknown): never {
  if (!isDomainError(cause, 'not_found')) throw cause
  throw new DomainError('invalid', cause.message, { field: 'locations', cause })
}

/** Saves, and removes the data of locations that are no longer the image's: in the order of a deletion, for its reasons. */
export async function savePlaces(
  deps: RemovalDeps,
  records: Pick<ImageRecords, 'save'>,
  ctx: Context,
  change: ImageChange,
): Promise<Image> {
  if (change.before.locations === change.after.locations) return records.save(ctx, change)
  const checked = { ...change, after: await checkedPlaces(deps, change) }
  const kept = new Set(change.after.locations.map(({ url }) => url))
  const removed = change.before.locations.filter(({ url }) => !kept.has(url))
  if (removed.length === 0) return records.save(ctx, checked)
  await assertUnused(deps.stores, removed)
  await deps.doomed.note(notesOf(deps, change.after.id, removed))
  const saved = await records.save(ctx, checked)
  await deps.removeDoomed(removed)
  return saved
}

async function assertUnused(stores: DataStores, locations: readonly ImageLocation[]): Promise<void> {
  for (const { storeId, url } of locations) await storeOrNull(stores, storeId)?.assertUnused?.(url)
}

/** An image can go although its store has gone. */
function storeOrNull(stores: DataStores, storeId: string) {
  try {
    return stores.holding(storeId)
  } catch {
    return null
  }
}

function notesOf({ nowMs }: RemovalDeps, imageId: string, locations: readonly ImageLocation[]) {
  return locations.map((each) => ({ ...each, imageId, notedAtMs: nowMs() }))
}
