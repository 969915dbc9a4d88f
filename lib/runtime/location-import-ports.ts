import type { Config } from '../config.ts'
import type { Limits } from '../domain/limits.ts'
import type { ImageRecords } from '../domain/repository.ts'
import type { TaskRecords } from '../domain/task-records.ts'
import { systemClock } from '../jobs/clock.ts'
import { inOrder, openFirst } from '../layers/location-data.ts'
import type { LocationImportPorts } from '../locations/location-imports.ts'
import type { StoreRegistry } from '../stores/registry.ts'
import type { OpenUploads } from './open-uploads.ts'

interface Parts extends Pick<LocationImportPorts, 'imageOf' | 'wake'> {
  readonly config: Config
  readonly images: ImageRecords
  readonly stores: StoreRegistry
  readonly uploads: OpenUploads
  readonly tasks: TaskRecords
  readonly limits: Limits
}

/** What data that lies in a store already needs in order to become an image's. */
export function locationImportPorts(parts: Parts): LocationImportPorts {
  const { config, images, stores, uploads, tasks, limits, imageOf, wake } = parts
  return {
    ...{ tasks, limits, imageOf, wake, clock: systemClock },
    save: images.save,
    savePlaces: uploads.saveLocations,
    open: (image, signal) => openFirst(stores, inOrder(stores, image), { range: null, signal }),
    hash: uploads.uploads.hashData,
    isHashing: config.VITRINE_DO_SECURE_HASH,
  }
}
