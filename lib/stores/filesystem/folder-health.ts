import { DomainError } from '#lib/domain/errors.ts'
import type { StoreCapacity, StoreUse, WritableStore } from '../store.ts'
import { errnoOf, inStore } from './file-faults.ts'
import type { Files } from './files.ts'
import type { StorePlace } from './store-folders.ts'

interface Folders {
  readonly storeId: string
  readonly files: Files
  readonly places: readonly StorePlace[]
  /** Makes the folders. */
  readonly prepared: () => Promise<void>
}

/** How the folders of a store are. */
export function folderHealth({ storeId, files, places, prepared }: Folders) {
  return {
    async probe(use: StoreUse) {
      if (use === 'write') await inStore(storeId, 'folders', prepared)
      await probeFolders(files, places, { storeId, use })
    },
    capacity: () => inStore(storeId, 'folders', () => roomIn(files, places)),
  } satisfies Pick<WritableStore, 'probe' | 'capacity'>
}

/** Whether every folder is there, and can be written to if it must be. @throws `unavailable` naming the folder */
async function probeFolders(
  files: Files,
  places: readonly StorePlace[],
  { storeId, use }: { readonly storeId: string; readonly use: StoreUse },
): Promise<void> {
  const ask = async (path: string): Promise<void> => {
    await files.stat(path)
    if (use === 'write') await files.assertWritable(path)
  }
  const folders = places.flatMap(({ path, imagesFolder, stagingFolder }) =>
    use === 'write' ? [imagesFolder, stagingFolder] : [path],
  )
  for (const path of folders) {
    await ask(path).catch((cause: unknown) => {
      const reason = errnoOf(cause) ?? 'unknown reason'
      const message = `The folder ${path} of the store ${storeId} cannot be used (${reason}).`
      throw new DomainError('unavailable', message, { cause })
    })
  }
}

/** Of all folders together; two on one file system share its room. Null before the first folder is made. */
async function roomIn(files: Files, places: readonly StorePlace[]): Promise<StoreCapacity | null> {
  const rooms = await Promise.all(
    places.map(({ path }) =>
      files.roomOf(path).catch((error: unknown) => {
        if (errnoOf(error) === 'ENOENT') return null
        throw error
      }),
    ),
  )
  const byDevice = new Map(rooms.filter((room) => room !== null).map((room) => [room.device, room]))
  if (byDevice.size === 0) return null
  const sum = (of: 'totalBytes' | 'freeBytes') =>
    [...byDevice.values()].reduce((bytes, room) => bytes + room[of], 0)
  return { totalBytes: sum('totalBytes'), freeBytes: sum('freeBytes') }
}
