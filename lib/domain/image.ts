import type { DeactivationNote } from './deactivation.ts'
import type { ProjectLimits } from './limits.ts'

export const IMAGE_STATUSES = [
  'queued',
  'saving',
  'uploading',
  'importing',
  'active',
  'deactivated',
  'killed',
  'pending_delete',
  'deleted',
] as const
export type ImageStatus = (typeof IMAGE_STATUSES)[number]

export const VISIBILITIES = ['public', 'private', 'shared', 'community'] as const
export type Visibility = (typeof VISIBILITIES)[number]

/** Where image data lies. `url` never holds credentials. */
export interface ImageLocation {
  readonly url: string
  readonly storeId: string
  readonly metadata: Readonly<Record<string, string>>
}

/** An image as the service knows it: plain, readonly data. A change is a pair of two of these. */
export interface Image {
  readonly id: string
  readonly name: string | null
  readonly status: ImageStatus
  readonly visibility: Visibility
  readonly isProtected: boolean
  readonly isHidden: boolean
  /** The owning project's id; null for images that nobody owns (only an administrator can make one). */
  readonly owner: string | null
  readonly diskFormat: string | null
  readonly containerFormat: string | null
  readonly minDiskGb: number
  readonly minRamMb: number
  readonly sizeBytes: number | null
  readonly virtualSizeBytes: number | null
  /** md5 in lower-case hexadecimal. */
  readonly checksum: string | null
  readonly hashAlgo: string | null
  readonly hashValue: string | null
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** Sorted, without duplicates. */
  readonly tags: readonly string[]
  readonly properties: Readonly<Record<string, string>>
  readonly locations: readonly ImageLocation[]
}

/** A change to one image; the database writes the difference, if `before.status` still holds. */
export interface ImageChange {
  readonly before: Image
  readonly after: Image
  /** Only if nothing at all has changed since `before` was read; else `stale`. */
  readonly isExact?: boolean
  /** Why `after` is deactivated; without it what was said before stays. */
  readonly note?: DeactivationNote
  /** What the owner's images must fit into afterwards, as far as they grow; the quota layer says it. */
  readonly within?: ProjectLimits
}

export const MEMBER_STATUSES = ['pending', 'accepted', 'rejected'] as const
export type MemberStatus = (typeof MEMBER_STATUSES)[number]

/** A project with which a shared image is shared. */
export interface ImageMember {
  readonly imageId: string
  /** The member project's id. */
  readonly memberId: string
  readonly status: MemberStatus
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** When it is no member any more by itself; null: when somebody ends it. */
  readonly endsAtMs: number | null
}
