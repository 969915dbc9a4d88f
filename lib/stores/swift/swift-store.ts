import { notFound } from '#lib/domain/errors.ts'
import type { ByteRange, ImageData } from '#lib/domain/repository.ts'
import { badRange } from '../bad-range.ts'
import { idOf, objectNameOf } from '../object-names.ts'
import { countStaged, openPartStaging } from '../parts/part-staging.ts'
import { downloadStream } from '../remote/download-stream.ts'
import type { StagingKey, WritableStore } from '../store.ts'
import { untilDone } from '../until-done.ts'
import { createYoungGarbage, type YoungGarbage } from '../young-garbage.ts'
import { createSwiftClient, openSwiftObject, type SwiftClient } from './swift-client.ts'
import { factsOf, listFolders, removeLarge, unquoted } from './swift-container.ts'
import { objectIn, STAGING, type SwiftObject, segmentsOf, swiftUrl, uploadNames } from './swift-names.ts'
import type { SwiftStoreOptions } from './swift-options.ts'
import { createSwiftPlace, discardPlace, type SwiftPlaceOptions, sweepPlace } from './swift-place.ts'
import { temporaryUrls } from './swift-temporary-urls.ts'

const GIB = 1024 ** 3

/** Manifests are nested when one is not enough: this is no limit of Swift's but one of sense. */
const MOST_PARTS = 1_000_000

/** Keeps each image in an object of a container, large ones as static large objects. Asks nothing until it is first used. */
export function createSwiftStore(options: SwiftStoreOptions): WritableStore {
  const { id, container, partBytes, manifestParts } = options
  const client = createSwiftClient(options)
  const limits = { partBytes, mostParts: MOST_PARTS, largestPartBytes: 5 * GIB }
  const garbage = createYoungGarbage()
  const segments = segmentsOf(container)
  const placeOf = ({ uploadId, imageId }: StagingKey): SwiftPlaceOptions => {
    const image = { container, object: objectNameOf(imageId) }
    const imageUrl = swiftUrl(options, image)
    return { client, uploadId, names: uploadNames(uploadId), image, imageUrl, manifestParts }
  }
  const makeContainers = untilDone(async () => {
    if (options.createContainer === true) await client.askText({ method: 'PUT', container })
    await client.askText({ method: 'PUT', container: segments })
  })
  const signUrl = temporaryUrls(client, options)
  return {
    id,
    countsOnlySafeBytes: true,
    async probe(use, signal) {
      if (use === 'write') await makeContainers()
      const answer = await client.ask({ method: 'HEAD', container, signal })
      answer.body.resume()
    },
    open: async (url, range, signal) =>
      openData({ client, garbage, options }, objectIn(url, container), { range, signal }),
    async sizeOf(url) {
      const facts = await factsOf(client, objectIn(url, container))
      if (facts === null) throw notFound('data in the store', id)
      return facts.sizeBytes
    },
    ...(signUrl === undefined ? {} : { signUrl: async (url) => signUrl(objectIn(url, container)) }),
    async openStaging(key) {
      await makeContainers()
      const place = createSwiftPlace(placeOf(key))
      return openPartStaging({ place, limits, totalBytes: key.totalBytes ?? null })
    },
    stagedSize: (key) => countStaged(createSwiftPlace(placeOf(key)), limits),
    discardStaging: (key) => discardPlace(placeOf(key)),
    async listStaging() {
      await makeContainers()
      const names = await listFolders(client, segments, STAGING)
      return names.map(idOf).filter((uploadId) => uploadId !== null)
    },
    sweepStaging: (uploadId) => sweepPlace(client, segments, { uploadId, names: uploadNames(uploadId) }),
    remove: async (url) => removeLarge(client, objectIn(url, container)),
  }
}

interface Reading {
  readonly client: SwiftClient
  readonly garbage: YoungGarbage
  readonly options: SwiftStoreOptions
}

async function openData(
  { client, garbage, options }: Reading,
  place: SwiftObject,
  { range, signal }: { range: ByteRange | null; signal: AbortSignal },
): Promise<ImageData> {
  if (range !== null && !(range.start >= 0 && range.start <= range.end)) throw badRange(range)
  const headers = range === null ? {} : { range: `bytes=${range.start}-${range.end}` }
  const answer = await client.ask({ method: 'GET', ...place, headers, signal })
  const { etag, 'content-length': length, 'content-range': given = '' } = answer.headers
  if (range !== null && !given.startsWith(`bytes ${range.start}-${range.end}/`)) {
    answer.body.destroy()
    throw badRange(range)
  }
  const start = range?.start ?? 0
  const lengthBytes = Number(length)
  const end = start + lengthBytes - 1
  const tag = etag === undefined ? {} : { tag: `"${unquoted(etag)}"` }
  const reopen = (position: number, stop: AbortSignal) =>
    openSwiftObject(client, place, { start: position, end, ...tag, signal: stop })
  const reopenings = options.retry.attempts - 1
  const download = { storeId: options.id, reopen, start, lengthBytes, garbage, reopenings, signal }
  return { stream: downloadStream(download, answer.body), lengthBytes }
}
