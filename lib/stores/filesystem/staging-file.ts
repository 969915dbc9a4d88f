import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { DomainError } from '#lib/domain/errors.ts'
import { runsWithoutZeros } from '../sparse.ts'
import type { Staging } from '../store.ts'
import { inStore } from './file-faults.ts'
import { type Files, syncFolder } from './files.ts'

/** Where one upload's bytes lie before and after commit. */
export interface StagingPaths {
  readonly storeId: string
  readonly uploadId: string
  readonly stagingFolder: string
  readonly imagesFolder: string
  readonly stagingPath: string
  readonly imagePath: string
  readonly imageUrl: string
  /** Zeros become holes. */
  readonly isThin: boolean
  /** Who may read the file when it is an image; undefined: this user alone, as before. */
  readonly fileMode: number | undefined
}

/** Only this user may read data that nobody has judged yet. */
const MODE = 0o600

/** Opens or makes the staging file. */
export async function openStagingFile(files: Files, paths: StagingPaths, isNew: boolean): Promise<Staging> {
  const handle = await files.open(paths.stagingPath, constants.O_RDWR | constants.O_CREAT, MODE)
  try {
    // Before the first byte is acknowledged its file must have a durable name.
    if (isNew) await syncFolder(files, paths.stagingFolder)
    const { size } = await handle.stat()
    return stagingOver(handle, size, paths, () => renameIntoPlace(files, handle, paths))
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** The data was renamed into place before a crash: shows it, read-only. */
export async function openCommittedFile(files: Files, paths: StagingPaths): Promise<Staging> {
  const handle = await files.open(paths.imagePath, constants.O_RDONLY)
  const { size } = await handle.stat()
  return stagingOver(handle, size, paths, () => syncFolder(files, paths.imagesFolder))
}

function stagingOver(
  handle: FileHandle,
  initialBytes: number,
  paths: StagingPaths,
  publish: () => Promise<void>,
): Staging {
  let sizeBytes = initialBytes
  /** A write failed: bytes may lie behind the size, where a hole would show them. */
  let isTorn = false
  const write = async (pieces: readonly Uint8Array[]): Promise<number> => {
    if (!paths.isThin) return writeFully(handle, pieces, sizeBytes)
    if (isTorn) await handle.truncate(sizeBytes)
    isTorn = true
    const lengthBytes = await writeThin(handle, pieces, sizeBytes)
    isTorn = false
    return lengthBytes
  }
  const guard = <T>(step: () => Promise<T>) => inStore(paths.storeId, `upload ${paths.uploadId}`, step)
  return {
    size: () => sizeBytes,
    append: (pieces, offset) =>
      guard(async () => {
        if (offset !== sizeBytes)
          throw new DomainError('conflict', `The next byte is ${sizeBytes}, not ${offset}.`)
        sizeBytes = offset + (await write(pieces))
      }),
    sync: () => guard(() => handle.datasync()),
    read: (offset, target) => guard(() => readFully(handle, target, offset)),
    truncate: (bytes) =>
      guard(async () => {
        await handle.truncate(bytes)
        sizeBytes = bytes
      }),
    // Files can be read at any time.
    seal: () => Promise.resolve(),
    commit: () =>
      guard(async () => {
        await publish()
        return paths.imageUrl
      }),
    close: () => guard(() => handle.close()),
  }
}

/** fsync, then rename, then fsync of both folders: at no moment does the image's name show incomplete data. */
async function renameIntoPlace(files: Files, handle: FileHandle, paths: StagingPaths): Promise<void> {
  if (paths.fileMode !== undefined) await handle.chmod(paths.fileMode)
  await handle.sync()
  await files.rename(paths.stagingPath, paths.imagePath)
  await Promise.all([syncFolder(files, paths.imagesFolder), syncFolder(files, paths.stagingFolder)])
}

/** Gives the count of bytes written. A file system may take less than it is given. */
async function writeFully(
  handle: FileHandle,
  pieces: readonly Uint8Array[],
  offset: number,
): Promise<number> {
  let rest = pieces.filter((piece) => piece.length > 0)
  let done = 0
  while (rest.length > 0) {
    const { bytesWritten } = await handle.writev(rest, offset + done)
    done += bytesWritten
    rest = behind(rest, bytesWritten)
  }
  return done
}

/** The same, leaving out what reads as zeros anyway. The file has its full length afterwards, also when it ends in a hole. */
async function writeThin(handle: FileHandle, pieces: readonly Uint8Array[], offset: number): Promise<number> {
  const lengthBytes = pieces.reduce((sum, piece) => sum + piece.length, 0)
  for (const run of runsWithoutZeros(pieces, offset)) await writeFully(handle, run.pieces, run.offset)
  await handle.truncate(offset + lengthBytes)
  return lengthBytes
}

/** What is left of the pieces after their first `count` bytes. */
function behind(pieces: readonly Uint8Array[], count: number): Uint8Array[] {
  let skipped = 0
  return pieces.flatMap((piece) => {
    const from = Math.min(piece.length, count - skipped)
    skipped += from
    return from === piece.length ? [] : [piece.subarray(from)]
  })
}

async function readFully(handle: FileHandle, target: Uint8Array, offset: number): Promise<number> {
  let done = 0
  while (done < target.length) {
    const { bytesRead } = await handle.read(target, done, target.length - done, offset + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return done
}
