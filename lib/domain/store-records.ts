import type { EventActor } from './events.ts'
import type { StoreContents, StoreSetting, StoreState } from './stores.ts'

export interface StoreChange {
  readonly storeId: string
  readonly state: StoreState
  readonly taskId: string | null
  readonly nowMs: number
}

/** What the database knows of stores. */
export interface StoreRecords {
  settings(): Promise<ReadonlyMap<string, StoreSetting>>
  /** Told as `store.update`. */
  set(actor: EventActor, change: StoreChange): Promise<void>
  contents(): Promise<ReadonlyMap<string, StoreContents>>
  /** Ids of images with data there, from `after` on (exclusive), in their order. */
  imagesIn(storeId: string, after: string, limit: number): Promise<readonly string[]>
  /** Uploads under way that began there. */
  uploadsInto(storeId: string): Promise<number>
}
