import { createHash, type Hash } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { conflict, invalid } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ImageData } from '#lib/domain/repository.ts'
import { objectNameOf } from '#lib/stores/object-names.ts'

export interface DataExport {
  readonly folder: string
  /** @throws `unavailable` */
  readonly open: (image: Image, signal: AbortSignal) => Promise<ImageData>
  readonly signal: AbortSignal
}

/**
 * Writes an image's data into a file of its own, which has its name only when every byte is there and is what the image's
 * hashes say. One that is there already from an earlier run is not written again.
 * @returns its path within the folder. @throws `invalid` other data than the hashes say, `unavailable`
 */
export async function exportData({ folder, open: read, signal }: DataExport, image: Image): Promise<string> {
  const name = `data/${objectNameOf(image.id)}`
  const path = join(folder, name)
  if (await hasSize(path, image.sizeBytes)) return name
  const part = `${path}.part`
  try {
    const hashes = hashesOf(image)
    const { stream } = await read(image, signal)
    await writeStream(part, stream, hashes)
    assertHashes(image, hashes)
    await rename(part, path)
    return name
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function hasSize(path: string, sizeBytes: number | null): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && found.size === sizeBytes
}

function hashesOf({ hashAlgo }: Image): ReadonlyMap<string, Hash> {
  const algos = ['md5', ...(hashAlgo === null || hashAlgo === 'md5' ? [] : [hashAlgo])]
  try {
    return new Map(algos.map((algo) => [algo, createHash(algo)]))
  } catch (cause) {
    throw conflict(`The hash ${hashAlgo} is not known here: ${(cause as Error).message}.`)
  }
}

async function writeStream(
  path: string,
  stream: ReadableStream<Uint8Array>,
  hashes: ReadonlyMap<string, Hash>,
): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    for await (const chunk of stream) {
      for (const hash of hashes.values()) hash.update(chunk)
      await file.appendFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

function assertHashes(image: Image, hashes: ReadonlyMap<string, Hash>): void {
  const digests = new Map([...hashes].map(([algo, hash]) => [algo, hash.digest('hex')]))
  const isOther =
    (image.checksum !== null && digests.get('md5') !== image.checksum) ||
    (image.hashValue !== null && digests.get(image.hashAlgo ?? '') !== image.hashValue)
  if (isOther) throw invalid(`The data of image ${image.id} is not what its checksums say.`)
}
