import { join } from 'node:path'
import { overLimit } from '#lib/domain/errors.ts'
import { type Files, sizeIfPresent } from './files.ts'

/** A folder that a store may use, on a file system of its own as a rule. */
export interface StoreFolder {
  readonly path: string
  /** New images go to the highest that has room. */
  readonly priority: number
}

/** Where images and staged bytes lie in one folder. Both must be one file system: a commit is a rename. */
export interface StorePlace {
  readonly path: string
  readonly priority: number
  readonly imagesFolder: string
  readonly stagingFolder: string
}

export function placesOf(folder: string | readonly StoreFolder[]): readonly StorePlace[] {
  const folders = typeof folder === 'string' ? [{ path: folder, priority: 0 }] : folder
  return folders
    .map(({ path, priority }) => ({
      ...{ path, priority, imagesFolder: join(path, 'images'), stagingFolder: join(path, 'staging') },
    }))
    .sort((one, other) => other.priority - one.priority)
}

export interface FoundFile {
  readonly place: StorePlace
  readonly sizeBytes: number
}

/** The first place that has the file; null when none has. */
export async function findFile(
  files: Files,
  places: readonly StorePlace[],
  pathIn: (place: StorePlace) => string,
): Promise<FoundFile | null> {
  for (const place of places) {
    const sizeBytes = await sizeIfPresent(files, pathIn(place))
    if (sizeBytes !== null) return { place, sizeBytes }
  }
  return null
}

/**
 * Where new data goes: of the folders with room for it, the one with the highest priority, and among equals with the most
 * room. Of unknown length: wherever there is any. @throws `over_limit` where there is none
 */
export async function placeForNew(
  files: Files,
  places: readonly StorePlace[],
  totalBytes: number,
): Promise<StorePlace> {
  const [only] = places
  // A full disk tells so itself, and what is free now says little about later.
  if (places.length === 1 && only !== undefined) return only
  const measured = await Promise.all(
    places.map(async (place) => ({ place, freeBytes: await files.freeBytes(place.path) })),
  )
  const [best] = measured
    .filter(({ freeBytes }) => freeBytes > totalBytes)
    .sort((one, other) => other.place.priority - one.place.priority || other.freeBytes - one.freeBytes)
  if (best !== undefined) return best.place
  throw overLimit('No folder of the store has room for this data. Free some space, or choose another store.')
}
