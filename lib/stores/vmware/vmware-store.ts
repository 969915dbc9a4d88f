import { notFound } from '#lib/domain/errors.ts'
import type { ByteRange, ImageData } from '#lib/domain/repository.ts'
import { badRange } from '../bad-range.ts'
import { createFilesystemStore } from '../filesystem/filesystem-store.ts'
import { downloadStream } from '../remote/download-stream.ts'
import { createTransport } from '../remote/transport.ts'
import type { StagingKey, WritableStore } from '../store.ts'
import { createYoungGarbage, type YoungGarbage } from '../young-garbage.ts'
import { createDatastores } from './datastores.ts'
import { createVmwareFiles } from './vmware-files.ts'
import { type DatastoreFile, fileIn, partPath, uploadPaths } from './vmware-names.ts'
import type { VmwareStoreOptions } from './vmware-options.ts'
import { createVmwareSession } from './vmware-session.ts'
import {
  findImage,
  removeEverywhere,
  removeFile,
  stagingOfImage,
  stagingUntilWhole,
  urlOf,
  type VmwareParts,
} from './vmware-staging.ts'
import { createVmwareTransfers } from './vmware-transfers.ts'

/** Keeps each image in one file of a datastore. Asks nothing until it is first used. */
export function createVmwareStore(options: VmwareStoreOptions): WritableStore {
  const { id, imageFolder } = options
  const garbage = createYoungGarbage()
  const parts = connect(options)
  const { local, transfers, datastores } = parts
  const imagePath = (key: StagingKey): string => uploadPaths(imageFolder, key).image
  const present = async (file: DatastoreFile): Promise<number> => {
    const sizeBytes = await transfers.sizeOf(file)
    if (sizeBytes === null) throw notFound('data in the store', id)
    return sizeBytes
  }
  return {
    id,
    // What is staged lies on a disk of this machine.
    countsOnlySafeBytes: false,
    async probe(use, signal) {
      await datastores.room()
      if (use === 'write') await local.probe?.(use, signal)
    },
    capacity: datastores.room,
    open: async (url, range, signal) => openData(parts, garbage, fileIn(url, options), { range, signal }),
    sizeOf: async (url) => present(fileIn(url, options)),
    async openStaging(key) {
      const stagedBytes = await local.stagedSize(key)
      const image = stagedBytes === 0 ? await findImage(parts, imagePath(key)) : null
      if (image !== null) {
        return stagingOfImage(parts, image, async () => {
          await local.discardStaging(key)
          return urlOf(options, image.file.datastore, image.file.path)
        })
      }
      // Better told now than after hours of sending.
      if (stagedBytes === 0) await datastores.choose(key.totalBytes ?? 0)
      return stagingUntilWhole(parts, key, await local.openStaging(key))
    },
    async stagedSize(key) {
      const stagedBytes = await local.stagedSize(key)
      return stagedBytes > 0 ? stagedBytes : ((await findImage(parts, imagePath(key)))?.sizeBytes ?? 0)
    },
    // The local file last: while it stands, the rest can be found.
    async discardStaging(key) {
      const { image, part } = uploadPaths(imageFolder, key)
      for (const path of [part, image]) await removeEverywhere(parts, path)
      await local.discardStaging(key)
    },
    listStaging: local.listStaging,
    async sweepStaging(uploadId) {
      await removeEverywhere(parts, partPath(imageFolder, uploadId))
      await local.sweepStaging(uploadId)
    },
    async remove(url) {
      const file = fileIn(url, options)
      await present(file)
      await removeFile(parts, file)
    },
  }
}

function connect(options: VmwareStoreOptions): VmwareParts {
  const { id, ca, idleMs, isInsecure = false, stagingFolder } = options
  const transport = createTransport({ storeId: id, ca, idleMs, isInsecure })
  const session = createVmwareSession(transport, options)
  const datastores = createDatastores(session, options)
  return {
    ...{ options, datastores },
    files: createVmwareFiles(session, datastores, options),
    transfers: createVmwareTransfers(transport, session, options),
    local: createFilesystemStore({ id, folder: stagingFolder }),
  }
}

async function openData(
  { options, transfers }: VmwareParts,
  garbage: YoungGarbage,
  file: DatastoreFile,
  { range, signal }: { range: ByteRange | null; signal: AbortSignal },
): Promise<ImageData> {
  if (range !== null && !(range.start >= 0 && range.start <= range.end)) throw badRange(range)
  const answer = await transfers.read(file, { range, signal })
  const start = range?.start ?? 0
  const lengthBytes = Number(answer.headers['content-length'])
  const end = start + lengthBytes - 1
  const reopen = async (position: number, stop: AbortSignal) =>
    (await transfers.read(file, { range: { start: position, end }, signal: stop })).body
  const reopenings = options.retry.attempts - 1
  const download = { storeId: options.id, reopen, start, lengthBytes, garbage, reopenings, signal }
  return { stream: downloadStream(download, answer.body), lengthBytes }
}
