import type { Image } from './image.ts'
import type { ProjectLimits } from './limits.ts'
import type { ReservationKind } from './reservations.ts'
import type { NewTask, TaskRecord } from './task-records.ts'

/** Names the task that works on the image. While it stands nobody else begins one. */
export const IMPORT_LOCK = 'os_glance_import_task'
/** Stores that are still to come, and stores that could not take the data; comma lists that Glance's users know. */
export const IMPORTING_TO = 'os_glance_importing_to_stores'
export const FAILED_IMPORT = 'os_glance_failed_import'

/** Data that lies in a store. */
export interface StoredCopy {
  readonly storeId: string
  readonly url: string
}

/** What becomes of the image when its data is there. */
export interface ImportedData {
  readonly sizeBytes: number
  readonly virtualSizeBytes: number | null
  readonly md5: string
  readonly sha512: string
  readonly diskFormat: string | null
  readonly containerFormat: string | null
  /** Added to those that it has. */
  readonly properties: Readonly<Record<string, string>>
}

export interface ImportEnd {
  readonly message: string
  readonly failedStores: readonly string[]
  readonly nowMs: number
}

/** The steps of an image's life that go with imports: each is one transaction, and needs the task's lease. */
export interface ImportRecords {
  /**
   * Locks the image, makes it `importing` unless it is active, and notes the task.
   * @throws `conflict` the image is elsewhere by now, is locked, or is still being staged; `gone`, `over_limit`
   */
  begin(image: Image, task: NewTask, terms: ImportTerms): Promise<void>
  /** The upload whose staged data waits for this import; null when there is none. */
  stagedUpload(imageId: string): Promise<StagedUpload | null>
  /**
   * One more store has the data: it is a location now, and an `importing` image becomes active with `data`.
   * @throws `conflict` lease lost, `gone`
   */
  addCopy(task: TaskRecord, owner: string, copy: StoredCopy, news: CopyNews): Promise<void>
  /**
   * The import has succeeded: activates the image if it is not active yet, adds the copies as locations, forgets the
   * staged upload, unlocks, and ends the task. `staged` is noted for removal.
   * @throws `conflict` lease lost, `gone`
   */
  succeed(task: TaskRecord, owner: string, work: ImportWork, end: ImportEnd): Promise<void>
  /**
   * The import has failed, and its bytes are removed already: the image is queued again unless it was active, unlocked,
   * and the task ended. An image that is gone is fine. @throws `conflict` lease lost
   */
  fail(task: TaskRecord, owner: string, end: ImportEnd): Promise<void>
  /** Gives back images that no upload and no task will ever bring forward. Gives their ids. */
  healStuck(beforeMs: number, nowMs: number): Promise<readonly string[]>
}

/** Room that is taken when an import begins; it ends with the task. */
export interface ImportRoom {
  readonly kind: ReservationKind
  /** Of one copy; null: unknown. */
  readonly bytes: number | null
  readonly countsAsUpload?: boolean
}

export interface ImportTerms {
  readonly stores: readonly string[]
  readonly room: ImportRoom
  readonly within: ProjectLimits
}

export interface CopyNews {
  readonly data: ImportedData | null
  readonly remainingStores: readonly string[]
  readonly failedStores: readonly string[]
  readonly nowMs: number
}

export interface ImportWork {
  readonly data: ImportedData | null
  readonly copies: readonly StoredCopy[]
  readonly staged: StoredCopy | null
}

export interface StagedUpload {
  readonly uploadId: string
  readonly sizeBytes: number
}
