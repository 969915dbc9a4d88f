import type { StoreContents, StoreInfo, StoreSetting, StoreState } from './stores.ts'
import type { Task } from './task.ts'

/** Room for data, ours and that of others beside it. */
export interface StoreCapacity {
  readonly totalBytes: number
  /** What this service may still write. */
  readonly freeBytes: number
}

/** What a node found when it last asked a store. */
export interface StoreHealth {
  /** `unknown`: not asked yet, or nothing that can be asked. */
  readonly state: 'up' | 'down' | 'unknown'
  /** Why it is down; else null. */
  readonly reason: string | null
  /** When the state began. */
  readonly sinceMs: number | null
  readonly checkedAtMs: number | null
  /** How long the answer took. */
  readonly answerMs: number | null
  /** Null: the store does not tell. */
  readonly capacity: StoreCapacity | null
}

/** A store as administrators see it. */
export interface StoreReport {
  readonly info: StoreInfo
  readonly state: StoreState
  /** By its type, or by the file of stores, it takes nothing: no state of ours changes that. */
  readonly isClosedForGood: boolean
  readonly setting: StoreSetting | null
  readonly health: StoreHealth
  readonly contents: StoreContents
  /** Uploads, imports and moves that bring data there now. */
  readonly writers: number
  /** The task that empties it, or did. */
  readonly drain: Task | null
}
