import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { createDoomedDataRecords } from '../db/doomed-data-records.ts'
import { createLocationRecords } from '../db/location-records.ts'
import { createUploadRecords } from '../db/upload-records.ts'
import { type Context, systemContext } from '../domain/context.ts'
import type { ProgressSink } from '../domain/events.ts'
import type { Image, ImageChange } from '../domain/image.ts'
import type { ImageRecords, ImageRepository } from '../domain/repository.ts'
import type { Quota } from '../domain/reservations.ts'
import type { TrashRecords } from '../domain/trash.ts'
import { systemClock } from '../jobs/clock.ts'
import type { PeriodicJob } from '../jobs/periodic.ts'
import { type Imports, locationLayer } from '../layers/location.ts'
import type { DataCache } from '../layers/location-data.ts'
import { purgeImage, savePlaces } from '../layers/location-removal.ts'
import type { Log } from '../log.ts'
import type { AssertSigned } from '../signatures/check-signature.ts'
import { createFilesystemStore } from '../stores/filesystem/filesystem-store.ts'
import type { StoreRegistry } from '../stores/registry.ts'
import type { WritableStore } from '../stores/store.ts'
import { createUploads, type Uploads } from '../uploads/create-uploads.ts'
import type { UploadDirectory } from '../uploads/upload-directory.ts'
import { STAGING_STORE_ID } from '../uploads/with-staging.ts'
import { openCertificates } from './open-certificates.ts'

export interface OpenUploads {
  readonly location: (imports: Imports) => (records: ImageRecords) => ImageRepository
  /** What imports need of uploads. */
  readonly uploads: Uploads
  /** Where data waits for its import. */
  readonly staging: WritableStore
  readonly directory: UploadDirectory
  /** For data that comes without an upload. */
  readonly assertSigned: AssertSigned
  /** Deletes for good. @throws `conflict` in use, `not_found` gone or restored meanwhile */
  purge(image: Image): Promise<void>
  /** For locations that did not come through the onion: checked as if they had, then saved with `save`. */
  saveLocations(ctx: Context, change: ImageChange, save: ImageRecords['save']): Promise<Image>
  /** @throws when the default store does not answer. */
  checkStore(): Promise<void>
  /** What crashes and clients left behind is set right at the start and again and again. */
  readonly jobs: readonly PeriodicJob[]
  /** To be called when the jobs have ended. */
  close(): Promise<void>
}

export interface UploadsParts {
  readonly config: Config
  readonly database: Database
  readonly records: ImageRecords
  readonly stores: StoreRegistry
  readonly cache: DataCache | null
  /** Where the site deletes with delay. */
  readonly trash: TrashRecords | null
  readonly events: ProgressSink
  readonly quota: Quota
  readonly log: Log
}

/** Uploads and their background work, as the settings say. */
export function openUploads(parts: UploadsParts): OpenUploads {
  const { config, database, records, stores, cache, trash, events, quota, log } = parts
  const staging = openStaging(config)
  const doomed = createDoomedDataRecords(database)
  const uploads = createUploads({
    ...{ stores, staging, doomed, events, quota, appDir: config.appDir },
    records: createUploadRecords(database),
    certificates: openCertificates(config),
    settings: {
      sizeCapBytes: config.VITRINE_IMAGE_SIZE_CAP_BYTES,
      idleMs: config.VITRINE_UPLOAD_IDLE_SECONDS * 1000,
      expiryMs: config.VITRINE_UPLOAD_EXPIRY_SECONDS * 1000,
      requireFormatMatch: config.VITRINE_REQUIRE_FORMAT_MATCH,
    },
    imageOf: (ctx, imageId) => records.get(ctx, imageId),
    report: (what, error) => log.warn({ err: error }, `Trouble ${what}; it will be tried again.`),
  })
  const { desk, removeDoomed, directory } = uploads
  const nowMs = systemClock.nowMs
  const places = createLocationRecords(database)
  const removal = { ...{ stores, cache, doomed, removeDoomed, trash, places, nowMs }, uploads: desk }
  return {
    location: (imports) => locationLayer({ ...removal, imports, uploads: desk }),
    uploads,
    staging,
    purge: (image) => purgeImage(removal, records, systemContext(`purge-${randomUUID()}`), image),
    saveLocations: (ctx, change, save) => savePlaces(removal, { save }, ctx, change),
    directory,
    assertSigned: uploads.assertSigned,
    // A site that takes no new data on purpose is ready to give what it has.
    checkStore: async () => {
      if (stores.defaultStoreId() !== null) await stores.writable(undefined).listStaging()
    },
    jobs: uploads.jobs,
    close: uploads.close,
  }
}

function openStaging(config: Config): WritableStore {
  const folder = config.VITRINE_STAGING_DIR ?? join(/* turbopackIgnore: true */ config.dataDir, 'import')
  return createFilesystemStore({ id: STAGING_STORE_ID, folder })
}
