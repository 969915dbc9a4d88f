import type { ImageStatus, MemberStatus, Visibility } from '../domain/image.ts'
import type { Refusals } from '../domain/refusals.ts'
import type { DeactivationWire } from './deactivation-wire.ts'

/** The attributes every image has on the wire; additional properties stand beside them as strings. */
export interface ImageBaseWire {
  readonly id: string
  readonly name: string | null
  readonly status: ImageStatus
  readonly visibility: Visibility
  readonly protected: boolean
  readonly os_hidden: boolean
  readonly checksum: string | null
  readonly os_hash_algo: string | null
  readonly os_hash_value: string | null
  readonly owner: string | null
  readonly size: number | null
  readonly virtual_size: number | null
  readonly container_format: string | null
  readonly disk_format: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly tags: readonly string[]
  readonly min_ram: number
  readonly min_disk: number
  readonly self: string
  readonly file: string
  readonly schema: string
  readonly direct_url?: string
  readonly stores?: string
  readonly locations?: readonly LocationWire[]
  /** Only for a client that asks with `x-vitrine-show: refusals`. */
  readonly vitrine_refused?: Refusals
  /** Only for a client that asks with `x-vitrine-show: reasons`; null: not deactivated, or nobody said why. */
  readonly vitrine_deactivation?: DeactivationWire | null
}

export interface LocationWire {
  readonly url: string
  readonly metadata: Readonly<Record<string, string>>
}

export type ImageWire = ImageBaseWire & { readonly [property: string]: unknown }

export interface ImageListWire {
  readonly images: readonly ImageWire[]
  readonly first: string
  readonly next?: string
  readonly schema: string
}

/** The answer of `GET /v2/vitrine/images/owners`. */
export interface ImageOwnersWire {
  readonly owners: readonly { readonly id: string; readonly count: number }[]
  readonly is_more: boolean
}

export interface MemberWire {
  readonly member_id: string
  readonly image_id: string
  readonly status: MemberStatus
  readonly created_at: string
  readonly updated_at: string
  readonly schema: string
  /** Only for a client that asks with `x-vitrine-show: ends`. */
  readonly vitrine_ends_at?: string | null
}

/** Messages of GET /events (server-sent events, `data:` is this as JSON). */
export type EventWire =
  | { readonly type: 'image'; readonly event: string; readonly image_id: string }
  | {
      readonly type: 'upload'
      readonly image_id: string
      readonly received: number
      readonly total: number | null
      readonly step: 'receiving' | 'hashing' | 'inspecting' | 'storing'
    }
