/** Copies of images on nodes; see CacheRecords. */
export interface CachedImageTable {
  node: string
  image_id: string
  hits: number
  size_bytes: number
  checksum: string | null
  last_accessed_ms: number
  last_modified_ms: number
}

export interface CacheQueueTable {
  node: string
  image_id: string
  queued_at_ms: number
}

export interface CacheTables {
  cached_images: CachedImageTable
  cache_queue: CacheQueueTable
}
