import type { DataReaders } from '#lib/domain/data-readers.ts'
import type { ByteRange, ImageData } from '#lib/domain/repository.ts'
import type { StoreCapacity } from '#lib/domain/store-reports.ts'

export type { StoreCapacity }

/**
 * A place that keeps image data. Stores speak of data by url; a url never holds credentials, and a store looks only
 * into its own territory, whatever a url says. Absent data is `not_found`; a store that cannot answer is `unavailable`.
 */
export interface ReadableStore {
  /** The name under which images, clients and settings know it. */
  readonly id: string
  /**
   * The data, or the inclusive range of it. The stream gives at most 1 MiB a pull and releases everything when it
   * ends, is cancelled, or `signal` aborts.
   * @throws `not_found` absent, `bad_range` outside the data, `unavailable`
   */
  open(url: string, range: ByteRange | null, signal: AbortSignal): Promise<ImageData>
  /** Bytes stored under the url. @throws `not_found`, `unavailable` */
  sizeOf(url: string): Promise<number>
  /**
   * Absent unless the operator lets downloads go past us: a web address of the data that its bearer may read, whole or by
   * ranges, for a short while. Does not look whether the data is there. @throws `not_found` not ours, `unavailable`
   */
  readonly signUrl?: (url: string) => Promise<string>
  /**
   * Absent where nobody but us reads the store: says who else may read the data in the store itself.
   * @throws `not_found` absent or not ours, `unavailable`; the signal's reason
   */
  readonly setReaders?: (url: string, readers: DataReaders, signal: AbortSignal) => Promise<void>
  /**
   * Resolves when the store answers and could be used that way; cheap, and no data is touched. Absent: a store that takes
   * data is asked what is staged in it, and of others nobody knows before they are read.
   * @throws `unavailable`, `not_found` a folder or bucket that is not there
   */
  readonly probe?: (use: StoreUse, signal: AbortSignal) => Promise<void>
  /** Absent, or null: the store does not tell. @throws `unavailable` */
  readonly capacity?: (signal: AbortSignal) => Promise<StoreCapacity | null>
}

/** What a store is wanted for; removing is writing. */
export type StoreUse = 'read' | 'write'

/** Which upload's bytes are staged, and which image they will be. Both ids name objects in the store. */
export interface StagingKey {
  readonly uploadId: string
  readonly imageId: string
  /** Announced length, if there is one: stores cut large data by it. It may become known later. */
  readonly totalBytes?: number | null
}

/** A store that takes new data, resumably. */
export interface WritableStore extends ReadableStore {
  /**
   * Whether every byte that `stagedSize` and a newly opened staging count survives the loss of any machine of ours. A
   * local disk does not promise it: after a loss of power a file may be longer than what was synced.
   */
  readonly countsOnlySafeBytes: boolean
  /**
   * The bytes staged so far, or a new empty staging. When the bytes were committed already (a crash after `commit`),
   * it shows the committed data, and `commit` gives the url again. The caller makes sure that there is one writer.
   * @throws `unavailable`, `over_limit`
   */
  openStaging(key: StagingKey): Promise<Staging>
  /** Bytes safely staged, without opening them for writing; 0 when there are none. @throws `unavailable` */
  stagedSize(key: StagingKey): Promise<number>
  /** Removes staged and committed bytes of an upload that will not become an image. Absent bytes are fine. */
  discardStaging(key: StagingKey): Promise<void>
  /** The upload ids of everything that is staged, whoever began it. */
  listStaging(): Promise<readonly string[]>
  /** Removes staged bytes that no upload knows. Absent ones are fine. */
  sweepStaging(uploadId: string): Promise<void>
  /**
   * Absent where nothing outside can build on data; asked before an image is deleted.
   * @throws `conflict` when something does (a volume cloned from it)
   */
  assertUnused?(url: string): Promise<void>
  /** Removes data for good. @throws `not_found` when it is absent, `unavailable` */
  remove(url: string): Promise<void>
}

/** Bytes on their way into a store. One caller at a time; every call ends before the next begins, except `read` and `sync`. */
export interface Staging {
  /** Bytes from the start without a gap. */
  size(): number
  /** Puts the pieces, in order, at `offset`, which must be `size()`. @throws `over_limit` no room, `unavailable` */
  append(pieces: readonly Uint8Array[], offset: number): Promise<void>
  /** After it, what was appended survives the end of this process and the loss of the machine's power. May run beside `append`. */
  sync(): Promise<void>
  /**
   * Fills `target` from `offset` on; gives the count, less than asked only at the end. May run beside `append`.
   * Before `seal` a store may refuse bytes that it cannot show yet. @throws `conflict` for these, `unavailable`
   */
  read(offset: number, target: Uint8Array): Promise<number>
  /**
   * Forgets what lies behind `sizeBytes`: zero, or what was staged and synced when this staging was opened or later. A
   * store that cannot cut there cuts earlier; `size()` tells.
   */
  truncate(sizeBytes: number): Promise<void>
  /** All bytes are there: from now on `read` shows every one of them, and nothing may be appended. Again is fine. */
  seal(): Promise<void>
  /** Makes the staged bytes the image's data, durably and at once; gives its url. Again gives the same url. */
  commit(): Promise<string>
  /** Releases what this process holds; what was synced stays. */
  close(): Promise<void>
}

export function isWritable(store: ReadableStore): store is WritableStore {
  return 'openStaging' in store
}
