import type { Lease } from './upload-records.ts'

/** `unreadable`: the store did not give the data; that says nothing about it. */
export const CHECK_RESULTS = ['intact', 'damaged', 'unreadable'] as const
export type CheckResult = (typeof CHECK_RESULTS)[number]

/** What is known of an image's data in a store since it was written there. */
export interface DataCheck {
  readonly storeId: string
  /** Null: never read again. */
  readonly result: CheckResult | null
  /** Why it is not intact, for a person. */
  readonly message: string
  readonly checkedAtMs: number | null
  /** Somebody wants it read now. */
  readonly requestedAtMs: number | null
  /** While it is being read; null otherwise. */
  readonly doneBytes: number | null
}

/** Data to be read. */
export interface DueCheck {
  readonly imageId: string
  readonly storeId: string
  readonly url: string
}

/** How far a reading was that was cut short, so that whoever comes next can go on. */
export interface CheckMiddle {
  readonly algo: string
  readonly doneBytes: number
  /** Of the hash. */
  readonly state: string
  readonly atMs: number
}

export interface CheckOutcome {
  readonly result: CheckResult
  readonly message: string
  readonly nowMs: number
}

export interface CheckReading {
  readonly doneBytes: number
  readonly middle: CheckMiddle | null
}

/** Rows about data at rest. A lease keeps several nodes from reading the same. */
export interface DataCheckRecords {
  ofImage(imageId: string, nowMs: number): Promise<readonly DataCheck[]>
  /** Wants data read now: of one image, in these stores or all. @returns how much was asked for */
  requestImage(imageId: string, storeIds: readonly string[] | 'all', nowMs: number): Promise<number>
  /** Of every image with data in the store. @returns how many */
  requestStore(storeId: string, nowMs: number): Promise<number>
  /**
   * What was asked for first; then, with `staleBeforeMs`, what was read (or written) before that, the oldest first. Only
   * in these stores, only data with a known hash, and nothing that another worker reads.
   */
  nextDue(terms: {
    readonly storeIds: readonly string[]
    readonly staleBeforeMs: number | null
    readonly nowMs: number
  }): Promise<DueCheck | null>
  /** Makes it ours, with what an earlier reading of the same data left. Null: somebody else was faster. */
  lease(due: DueCheck, lease: Lease, nowMs: number): Promise<{ readonly middle: CheckMiddle | null } | null>
  /** Whether it still is ours. */
  renew(due: DueCheck, lease: Lease, reading: CheckReading): Promise<boolean>
  /** Gives it back unread. */
  release(due: DueCheck, owner: string, middle: CheckMiddle | null): Promise<void>
  /** Writes down what was found, if it is still ours and still the image's; damage is told as `image.damaged`. */
  end(due: DueCheck, owner: string, outcome: CheckOutcome): Promise<void>
}
