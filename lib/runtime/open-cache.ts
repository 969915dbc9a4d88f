import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { openCacheFiles } from '#lib/cache/cache-files.ts'
import type { Source } from '#lib/cache/cache-ports.ts'
import { createImageCache, type ImageCache } from '#lib/cache/image-cache.ts'
import { type Config, ConfigError } from '#lib/config.ts'
import { createCacheRecords } from '#lib/db/cache-records.ts'
import type { Database } from '#lib/db/database.ts'
import { systemContext } from '#lib/domain/context.ts'
import { conflict } from '#lib/domain/errors.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import { inOrder, openFirst } from '#lib/layers/location-data.ts'
import type { Log } from '#lib/log.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'

interface CacheParts {
  readonly config: Config
  readonly database: Database
  readonly records: ImageRecords
  readonly stores: StoreRegistry
  readonly log: Log
}

/** The image cache of this node; null where the site has none. @throws ConfigError when its folder cannot be used */
export async function openCache(parts: CacheParts): Promise<ImageCache | null> {
  const { config, database, log } = parts
  const folder = config.VITRINE_CACHE_DIR
  if (folder === undefined) return null
  const files = await openCacheFiles(folder).catch((cause: unknown) => {
    throw new ConfigError(`VITRINE_CACHE_DIR: nothing can be written to the folder ${folder}.`, { cause })
  })
  return createImageCache({
    files,
    records: createCacheRecords(database),
    node: config.VITRINE_CACHE_NODE_URL ?? `http://${hostname()}:${config.PORT}`,
    maxBytes: config.VITRINE_CACHE_MAX_BYTES,
    stallMs: config.VITRINE_CACHE_STALL_SECONDS * 1000,
    nowMs: Date.now,
    find: (imageId) => findSource(parts, imageId),
    report: (what, error) => log.warn({ err: error }, `Trouble ${what}; the image cache goes on.`),
  })
}

async function findSource({ records, stores }: CacheParts, imageId: string): Promise<Source> {
  const image = inOrder(stores, await records.get(systemContext(`prefetch-${randomUUID()}`), imageId))
  if (image.status !== 'active') throw conflict(`Image ${imageId} is ${image.status}, not active.`)
  return { image, fromStore: (reading) => openFirst(stores, image, reading) }
}
