import type { CacheRecords } from '#lib/domain/cache.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ByteRange, ImageData } from '#lib/domain/repository.ts'
import type { CacheFiles } from './cache-files.ts'

export interface CacheOptions {
  readonly files: CacheFiles
  readonly records: CacheRecords
  /** This node's name in the records. */
  readonly node: string
  readonly maxBytes: number
  readonly stallMs: number
  readonly nowMs: () => number
  /** An image to fetch, and how its stores give it. @throws `not_found`, `conflict` not active */
  readonly find: (imageId: string) => Promise<Source>
  /** Told about trouble that no caller hears of. */
  readonly report: (what: string, error: unknown) => void
}

export interface Reading {
  readonly range: ByteRange | null
  readonly signal: AbortSignal
}

export interface CachedReading extends Reading {
  /** The store is one whose data is worth a copy. */
  readonly leavesCopy: boolean
}

export interface Source {
  readonly image: Image
  readonly fromStore: (reading: Reading) => Promise<ImageData>
}

export type OpenCached = (
  image: Image,
  reading: CachedReading,
  fromStore: Source['fromStore'],
) => Promise<ImageData>
