import type { PartPlan } from './part-plan.ts'

/** A part of the future image, complete and for good. */
export interface Part {
  /** From 1 on. */
  readonly number: number
  readonly sizeBytes: number
  /** What the store calls this content. */
  readonly tag: string
}

/** Bytes behind the last complete part, kept aside until they fill the next. */
export interface TailPiece {
  /** In the whole data. */
  readonly offset: number
  readonly sizeBytes: number
}

/** What a store holds of an upload. */
export interface StagedParts {
  readonly plan: PartPlan
  /** By number, not necessarily without gaps. */
  readonly parts: readonly Part[]
  /** By offset. */
  readonly tail: readonly TailPiece[]
}

/**
 * One upload's place in a store of whole objects. Every call may be made again after it failed. What it returns from is
 * safe. @throws `unavailable`, `over_limit`
 */
export interface PartsPlace {
  /** Null when nothing was noted. */
  load(): Promise<StagedParts | null>
  /** Notes the upload, before its first byte. */
  begin(plan: PartPlan): Promise<void>
  putPart(number: number, bytes: Uint8Array): Promise<Part>
  /** Puts something in a part's place that will never count as complete. */
  voidPart(number: number): Promise<void>
  putTail(offset: number, bytes: Uint8Array): Promise<void>
  readTail(piece: TailPiece, target: Uint8Array): Promise<void>
  /** In the given order; an absent one is fine. */
  dropTail(pieces: readonly TailPiece[]): Promise<void>
  /** Bytes within one complete part, if parts can be read before they are an image. */
  readonly readPart?: (part: Part, from: number, target: Uint8Array) => Promise<void>
  /** Makes the parts the image. */
  complete(parts: readonly Part[]): Promise<void>
  /** Makes an image of data that needs no parts. */
  putWhole(bytes: Uint8Array): Promise<void>
  /** Bytes of the image; null when there is none. */
  imageBytes(): Promise<number | null>
  /** Fills the target from the image, which has as many. */
  readImage(offset: number, target: Uint8Array, imageBytes: number): Promise<void>
  /** Removes the note and the tail; the image stays. */
  forget(): Promise<void>
  /** What the place holds for this process. */
  release(): void
  readonly imageUrl: string
}
