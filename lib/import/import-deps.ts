import type { Image } from '#lib/domain/image.ts'
import type { ImportRecords } from '#lib/domain/import-records.ts'
import type { Quota } from '#lib/domain/reservations.ts'
import type { Clock } from '#lib/jobs/clock.ts'
import type { AssertSigned } from '#lib/signatures/check-signature.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import type { ImportPlugin, ImportSource } from '#lib/tasks/import-ports.ts'
import type { CopiedData, CopyRequest } from '#lib/uploads/copy-into.ts'

/** What every step of an import works with. */
export interface ImportDeps {
  readonly records: ImportRecords
  /** Any image, whoever owns it; null when it is gone. */
  readonly imageOf: (imageId: string) => Promise<Image | null>
  readonly stores: StoreRegistry
  readonly staging: WritableStore
  readonly copyInto: (request: CopyRequest) => Promise<CopiedData>
  /** Removes what a successful import noted; what fails now is tried again by a job. */
  readonly removeDoomed: (places: readonly { url: string; storeId: string }[]) => Promise<void>
  readonly sources: readonly ImportSource[]
  /** In the order in which they run. */
  readonly plugins: readonly ImportPlugin[]
  readonly assertSigned: AssertSigned
  readonly quota: Quota
  /** There is a new task. */
  readonly wake: () => void
  readonly clock: Clock
  readonly settings: ImportSettings
}

export interface ImportSettings {
  /** Enabled methods. */
  readonly methods: readonly string[]
  readonly sizeCapBytes: number
  readonly requireFormatMatch: boolean
  /** Stores that one import fills at once. */
  readonly storesAtOnce: number
}

/** Methods that need no source: the data is here already. */
export const STAGED_METHOD = 'glance-direct'
export const COPY_METHOD = 'copy-image'
