import type { CachedImage, CachedNode } from '../domain/cache.ts'

/** A copy, as Glance tells it. Times in seconds since the epoch. */
export interface CachedImageWire {
  readonly image_id: string
  readonly hits: number
  readonly size: number
  readonly checksum: string | null
  readonly last_accessed: number
  readonly last_modified: number
}

/** Ours: the caches of all nodes. */
export interface CacheNodesWire {
  /** The node that answered: what is queued or removed is queued or removed there. */
  readonly node: string
  readonly max_bytes: number
  readonly nodes: readonly CacheNodeWire[]
}

export interface CacheNodeWire {
  readonly node: string
  readonly cached_images: readonly CachedImageWire[]
  readonly queued_images: readonly string[]
}

export function cachedToWire({ imageId, hits, sizeBytes, checksum, ...times }: CachedImage): CachedImageWire {
  return {
    image_id: imageId,
    hits,
    size: sizeBytes,
    checksum,
    last_accessed: times.lastAccessedMs / 1000,
    last_modified: times.lastModifiedMs / 1000,
  }
}

export function cacheNodeToWire({ node, cached, queued }: CachedNode): CacheNodeWire {
  return { node, cached_images: cached.map(cachedToWire), queued_images: queued }
}
