import { notFound } from '#lib/domain/errors.ts'
import type { ByteRange, ImageData } from '#lib/domain/repository.ts'
import { badRange } from '../bad-range.ts'
import { idOf } from '../object-names.ts'
import { countStaged, openPartStaging } from '../parts/part-staging.ts'
import { downloadStream } from '../remote/download-stream.ts'
import type { WritableStore } from '../store.ts'
import { untilDone } from '../until-done.ts'
import { createYoungGarbage, type YoungGarbage } from '../young-garbage.ts'
import { createSwiftClient, openSwiftObject, type SwiftClient } from './swift-client.ts'
import { factsOf, listFolders, unquoted } from './swift-container.ts'
import { oneContainer, type SwiftLayout } from './swift-layout.ts'
import { STAGING, type SwiftObject, uploadNames } from './swift-names.ts'
import type { SwiftStoreOptions } from './swift-options.ts'
import { createSwiftPlace, discardPlace, notedImage, sweepPlace } from './swift-place.ts'
import { projectContainers } from './swift-projects.ts'
import { setReaders } from './swift-readers.ts'
import { temporaryUrls } from './swift-temporary-urls.ts'

const GIB = 1024 ** 3

/** Manifests are nested when one is not enough: this is no limit of Swift's but one of sense. */
const MOST_PARTS = 1_000_000

/** Keeps each image in an object, large ones as static large objects. Asks nothing until it is first used. */
export function createSwiftStore(options: SwiftStoreOptions): WritableStore {
  const { id, partBytes, manifestParts, projects } = options
  const client = createSwiftClient(options)
  const layout =
    projects === undefined ? oneContainer(client, options) : projectContainers(client, options, projects)
  const limits = { partBytes, mostParts: MOST_PARTS, largestPartBytes: 5 * GIB }
  const garbage = createYoungGarbage()
  const placeOf = (uploadId: string, image: SwiftObject, totalBytes: number | null = null) => ({
    ...{
      client,
      uploadId,
      names: uploadNames(uploadId),
      image,
      imageUrl: layout.urlOf(image),
      manifestParts,
    },
    ...{ staging: layout.staging, segments: layout.segmentsOf(image) },
    ...{ totalBytes, admit: (sizeBytes: number) => layout.admit(image, sizeBytes) },
    make: untilDone(() => layout.make(image)),
  })
  const signUrl = temporaryUrls(client, options)
  return {
    id,
    countsOnlySafeBytes: true,
    async probe(use, signal) {
      if (use === 'write') await layout.makeStaging()
      await layout.probe(signal)
    },
    open: async (url, range, signal) =>
      openData({ client, garbage, options }, layout.imageAt(url), { range, signal }),
    async sizeOf(url) {
      const facts = await factsOf(client, layout.imageAt(url))
      if (facts === null) throw notFound('data in the store', id)
      return facts.sizeBytes
    },
    ...(signUrl === undefined ? {} : { signUrl: async (url) => signUrl(layout.imageAt(url)) }),
    ...(projects === undefined
      ? {}
      : {
          setReaders: async (url, readers, signal) =>
            setReaders(client, layout.imageAt(url), { readers, signal }),
        }),
    async openStaging({ uploadId, imageId, totalBytes = null }) {
      await layout.makeStaging()
      const place = createSwiftPlace(placeOf(uploadId, await layout.locate(imageId), totalBytes))
      return openPartStaging({ place, limits, totalBytes })
    },
    async stagedSize({ uploadId, imageId }) {
      const image = await layout.find(imageId)
      return image === null ? 0 : countStaged(createSwiftPlace(placeOf(uploadId, image)), limits)
    },
    async discardStaging({ uploadId, imageId }) {
      const image = await layout.find(imageId)
      if (image === null) return
      await discardPlace(placeOf(uploadId, image))
      await layout.tidy(image)
    },
    async listStaging() {
      await layout.makeStaging()
      const names = await listFolders(client, layout.staging, STAGING)
      return names.map(idOf).filter((uploadId) => uploadId !== null)
    },
    sweepStaging: (uploadId) => sweep({ client, layout }, uploadId),
    remove: async (url) => layout.remove(layout.imageAt(url)),
  }
}

async function sweep(
  { client, layout }: { readonly client: SwiftClient; readonly layout: SwiftLayout },
  uploadId: string,
): Promise<void> {
  const staged = { client, names: uploadNames(uploadId), staging: layout.staging }
  const image = await notedImage(staged)
  const segments = image === null ? layout.staging : layout.segmentsOf(image)
  await sweepPlace({ ...staged, segments }, uploadId, image)
  if (image !== null) await layout.tidy(image)
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
