import type { DataCheck } from '#lib/catalog/check-data.ts'
import type { Config } from '#lib/config.ts'
import { createCatalogRecords } from '#lib/db/catalog/catalog-records.ts'
import { type Database, openDatabase } from '#lib/db/database.ts'
import { createProjectOf } from '#lib/db/images/project-of.ts'
import { createLocationRecords } from '#lib/db/location-records.ts'
import { createStoreRecords } from '#lib/db/stores/store-records.ts'
import type { CatalogRecords } from '#lib/domain/catalog.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import { systemClock } from '#lib/jobs/clock.ts'
import { databaseUrl } from '#lib/runtime/database-url.ts'
import { openDataFolder, openTables } from '#lib/runtime/open-data.ts'
import { openStores } from '#lib/runtime/open-stores.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import { FOLLOW_MS, followStates } from '#lib/upkeep/follow-states.ts'
import { UsageError } from './usage-error.ts'

/** The site's catalog and stores, without the service: it may run meanwhile. Stores that are closed take nothing. */
export interface OpenCatalog {
  readonly database: Database
  readonly records: CatalogRecords
  readonly stores: StoreRegistry
  readonly check: DataCheck
}

/** @throws UsageError for whatever the domain refuses */
export async function withCatalog<T>(config: Config, work: (catalog: OpenCatalog) => Promise<T>): Promise<T> {
  await openDataFolder(config.dataDir)
  const database = openDatabase(databaseUrl(config))
  let endFollowing = (): void => undefined
  try {
    const stores = await openStores(config, createProjectOf(database))
    await openTables(config, database)
    const closings = createStoreRecords(database)
    await followStates(closings, stores)
    endFollowing = systemClock.every(FOLLOW_MS, () => {
      void followStates(closings, stores).catch(() => undefined)
    })
    const { isOthers } = createLocationRecords(database)
    const check: DataCheck = {
      isOthers,
      sizeOf: async ({ storeId, url }) => stores.holding(storeId).sizeOf(url),
    }
    return await work({ database, records: createCatalogRecords(database), stores, check })
  } catch (error) {
    throw isDomainError(error) ? new UsageError(error.message, { cause: error }) : error
  } finally {
    endFollowing()
    await database.close()
  }
}
