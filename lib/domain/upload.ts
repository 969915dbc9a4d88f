import type { ProjectLimits } from './limits.ts'
import type { ReservationKey } from './reservations.ts'

/**
 * How the bytes come: one plain PUT, a tus upload over many requests, or a plain PUT into the staging area, where they
 * wait for their import.
 */
export type UploadKind = 'put' | 'tus' | 'stage'

export interface ExpectedHash {
  readonly algo: 'md5' | 'sha1' | 'sha256' | 'sha512'
  /** Lower-case hexadecimal. */
  readonly value: string
}

/** A plain request lives once: an upload that it leaves unfinished cannot go on. */
export function isResumable({ kind }: Pick<Upload, 'kind'>): boolean {
  return kind === 'tus'
}

/** The room that was taken for an upload's bytes. */
export function reservationKeyOf({ id, kind }: Pick<Upload, 'id' | 'kind'>): ReservationKey {
  return { kind: kind === 'stage' ? 'stage' : 'store', holder: { kind: 'upload', id } }
}

/** Bytes on their way into one image. While it exists the image is `saving` (`uploading` when they are to be staged) and nobody else can write it. */
export interface Upload {
  readonly id: string
  readonly imageId: string
  readonly kind: UploadKind
  readonly storeId: string
  readonly projectId: string | null
  readonly userId: string | null
  /** Announced length; null when the client did not say. */
  readonly totalBytes: number | null
  /** Bytes that are safely stored. */
  readonly receivedBytes: number
  readonly expectedHash: ExpectedHash | null
  readonly fileName: string | null
  readonly createdAtMs: number
  /** Activity moves it forward; after it the upload is removed and the image is `queued` again. */
  readonly expiresAtMs: number
}

export interface UploadRequest {
  readonly kind: UploadKind
  /** Absent: the default store. */
  readonly storeId?: string
  readonly totalBytes: number | null
  readonly expectedHash?: ExpectedHash
  readonly fileName?: string
  /** What the owner's images must fit into with the announced bytes; the quota layer says it. */
  readonly within?: ProjectLimits
}
