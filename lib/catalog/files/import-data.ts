import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CatalogImage } from '#lib/domain/catalog.ts'
import { conflict, invalid, isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ExpectedHash } from '#lib/domain/upload.ts'
import { objectNameOf } from '#lib/stores/object-names.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import { type CopiedData, type CopyRequest, catalogStagingId } from '#lib/uploads/copy-into.ts'
import type { HashData } from '#lib/uploads/hash-data.ts'
import type { Completion } from '../take-in.ts'

export interface DataImport {
  readonly folder: string
  readonly stores: StoreRegistry
  /** Where data goes; undefined: where it was, if that is a store here that takes data, else the default. */
  readonly storeId: string | undefined
  readonly copyInto: (request: CopyRequest) => Promise<CopiedData>
  readonly hash: HashData
  readonly signal: AbortSignal
}

const PIECE_BYTES = 1024 * 1024

/** How an image gets the data that lies in a file of the catalog. */
export function withDataOf(data: DataImport, file: string): Completion {
  return {
    async toTake(entry) {
      const store = storeFor(data, entry.image)
      const url =
        (await dataAlreadyIn(data, store, entry.image)) ?? (await bring(data, store, entry.image, file))
      return { ...entry, image: { ...entry.image, locations: [{ url, storeId: store.id, metadata: {} }] } }
    },
    toUpdate(entry, before) {
      if (!isSameData(entry, before)) {
        throw conflict(`Image ${entry.image.id} has other data here: delete it first.`)
      }
      return { ...entry, image: { ...entry.image, locations: before.image.locations } }
    },
  }
}

function isSameData({ image }: CatalogImage, { image: before }: CatalogImage): boolean {
  return (
    before.locations.length > 0 &&
    before.sizeBytes === image.sizeBytes &&
    before.checksum === image.checksum &&
    before.hashValue === image.hashValue
  )
}

function storeFor({ stores, storeId }: DataImport, { locations }: Image): WritableStore {
  if (storeId !== undefined) return stores.writable(storeId)
  const open = stores.infos.filter(({ isReadOnly }) => !isReadOnly)
  const known = locations.find((each) => open.some(({ id }) => id === each.storeId))
  return stores.writable(known?.storeId)
}

/** A run that was interrupted may have left it there. @throws `conflict` when it is other data: it is not ours to write over */
async function dataAlreadyIn(
  { stores, signal, hash }: DataImport,
  store: WritableStore,
  image: Image,
): Promise<string | null> {
  const { urlPrefixes, urlEndings = [''] } = stores.factsOf(store.id)
  const name = objectNameOf(image.id)
  for (const url of urlPrefixes.flatMap((prefix) => urlEndings.map((ending) => prefix + name + ending))) {
    const found = await store.open(url, null, signal).catch((error: unknown) => {
      if (isDomainError(error, 'not_found')) return null
      throw error
    })
    if (found === null) continue
    const expected = expectedOf(image)
    const algos = expected.map(({ algo }) => algo)
    const { digests, sizeBytes } = await hash(found.stream, algos, () => undefined)
    const isThis =
      sizeBytes === image.sizeBytes &&
      expected.length > 0 &&
      expected.every(({ algo, value }) => digests[algo] === value)
    if (isThis) return url
    throw conflict(`The store ${store.id} has other data under the name of image ${image.id}.`)
  }
  return null
}

async function bring(
  { folder, copyInto, signal }: DataImport,
  store: WritableStore,
  image: Image,
  file: string,
): Promise<string> {
  const path = join(folder, file)
  const found = await stat(path).catch(() => null)
  if (found === null) throw invalid(`The file ${file} is missing.`)
  if (image.sizeBytes !== null && found.size !== image.sizeBytes) {
    throw invalid(`The file ${file} has ${found.size} bytes, but the image has ${image.sizeBytes}.`)
  }
  const copied = await copyInto({
    ...{ store, signal, totalBytes: found.size, mostBytes: found.size, expectedHashes: expectedOf(image) },
    stream: createReadStream(path, { highWaterMark: PIECE_BYTES }),
    key: { uploadId: catalogStagingId(image.id), imageId: image.id, totalBytes: found.size },
    progress: () => undefined,
    assertMayWrite: async () => undefined,
  })
  return copied.url
}

const KNOWN_ALGOS: readonly string[] = ['md5', 'sha1', 'sha256', 'sha512'] satisfies ExpectedHash['algo'][]

/** The hashes that we can check; others stay as they are said. */
function expectedOf({ checksum, hashAlgo, hashValue }: Image): readonly ExpectedHash[] {
  const isKnown = (algo: string | null): algo is ExpectedHash['algo'] => KNOWN_ALGOS.includes(algo ?? '')
  return [
    ...(checksum === null ? [] : [{ algo: 'md5', value: checksum } as const]),
    ...(isKnown(hashAlgo) && hashValue !== null ? [{ algo: hashAlgo, value: hashValue }] : []),
  ]
}
