import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Image } from '#lib/domain/image.ts'
import { nodeFiles, syncFolder, unlinkIfPresent } from '#lib/stores/filesystem/files.ts'
import { idOf, objectNameOf } from '#lib/stores/object-names.ts'

/**
 * The folder of the cache. `whole` has complete copies alone: they are written, verified and synced in `filling`, and
 * come over by a rename. So whatever is killed whenever, what lies in `whole` is what it says it is. A copy's name has
 * its image's hash in it: for an image with another hash there is no copy.
 */
export interface CacheFiles {
  /** Null when there is no copy. */
  open(image: Image): Promise<FileHandle | null>
  /** A new file to fill. */
  begin(image: Image): Promise<Filling>
  /** Every copy of the image; whether there was one. */
  remove(imageId: string): Promise<boolean>
  /** Ids of the images of which there are copies, with their sizes. */
  list(): Promise<readonly { readonly imageId: string; readonly sizeBytes: number }[]>
  /** Removes unfinished copies that nothing was written to since then. */
  removeStalled(beforeMs: number): Promise<void>
}

export interface Filling {
  readonly handle: FileHandle
  /** Makes it a copy, durably. It must be whole. */
  publish(): Promise<void>
  /** Removes it. Never throws. */
  drop(): Promise<void>
}

/** What is expected of the data: the strongest hash that is known. Null: nothing could be verified. */
export function expectedHashOf({
  hashAlgo,
  hashValue,
  checksum,
}: Image): { algo: string; value: string } | null {
  if (hashAlgo !== null && hashValue !== null) return { algo: hashAlgo, value: hashValue }
  return checksum === null ? null : { algo: 'md5', value: checksum }
}

/** Enough of a hash for a name. */
const HASH_DIGITS = 64

/** Makes the folder. @throws when it cannot be written to */
export async function openCacheFiles(folder: string): Promise<CacheFiles> {
  const whole = join(/* turbopackIgnore: true */ folder, 'whole')
  const filling = join(/* turbopackIgnore: true */ folder, 'filling')
  for (const path of [whole, filling]) await mkdir(path, { recursive: true, mode: 0o700 })
  const pathOf = (image: Image): string | null => {
    const hash = expectedHashOf(image)
    return hash === null ? null : join(whole, `${objectNameOf(image.id)}.${hash.value.slice(0, HASH_DIGITS)}`)
  }
  return {
    async open(image) {
      const path = pathOf(image)
      const handle = path === null ? null : await open(path, 'r').catch(nullIfAbsent)
      if (handle === null) return null
      if ((await handle.stat()).size === image.sizeBytes) return handle
      await handle.close()
      return null
    },
    async begin(image) {
      const to = pathOf(image)
      if (to === null) throw new Error('Nothing is known to verify a copy with.')
      const from = join(filling, `${objectNameOf(image.id)}.${randomUUID()}`)
      return fillingOf({ from, to, folder: whole }, await open(from, 'wx', 0o600))
    },
    async remove(imageId) {
      const names = (await readdir(whole)).filter((name) => imageOf(name) === imageId)
      for (const name of names) await unlinkIfPresent(nodeFiles, join(whole, name))
      return names.length > 0
    },
    async list() {
      const found = (await readdir(whole)).map(async (name) => {
        const facts = await stat(join(whole, name)).catch(nullIfAbsent)
        const imageId = imageOf(name)
        return facts === null || imageId === null ? [] : [{ imageId, sizeBytes: facts.size }]
      })
      return (await Promise.all(found)).flat()
    },
    async removeStalled(beforeMs) {
      for (const name of await readdir(filling)) {
        const path = join(filling, name)
        const facts = await stat(path).catch(nullIfAbsent)
        if (facts !== null && facts.mtimeMs < beforeMs) await rm(path, { force: true })
      }
    },
  }
}

function fillingOf(paths: { from: string; to: string; folder: string }, handle: FileHandle): Filling {
  return {
    handle,
    async publish() {
      await handle.sync()
      await handle.close()
      await rename(paths.from, paths.to)
      await syncFolder(nodeFiles, paths.folder)
    },
    async drop() {
      await handle.close().catch(() => undefined)
      await rm(paths.from, { force: true }).catch(() => undefined)
    },
  }
}

function imageOf(name: string): string | null {
  return idOf(name.slice(0, name.lastIndexOf('.')))
}

function nullIfAbsent(error: unknown): null {
  if ((error as { code?: unknown }).code === 'ENOENT') return null
  throw error
}
