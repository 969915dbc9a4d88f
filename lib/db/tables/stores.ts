import type { CheckResult } from '#lib/domain/data-checks.ts'
import type { StoreState } from '#lib/domain/stores.ts'

/** What administrators have said of stores; absent: open. */
export interface StoreStateTable {
  store_id: string
  state: StoreState
  user_id: string | null
  changed_at_ms: number
  task_id: string | null
}

/** When an image's data in a store was last read against its hash, and whether somebody wants it read again. */
export interface DataCheckTable {
  image_id: string
  store_id: string
  /** Of the data that was read: of other data the row says nothing. */
  url: string
  /** Null before the first. */
  result: CheckResult | null
  message: string
  checked_at_ms: number | null
  requested_at_ms: number | null
  done_bytes: number
  /** JSON of a CheckMiddle, while a reading that was cut short can go on. */
  middle: string | null
  lease_owner: string | null
  lease_until_ms: number
}

/** An image that changed, until its stores know who may read it. */
export interface SharingDebtTable {
  image_id: string
  /** Counts what has changed: who pays strikes the row out only if nothing has changed meanwhile. */
  changes: number
  attempts: number
  /** Not before; moved ahead by whoever is at work on it. */
  due_at_ms: number
}

export interface StoreTables {
  sharing_debts: SharingDebtTable
  store_states: StoreStateTable
  data_checks: DataCheckTable
}
