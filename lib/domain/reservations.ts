import type { Context } from './context.ts'
import type { ProjectLimits } from './limits.ts'

/** `store`: bytes that become images (image_size_total). `stage`: bytes that wait for their import (image_stage_total). */
export type ReservationKind = 'store' | 'stage'

export interface ReservationRequest {
  /** The project that pays: the owner of the image. Null: nobody pays, nothing is limited. */
  readonly projectId: string | null
  readonly kind: ReservationKind
  /** Null: unknown; it grows with `cover` while the bytes flow. */
  readonly bytes: number | null
  /** Stores that the bytes go to; 1 for staging. */
  readonly copies: number
  /**
   * The row with which it ends, whatever happens to the server: a reservation never outlives its upload or task. One
   * holder has at most one reservation of each kind; reserving again takes the place of the one before.
   */
  readonly holder: { readonly kind: 'upload' | 'task'; readonly id: string }
  /** Also one of image_count_uploading: for copies of an image whose own status does not count as uploading. */
  readonly countsAsUpload?: boolean
}

export type ReservationKey = Pick<ReservationRequest, 'holder' | 'kind'>

export interface Reservation {
  /**
   * Makes sure that this many bytes (of one copy) are reserved, and takes a step more where there is room.
   * @returns how many bytes may flow before it must be called again @throws `over_limit`
   */
  cover(bytes: number): Promise<number>
  /** Ends it early. It ends with its holder anyway. */
  release(): Promise<void>
}

/** Reserves room for bytes before they come; two that together do not fit are never both granted. */
export interface Quota {
  /** Also checks image_count_uploading, which counts the image itself by its status: claim it first. @throws `over_limit` */
  reserve(ctx: Context, request: ReservationRequest): Promise<Reservation>
  /** The reservation that an upload or a task made before, perhaps in another process. Without one everything is covered. */
  held(key: ReservationKey): Reservation
}

/** A request whose project is known to pay. */
export type ChargedRequest = Omit<ReservationRequest, 'projectId'> & { readonly projectId: string }

export interface Cover {
  /** Bytes of one copy that must fit. */
  readonly needed: number
  /** Bytes that are taken where there is room. */
  readonly wanted: number
}

/** Rows of reservations; each call is one transaction. */
export interface ReservationRecords {
  /** @throws `over_limit` */
  reserve(request: ChargedRequest, limits: ProjectLimits): Promise<void>
  /** Null when there is none: nobody pays, or its holder is over. */
  find(key: ReservationKey): Promise<{ readonly projectId: string; readonly coveredBytes: number } | null>
  /** @returns the bytes of one copy that are reserved now @throws `over_limit`, `gone` */
  cover(
    key: ReservationKey,
    payer: { readonly projectId: string; readonly limits: ProjectLimits },
    cover: Cover,
  ): Promise<number>
  release(key: ReservationKey): Promise<void>
}
