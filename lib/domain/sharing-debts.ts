import type { Image, ImageMember } from './image.ts'

/** An image that has changed since its stores were told who may read it. */
export interface SharingDebt {
  readonly imageId: string
  /** How often it has changed. */
  readonly changes: number
  /** That have failed. */
  readonly attempts: number
}

/** What stores that let projects read past us are still to be told. */
export interface SharingDebts {
  /** Notes those of the images that have data in one of the stores. */
  note(imageIds: readonly string[], storeIds: readonly string[], nowMs: number): Promise<void>
  /** Takes the oldest that is due; nobody else gets it until `untilMs`. Null when none is. */
  take(nowMs: number, untilMs: number): Promise<SharingDebt | null>
  /** The image as it is now, whatever its state, with its members; null when it is gone. */
  read(imageId: string): Promise<{ readonly image: Image; readonly members: readonly ImageMember[] } | null>
  /** The stores know. What has changed since it was taken is due at once. */
  settle(debt: SharingDebt, nowMs: number): Promise<void>
  /** They do not. */
  postpone(debt: SharingDebt, untilMs: number): Promise<void>
}
