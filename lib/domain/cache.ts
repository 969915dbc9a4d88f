/** A copy on this node. */
export interface CachedImage {
  readonly imageId: string
  readonly hits: number
  readonly sizeBytes: number
  readonly checksum: string | null
  readonly lastAccessedMs: number
  readonly lastModifiedMs: number
}

/** The cache of one node. */
export interface CachedNode {
  readonly node: string
  readonly cached: readonly CachedImage[]
  readonly queued: readonly string[]
}

/** What is removed by `DELETE /v2/cache`. */
export type ClearTarget = 'cache' | 'queue' | 'all'

/** What administrators do with the cache of the node that they ask. */
export interface CacheDesk {
  list(): Promise<Pick<CachedNode, 'cached' | 'queued'>>
  /** Every node that has noted anything; this one always, and first. */
  nodes(): Promise<readonly CachedNode[]>
  /** Size to which the copies of this node are pruned. */
  readonly maxBytes: number
  /** To be fetched soon. Cached or queued already is fine. */
  queue(imageId: string): Promise<void>
  /** Takes it out of cache and queue; false when it was in neither. */
  remove(imageId: string): Promise<boolean>
  clear(target: ClearTarget): Promise<void>
  /** Removes what broken downloads left behind. */
  clean(): Promise<void>
  /** Removes what was not used for the longest, until the rest fits. */
  prune(): Promise<{ readonly files: number; readonly bytes: number }>
  /** The nodes that have a copy. */
  nodesOf(imageId: string): Promise<readonly string[]>
}

/** Statistics and queue, by node. Which copies there are, the node's folder says. */
export interface CacheRecords {
  list(node: string): Promise<readonly CachedImage[]>
  /** A new copy. */
  put(node: string, entry: CachedImage): Promise<void>
  hit(node: string, imageId: string, nowMs: number): Promise<void>
  /** Whether it was there. */
  remove(node: string, imageId: string): Promise<boolean>
  nodesOf(imageId: string): Promise<readonly string[]>
  /** Nodes with copies or a queue, by name. */
  nodes(): Promise<readonly string[]>
  /** Ids of noted copies of images that were deleted: on another node, or while the copy was being made. */
  listGone(node: string): Promise<readonly string[]>
  /** The longest ago first. */
  listQueue(node: string): Promise<readonly string[]>
  enqueue(node: string, imageId: string, nowMs: number): Promise<void>
  /** Whether it was there. */
  dequeue(node: string, imageId: string): Promise<boolean>
}
