import { constants } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { notFound } from '#lib/domain/errors.ts'
import type { ByteRange, ImageData } from '#lib/domain/repository.ts'
import { badRange } from '../bad-range.ts'
import { idOf, objectNameOf } from '../object-names.ts'
import { type FileReading, readFileSlice } from '../read-file.ts'
import type { StagingKey, WritableStore } from '../store.ts'
import { untilDone } from '../until-done.ts'
import { createYoungGarbage } from '../young-garbage.ts'
import { inStore } from './file-faults.ts'
import { type Files, nodeFiles, syncFolder, unlinkIfPresent } from './files.ts'
import { folderHealth } from './folder-health.ts'
import { openCommittedFile, openStagingFile, type StagingPaths } from './staging-file.ts'
import {
  type FoundFile,
  findFile,
  placeForNew,
  placesOf,
  type StoreFolder,
  type StorePlace,
} from './store-folders.ts'

export interface FilesystemStoreOptions {
  readonly id: string
  /** Holds `images` and `staging`; or several such folders. */
  readonly folder: string | readonly StoreFolder[]
  /** Blocks of zeros take no room. */
  readonly isThin?: boolean
  /** Permissions of images; whoever may read them may also enter the folder of images. Default: this user alone. */
  readonly fileMode?: number | undefined
  readonly files?: Files
}

/** Keeps each image in one file. Makes its folders when it is first used. */
export function createFilesystemStore(options: FilesystemStoreOptions): WritableStore {
  const { id: storeId, files = nodeFiles } = options
  const places = placesOf(options.folder)
  const garbage = createYoungGarbage()
  const staged = async (key: StagingKey): Promise<(FoundFile & { isCommitted: boolean }) | null> => {
    const staging = await findFile(files, places, (place) => stagingPath(place, key.uploadId))
    if (staging !== null) return { ...staging, isCommitted: false }
    const image = await findFile(files, places, (place) => imagePath(place, key.imageId))
    return image === null ? null : { ...image, isCommitted: true }
  }
  /** Where the data of a url lies; one that cannot be found is where it should be. */
  const pathOf = async (url: string): Promise<{ path: string; place: StorePlace }> => {
    const name = fileNameIn(url)
    const isOne = places.length === 1
    const found = isOne ? null : await findFile(files, places, (place) => join(place.imagesFolder, name))
    const place = found?.place ?? places[0]
    if (place === undefined) throw notFound('data at', url)
    return { place, path: join(place.imagesFolder, name) }
  }
  const prepared = untilDone(() => prepareFolders(files, places, options.fileMode))
  return {
    id: storeId,
    countsOnlySafeBytes: false,
    ...folderHealth({ storeId, files, places, prepared }),
    open: (url, range, signal) =>
      inStore(storeId, url, async () => {
        const handle = await files.open((await pathOf(url)).path, constants.O_RDONLY)
        return openSlice({ handle, garbage, signal }, range)
      }),
    sizeOf: (url) => inStore(storeId, url, async () => (await files.stat((await pathOf(url)).path)).size),
    openStaging: (key) =>
      inStore(storeId, `upload ${key.uploadId}`, async () => {
        await prepared()
        const found = await staged(key)
        const place = found?.place ?? (await placeForNew(files, places, key.totalBytes ?? 0))
        const paths = pathsOf(options, place, key)
        return found?.isCommitted === true
          ? openCommittedFile(files, paths)
          : openStagingFile(files, paths, found === null)
      }),
    stagedSize: (key) =>
      inStore(storeId, `upload ${key.uploadId}`, async () => (await staged(key))?.sizeBytes ?? 0),
    discardStaging: (key) =>
      inStore(storeId, `upload ${key.uploadId}`, async () => {
        const paths = places.flatMap((place) => [
          stagingPath(place, key.uploadId),
          imagePath(place, key.imageId),
        ])
        await Promise.all(paths.map((path) => unlinkIfPresent(files, path)))
      }),
    listStaging: () =>
      inStore(storeId, 'uploads', async () => {
        await prepared()
        const names = await Promise.all(places.map((place) => files.readdir(place.stagingFolder)))
        return names
          .flat()
          .map(idOf)
          .filter((uploadId) => uploadId !== null)
      }),
    sweepStaging: (uploadId) =>
      inStore(storeId, `upload ${uploadId}`, async () => {
        await Promise.all(places.map((place) => unlinkIfPresent(files, stagingPath(place, uploadId))))
      }),
    remove: (url) =>
      inStore(storeId, url, async () => {
        const { path, place } = await pathOf(url)
        await files.unlink(path)
        await syncFolder(files, place.imagesFolder)
      }),
  }
}

const stagingPath = ({ stagingFolder }: StorePlace, uploadId: string): string =>
  join(stagingFolder, objectNameOf(uploadId))
const imagePath = ({ imagesFolder }: StorePlace, imageId: string): string =>
  join(imagesFolder, objectNameOf(imageId))

function pathsOf(
  { id: storeId, isThin = false, fileMode }: FilesystemStoreOptions,
  place: StorePlace,
  { uploadId, imageId }: StagingKey,
): StagingPaths {
  const { stagingFolder, imagesFolder } = place
  const path = imagePath(place, imageId)
  return {
    ...{ storeId, uploadId, stagingFolder, imagesFolder, isThin, fileMode, imagePath: path },
    ...{ stagingPath: stagingPath(place, uploadId), imageUrl: pathToFileURL(path).href },
  }
}

async function prepareFolders(
  files: Files,
  places: readonly StorePlace[],
  fileMode: number | undefined,
): Promise<void> {
  for (const { imagesFolder, stagingFolder } of places) {
    await Promise.all([files.mkdir(imagesFolder), files.mkdir(stagingFolder)])
    // Who may read an image must be able to reach it; nobody else need list what there is.
    const others = fileMode === undefined ? 0 : (fileMode & 0o044) >> 2
    if (others !== 0) await files.chmod(imagesFolder, 0o700 | others)
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
