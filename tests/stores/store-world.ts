import type { WritableStore } from '#lib/stores/store.ts'
import type { Passing } from './fault-proxy.ts'

/** A store over a real server, in a place of its own. */
export interface StoreWorld {
  readonly store: WritableStore
  /** A second server's view of the same data. */
  readonly reopen: () => WritableStore
  readonly partBytes: number
  /** Whether a request brings an object's bytes. */
  isWrite(passing: Passing): boolean
  /** Everything in the store that is no image, as the real server tells. */
  leftovers(): Promise<readonly string[]>
  /** Names of the images. */
  images(): Promise<readonly string[]>
  close(): Promise<void>
}
