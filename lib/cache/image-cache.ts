import type { CacheDesk } from '#lib/domain/cache.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ImageData } from '#lib/domain/repository.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import { readFileSlice } from '#lib/stores/read-file.ts'
import { createYoungGarbage } from '#lib/stores/young-garbage.ts'
import { createDesk, entryOf, prefetchQueued, pruneCache, tidyCache } from './cache-desk.ts'
import { expectedHashOf } from './cache-files.ts'
import type { CachedReading, CacheOptions, OpenCached, Reading } from './cache-ports.ts'
import { fillWhileReading } from './fill.ts'

export interface ImageCache {
  /** For the location layer. */
  readonly open: OpenCached
  forget(imageId: string): Promise<void>
  readonly desk: CacheDesk
  readonly jobs: readonly PeriodicJob[]
  /** Resolves when the copies that were complete are visible. Readers are to be ended before. */
  close(): Promise<void>
}

const TIDY_MS = 60_000
const PREFETCH_MS = 30_000

interface OpeningCache {
  readonly open: OpenCached
  /** Resolves when the copies that were complete are visible. */
  finished(): Promise<unknown>
}

function createOpening(options: CacheOptions): OpeningCache {
  const { files, records, node, nowMs, report } = options
  const garbage = createYoungGarbage()
  /** Images of which a copy is being made: the others who miss it meanwhile read the store. */
  const filling = new Set<string>()
  const finishing = new Set<Promise<void>>()

  async function openCopy(image: Image, { range, signal }: Reading): Promise<ImageData | null> {
    const handle = await files.open(image)
    if (handle === null) return null
    await records.hit(node, image.id, nowMs()).catch((error: unknown) => report('counting a hit', error))
    const start = range?.start ?? 0
    const lengthBytes = range === null ? (image.sizeBytes ?? 0) : range.end - range.start + 1
    return { stream: readFileSlice({ handle, garbage, signal }, { start, lengthBytes }), lengthBytes }
  }

  function mayFill(image: Image, { range, leavesCopy }: CachedReading): boolean {
    const { sizeBytes } = image
    const fits = sizeBytes !== null && sizeBytes > 0 && sizeBytes <= options.maxBytes
    return leavesCopy && range === null && fits && expectedHashOf(image) !== null && !filling.has(image.id)
  }

  async function note(image: Image): Promise<void> {
    const now = nowMs()
    await records.put(node, entryOf(image.id, image.sizeBytes ?? 0, image.checksum, now))
    await records.dequeue(node, image.id)
    await pruneCache(options)
  }

  async function fill(image: Image, data: ImageData): Promise<ImageData> {
    const begun = await files.begin(image).catch((error: unknown) => report('making a copy', error))
    if (begun === undefined) {
      filling.delete(image.id)
      return data
    }
    const over = Promise.withResolvers<void>()
    finishing.add(over.promise)
    const end = (): void => {
      filling.delete(image.id)
      finishing.delete(over.promise)
      over.resolve()
    }
    const stream = fillWhileReading(data.stream, image, begun, {
      done: () => note(image).finally(end),
      dropped(reason) {
        if (reason !== undefined) report(`copying image ${image.id}`, reason)
        end()
      },
    })
    return { ...data, stream }
  }

  const open: OpenCached = async (image, reading, fromStore) => {
    const copy = await openCopy(image, reading).catch((error: unknown) => report('reading a copy', error))
    if (copy) return copy
    if (!mayFill(image, reading)) return fromStore(reading)
    filling.add(image.id)
    try {
      return await fill(image, await fromStore(reading))
    } catch (error) {
      filling.delete(image.id)
      throw error
    }
  }

  return { open, finished: () => Promise.all(finishing) }
}

/** Copies of images' data on this node's disk. */
export function createImageCache(options: CacheOptions): ImageCache {
  const { report } = options
  const { open, finished } = createOpening(options)
  const closing = new AbortController()
  let fetching: Promise<void> = Promise.resolve()
  /** One after the other: the network is what is slow. */
  const prefetch = (): Promise<void> => {
    fetching = fetching
      .then(() => prefetchQueued(options, open, closing.signal))
      .catch((error: unknown) => report('prefetching', error))
    return fetching
  }
  const desk = createDesk(options, () => void prefetch())
  return {
    open,
    async forget(imageId) {
      await desk.remove(imageId).catch((error: unknown) => report(`removing the copy of ${imageId}`, error))
    },
    desk,
    jobs: [
      { name: 'tidy the image cache', everyMs: TIDY_MS, run: () => tidyCache(options) },
      { name: 'prefetch images', everyMs: PREFETCH_MS, run: prefetch },
    ],
    async close() {
      closing.abort()
      await fetching
      await finished()
    },
  }
}
