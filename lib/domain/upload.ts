import type { ProjectLimits } from './limits.ts'

/** How the bytes come: one plain PUT, or a tus upload over many requests. */
export type UploadKind = 'put' | 'tus'

export interface ExpectedHash {
  readonly algo: 'md5' | 'sha1' | 'sha256' | 'sha512'
  /** Lower-case hexadecimal. */
  readonly value: string
}

/** Bytes on their way into one image. While it exists the image is `saving` and nobody else can write it. */
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
