import type { ErrorCode } from './errors.ts'
import type { ImageStatus } from './image.ts'
import type { ProjectLimits } from './limits.ts'
import type { Upload } from './upload.ts'

/**
 * `open`: holds its image (which is `saving` or `uploading`), receiving or finishing. `staged`: everything is there and
 * waits for an import, holding its image. `finished` and `refused`: remembered for a while, so that a client that lost
 * the last answer learns how it ended. `doomed`: its image was deleted, its bytes must go.
 */
export type UploadState = 'open' | 'staged' | 'finished' | 'refused' | 'doomed'

export interface Refusal {
  readonly code: ErrorCode
  readonly message: string
}

export interface UploadRecord extends Upload {
  readonly state: UploadState
  readonly refusal: Refusal | null
  /** The node that claimed it or wrote it last. */
  readonly writer: string
  readonly leaseOwner: string | null
  readonly leaseUntilMs: number
  /** Null when the image is gone. */
  readonly imageStatus: ImageStatus | null
}

/** The right to write an upload, for one request of one node, until a time. */
export interface Lease {
  readonly owner: string
  /** The node behind the owner: remembered as the writer. */
  readonly node: string
  readonly untilMs: number
}

/** What is known about the data when an image becomes active. */
export interface StoredImageData {
  readonly url: string
  readonly storeId: string
  readonly sizeBytes: number
  readonly virtualSizeBytes: number | null
  readonly md5: string
  readonly sha512: string
}

export interface StagedFacts {
  readonly sizeBytes: number
  readonly nowMs: number
  /** Without an import until then, it is removed. */
  readonly expiresAtMs: number
}

export interface UploadFilter {
  readonly states: readonly UploadState[]
  readonly imageId?: string
  readonly projectId?: string | null
}

/** Rows of uploads, and the steps of an image's life that go with them: each step is one transaction. */
export interface UploadRecords {
  /**
   * The image queued → saving or uploading, the upload with `node` as its writer, and room for its bytes.
   * @throws `conflict` not queued or being written, `gone`, `over_limit` when it does not fit
   */
  claim(upload: Upload, node: string, within?: ProjectLimits): Promise<void>
  find(uploadId: string): Promise<UploadRecord | null>
  /** Oldest first. */
  list(filter: UploadFilter): Promise<readonly UploadRecord[]>
  /** Takes the lease if it is free, lapsed, or held by `lapsedOwner`, who is known to be dead. The writer stays.
   *  @throws `conflict` held, `gone` not open or without its image */
  lease(uploadId: string, lease: Lease, terms: { nowMs: number; lapsedOwner?: string }): Promise<UploadRecord>
  /** Extends the lease, notes the writer and what is safely stored. `lost` when another holds it, `gone` when the image is deleted. */
  renew(
    uploadId: string,
    lease: Lease,
    progress: { receivedBytes: number; expiresAtMs: number },
  ): Promise<'held' | 'lost' | 'gone'>
  /** Gives the lease back; not holding it is fine. */
  release(uploadId: string, owner: string): Promise<void>
  /** The length that was deferred. @throws `conflict` when another was declared, `gone` */
  declareTotal(uploadId: string, totalBytes: number): Promise<void>
  /** The image saving → active with its data. A tus upload is remembered as finished. @throws `gone`, `conflict` lease lost */
  activate(
    upload: Upload,
    owner: string,
    data: StoredImageData,
    times: { nowMs: number; rememberUntilMs: number },
  ): Promise<void>
  /** The upload open → staged; the image stays `uploading` and shows the size. @throws `gone`, `conflict` lease lost */
  stage(upload: Upload, owner: string, data: StagedFacts): Promise<void>
  /** What was staged is wanted no more: the image uploading → queued, the upload doomed. False when an import has it by now. */
  unstage(upload: Upload, nowMs: number): Promise<boolean>
  /** The image saving or uploading → queued without sizes. A refused tus upload is remembered, others are forgotten. Gone is fine. */
  giveBack(
    upload: Upload,
    nowMs: number,
    refused?: { refusal: Refusal; rememberUntilMs: number },
  ): Promise<void>
  /** The image is deleted: its open upload may receive nothing more. Gives it, if there is one. */
  doom(imageId: string): Promise<UploadRecord | null>
  /** Removes the row. */
  forget(uploadId: string): Promise<void>
}

/** Data that is to be removed although its image's row may be gone already: noted before, struck out after. */
export interface DoomedData {
  readonly url: string
  readonly storeId: string
  readonly imageId: string
  readonly notedAtMs: number
}

export interface DoomedDataRecords {
  note(data: readonly DoomedData[]): Promise<void>
  strike(url: string): Promise<void>
  /** Noted before `beforeMs`, with whether it is still its image's (the deletion did not happen). */
  list(beforeMs: number): Promise<readonly (DoomedData & { readonly isStillUsed: boolean })[]>
}
