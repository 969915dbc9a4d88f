import { randomUUID } from 'node:crypto'
import type { Config } from '#lib/config.ts'
import { openDatabase } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createTrashRecords } from '#lib/db/trash-records.ts'
import { systemContext } from '#lib/domain/context.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import { databaseUrl } from '#lib/runtime/database-url.ts'
import { openDataFolder, openTables } from '#lib/runtime/open-data.ts'
import { UsageError } from './usage-error.ts'

const USAGE = `npm run cli -- trash restore IMAGE_ID
  Restores a deleted image that still waits for its removal. The service may run meanwhile.`

/** @returns what to tell @throws UsageError also when the image does not wait */
export async function runTrash(config: Config, [verb, imageId, ...more]: readonly string[]): Promise<string> {
  if (verb !== 'restore' || imageId === undefined || more.length > 0) throw new UsageError(USAGE)
  await openDataFolder(config.dataDir)
  const database = openDatabase(databaseUrl(config))
  const ctx = systemContext(`cli-${randomUUID()}`)
  try {
    await openTables(config, database)
    const { image: before, statusBefore } = await createTrashRecords(database).get(ctx, imageId)
    await createImageRecords(database).save(ctx, { before, after: { ...before, status: statusBefore } })
    return `Image ${imageId} is ${statusBefore} again.`
  } catch (error) {
    throw isDomainError(error) ? new UsageError(error.message) : error
  } finally {
    await database.close()
  }
}
