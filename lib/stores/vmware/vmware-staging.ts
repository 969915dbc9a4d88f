import { Readable } from 'node:stream'
import { conflict, DomainError } from '#lib/domain/errors.ts'
import { sequentialReader } from '../remote/sequential-reader.ts'
import type { Staging, StagingKey, WritableStore } from '../store.ts'
import type { Datastores } from './datastores.ts'
import type { VmwareFiles } from './vmware-files.ts'
import { type DatastoreFile, uploadPaths, urlEnding, urlPrefix } from './vmware-names.ts'
import type { Datastore, VmwareStoreOptions } from './vmware-options.ts'
import type { VmwareTransfers } from './vmware-transfers.ts'

/** The server, and the folder of this machine where uploads wait until they are complete. */
export interface VmwareParts {
  readonly options: VmwareStoreOptions
  readonly datastores: Datastores
  readonly files: VmwareFiles
  readonly transfers: VmwareTransfers
  readonly local: WritableStore
}

const READ_BYTES = 1024 * 1024

/** Bytes go to a local file; `commit` sends them to a datastore, under another name until all are there. */
export function stagingUntilWhole(parts: VmwareParts, key: StagingKey, local: Staging): Staging {
  let url: string | null = null
  return {
    ...local,
    async commit() {
      url ??= await sendWhole(parts, key, local)
      await parts.local.discardStaging(key)
      return url
    },
  }
}

async function sendWhole(parts: VmwareParts, key: StagingKey, local: Staging): Promise<string> {
  const { options, datastores, files, transfers } = parts
  const { imageFolder, id: storeId } = options
  const paths = uploadPaths(imageFolder, key)
  // Left by an earlier attempt, perhaps where this one does not go.
  await removeEverywhere(parts, paths.part)
  const sizeBytes = local.size()
  const datastore = await datastores.choose(sizeBytes)
  const part = { datastore, path: paths.part }
  await files.makeFolder({ datastore, path: imageFolder })
  await transfers.write(part, { sizeBytes, open: () => Readable.from(piecesOf(local, sizeBytes)) })
  const keptBytes = await transfers.sizeOf(part)
  if (keptBytes !== sizeBytes) {
    const message = `The store ${storeId} kept ${keptBytes ?? 0} of ${sizeBytes} bytes.`
    throw new DomainError('unavailable', message, { retryAfterSeconds: 5 })
  }
  await rename(parts, part, { datastore, path: paths.image })
  return urlOf(options, datastore, paths.image)
}

async function* piecesOf(local: Staging, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < sizeBytes; ) {
    // A piece belongs to the socket until it is sent: no buffer is used twice.
    const piece = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, sizeBytes - offset))
    const count = await local.read(offset, piece)
    if (count === 0) throw new Error('The staged data ends before its size.')
    yield piece.subarray(0, count)
    offset += count
  }
}

/** The answer to an earlier attempt may have been lost: then the new name is there already. */
async function rename(
  { files, transfers }: VmwareParts,
  from: DatastoreFile,
  to: DatastoreFile,
): Promise<void> {
  try {
    await files.rename(from, to)
  } catch (error) {
    const [left, arrived] = [await transfers.sizeOf(from), await transfers.sizeOf(to)]
    if (left !== null || arrived === null) throw error
  }
}

export const urlOf = (options: VmwareStoreOptions, datastore: Datastore, imagePath: string): string =>
  urlPrefix(options) + imagePath.slice(imagePath.lastIndexOf('/') + 1) + urlEnding(datastore)

/** The image's file, in whichever datastore it lies. */
export async function findImage(
  { options, transfers }: VmwareParts,
  path: string,
): Promise<{ readonly file: DatastoreFile; readonly sizeBytes: number } | null> {
  for (const datastore of options.datastores) {
    const sizeBytes = await transfers.sizeOf({ datastore, path })
    if (sizeBytes !== null) return { file: { datastore, path }, sizeBytes }
  }
  return null
}

/** An absent file is fine. */
export async function removeEverywhere(parts: VmwareParts, path: string): Promise<void> {
  for (let found = await findImage(parts, path); found !== null; found = await findImage(parts, path)) {
    await removeFile(parts, found.file)
  }
}

/** A file that was there a moment ago: when it is not any more, the answer to an earlier attempt was lost. */
export async function removeFile({ files, transfers }: VmwareParts, file: DatastoreFile): Promise<void> {
  try {
    await files.remove(file)
  } catch (error) {
    if ((await transfers.sizeOf(file)) !== null) throw error
  }
}

/** Committed before a crash: shows it, read-only. */
export function stagingOfImage(
  { transfers }: VmwareParts,
  { file, sizeBytes }: { readonly file: DatastoreFile; readonly sizeBytes: number },
  commit: () => Promise<string>,
): Staging {
  const reader = sequentialReader(
    async (start, end) => (await transfers.read(file, { range: { start, end } })).body,
  )
  const refuse = async (): Promise<never> => {
    throw conflict('The data is complete; it cannot be changed.')
  }
  return {
    size: () => sizeBytes,
    append: refuse,
    truncate: async (bytes) => (bytes < sizeBytes ? refuse() : undefined),
    sync: async () => undefined,
    async read(offset, target) {
      const count = Math.max(0, Math.min(target.length, sizeBytes - offset))
      await reader.read(offset, target.subarray(0, count), sizeBytes)
      return count
    },
    seal: async () => undefined,
    commit,
    close: async () => reader.close(),
  }
}
