import type { ProgressSink } from '#lib/domain/events.ts'
import type { Quota } from '#lib/domain/reservations.ts'
import type { UploadRecords } from '#lib/domain/upload-records.ts'
import type { Clock } from '#lib/jobs/clock.ts'
import type { AssertSigned } from '#lib/signatures/check-signature.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import type { YoungGarbage } from '#lib/stores/young-garbage.ts'
import type { BlockPool } from './blocks.ts'
import type { HashPool } from './hash-pool.ts'
import type { LiveUploads } from './live-uploads.ts'
import type { NodeId } from './node-id.ts'

export interface UploadSettings {
  readonly sizeCapBytes: number
  /** A request that sends nothing for this long is ended. */
  readonly idleMs: number
  /** An upload without activity for this long is removed. */
  readonly expiryMs: number
  readonly requireFormatMatch: boolean
}

/** What every step of an upload works with. */
export interface UploadPorts {
  readonly records: UploadRecords
  readonly stores: StoreRegistry
  readonly hashes: HashPool
  readonly blocks: BlockPool
  readonly garbage: YoungGarbage
  readonly live: LiveUploads
  readonly events: ProgressSink
  readonly quota: Pick<Quota, 'held'>
  readonly clock: Clock
  readonly node: NodeId
  readonly settings: UploadSettings
  readonly assertSigned: AssertSigned
}

/** How long an ended upload is remembered, for clients that lost the last answer. */
export const REMEMBER_MS = 24 * 3600 * 1000
