import { constants } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { notFound } from '#lib/domain/errors.ts'
import type { ByteRange, ImageData } from '#lib/domain/repository.ts'
import { badRange } from '../bad-range.ts'
import { idOf, objectNameOf } from '../object-names.ts'
import { type FileReading, readFileSlice } from '../read-file.ts'
import type { StagingKey, WritableStore } from '../store.ts'
import { createYoungGarbage } from '../young-garbage.ts'
import { inStore } from './file-faults.ts'
import { type Files, nodeFiles, sizeIfPresent, syncFolder, unlinkIfPresent } from './files.ts'
import { openCommittedFile, openStagingFile, type StagingPaths } from './staging-file.ts'

export interface FilesystemStoreOptions {
  readonly id: string
  /** Holds `images` and `staging`, which must be one file system: a commit is a rename. */
  readonly folder: string
  readonly files?: Files
}

/** Keeps each image in one file. Makes its folders when it is first used. */
export function createFilesystemStore(options: FilesystemStoreOptions): WritableStore {
  const { id: storeId, folder, files = nodeFiles } = options
  const imagesFolder = join(folder, 'images')
  const stagingFolder = join(folder, 'staging')
  const garbage = createYoungGarbage()

  const pathsOf = ({ uploadId, imageId }: StagingKey): StagingPaths => {
    const imagePath = join(imagesFolder, objectNameOf(imageId))
    const stagingPath = join(stagingFolder, objectNameOf(uploadId))
    const imageUrl = pathToFileURL(imagePath).href
    return { storeId, uploadId, stagingFolder, imagesFolder, stagingPath, imagePath, imageUrl }
  }
  const pathOf = (url: string): string => join(imagesFolder, fileNameIn(url))

  return {
    id: storeId,
    countsOnlySafeBytes: false,
    open: (url, range, signal) =>
      inStore(storeId, url, async () => {
        const handle = await files.open(pathOf(url), constants.O_RDONLY)
        return openSlice({ handle, garbage, signal }, range)
      }),
    sizeOf: (url) => inStore(storeId, url, async () => (await files.stat(pathOf(url))).size),
    openStaging: (key) =>
      inStore(storeId, `upload ${key.uploadId}`, async () => {
        await Promise.all([files.mkdir(imagesFolder), files.mkdir(stagingFolder)])
        const paths = pathsOf(key)
        const staged = await sizeIfPresent(files, paths.stagingPath)
        const isCommitted = staged === null && (await sizeIfPresent(files, paths.imagePath)) !== null
        return isCommitted ? openCommittedFile(files, paths) : openStagingFile(files, paths, staged === null)
      }),
    stagedSize: (key) =>
      inStore(storeId, `upload ${key.uploadId}`, async () => {
        const paths = pathsOf(key)
        return (
          (await sizeIfPresent(files, paths.stagingPath)) ??
          (await sizeIfPresent(files, paths.imagePath)) ??
          0
        )
      }),
    discardStaging: (key) =>
      inStore(storeId, `upload ${key.uploadId}`, async () => {
        const { stagingPath, imagePath } = pathsOf(key)
        await Promise.all([unlinkIfPresent(files, stagingPath), unlinkIfPresent(files, imagePath)])
      }),
    listStaging: () =>
      inStore(storeId, 'uploads', async () => {
        await files.mkdir(stagingFolder)
        const names = await files.readdir(stagingFolder)
        return names.map(idOf).filter((uploadId) => uploadId !== null)
      }),
    sweepStaging: (uploadId) =>
      inStore(storeId, `upload ${uploadId}`, async () => {
        await unlinkIfPresent(files, join(stagingFolder, objectNameOf(uploadId)))
      }),
    remove: (url) =>
      inStore(storeId, url, async () => {
        await files.unlink(pathOf(url))
        await syncFolder(files, imagesFolder)
      }),
  }
}

/**
 * The file's name from a url. Only the last segment counts: a moved data folder keeps working, and no url, wherever it
 * came from, names a file outside the images folder.
 */
function fileNameIn(url: string): string {
  try {
    const name = basename(fileURLToPath(url))
    if (idOf(name) !== null) return name
  } catch {
    // Not a file url: nothing can lie there.
  }
  throw notFound('data at', url)
}

async function openSlice(reading: FileReading, range: ByteRange | null): Promise<ImageData> {
  try {
    const { size } = await reading.handle.stat()
    const slice = sliceOf(range, size)
    return { stream: readFileSlice(reading, slice), lengthBytes: slice.lengthBytes }
  } catch (error) {
    await reading.handle.close()
    throw error
  }
}

function sliceOf(range: ByteRange | null, sizeBytes: number): { start: number; lengthBytes: number } {
  if (range === null) return { start: 0, lengthBytes: sizeBytes }
  const { start, end } = range
  if (!(0 <= start && start <= end && end < sizeBytes)) throw badRange(range)
  return { start, lengthBytes: end - start + 1 }
}
