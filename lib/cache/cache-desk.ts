import type { CacheDesk, CachedImage, CachedNode } from '#lib/domain/cache.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { CacheOptions, OpenCached } from './cache-ports.ts'

/** What administrators do. @param wake There is something to fetch. */
export function createDesk(options: CacheOptions, wake: () => void): CacheDesk {
  const { files, records, node, nowMs } = options
  const listOf = async (name: string): Promise<CachedNode> => {
    const [cached, queued] = await Promise.all([records.list(name), records.listQueue(name)])
    return { node: name, cached, queued }
  }
  return {
    list: () => listOf(node),
    async nodes() {
      const others = (await records.nodes()).filter((name) => name !== node)
      return Promise.all([node, ...others].map(listOf))
    },
    maxBytes: options.maxBytes,
    async queue(imageId) {
      if ((await records.list(node)).some((entry) => entry.imageId === imageId)) return
      await records.enqueue(node, imageId, nowMs())
      wake()
    },
    async remove(imageId) {
      const wasQueued = await records.dequeue(node, imageId)
      const hadFile = await files.remove(imageId)
      return (await records.remove(node, imageId)) || hadFile || wasQueued
    },
    async clear(target) {
      if (target !== 'queue') for (const { imageId } of await files.list()) await removeCopy(options, imageId)
      if (target !== 'cache') {
        for (const imageId of await records.listQueue(node)) await records.dequeue(node, imageId)
      }
      await tidyCache(options)
    },
    clean: () => files.removeStalled(nowMs() - options.stallMs),
    prune: () => pruneCache(options),
    nodesOf: records.nodesOf,
  }
}

async function removeCopy({ files, records, node }: CacheOptions, imageId: string): Promise<void> {
  await files.remove(imageId)
  await records.remove(node, imageId)
}

/** The folder says what there is: statistics follow it. Then go copies of deleted images, stalled ones, and what does not fit. */
export async function tidyCache(options: CacheOptions): Promise<void> {
  const { files, records, node, nowMs } = options
  const [noted, found] = await Promise.all([records.list(node), files.list()])
  const has = new Map(found.map(({ imageId, sizeBytes }) => [imageId, sizeBytes]))
  for (const { imageId } of noted) if (!has.has(imageId)) await records.remove(node, imageId)
  for (const [imageId, sizeBytes] of has) {
    if (noted.some((entry) => entry.imageId === imageId)) continue
    await records.put(node, entryOf(imageId, sizeBytes, null, nowMs()))
  }
  for (const imageId of await records.listGone(node)) await removeCopy(options, imageId)
  await files.removeStalled(nowMs() - options.stallMs)
  await pruneCache(options)
}

export async function pruneCache(options: CacheOptions): Promise<{ files: number; bytes: number }> {
  // The longest unused first.
  const entries = await options.records.list(options.node)
  let total = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const pruned = { files: 0, bytes: 0 }
  for (const { imageId, sizeBytes } of entries) {
    if (total <= options.maxBytes) break
    await removeCopy(options, imageId)
    total -= sizeBytes
    pruned.files += 1
    pruned.bytes += sizeBytes
  }
  return pruned
}

/** Reads each queued image once; what reads it leaves the copy. An image that is gone leaves the queue. */
export async function prefetchQueued(
  options: CacheOptions,
  open: OpenCached,
  signal: AbortSignal,
): Promise<void> {
  const { records, node } = options
  for (const imageId of await records.listQueue(node)) {
    if (signal.aborted) return
    try {
      const { image, fromStore } = await options.find(imageId)
      const { stream } = await open(image, { range: null, signal, leavesCopy: true }, fromStore)
      await drain(stream)
      await records.dequeue(node, imageId)
    } catch (error) {
      if (signal.aborted) return
      if (isDomainError(error, 'not_found') || isDomainError(error, 'conflict')) {
        await records.dequeue(node, imageId)
      } else options.report(`prefetching image ${imageId}`, error)
    }
  }
}

async function drain(stream: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stream.getReader()
  while (!(await reader.read()).done);
}

export function entryOf(
  imageId: string,
  sizeBytes: number,
  checksum: string | null,
  nowMs: number,
): CachedImage {
  return { imageId, hits: 0, sizeBytes, checksum, lastAccessedMs: nowMs, lastModifiedMs: nowMs }
}
