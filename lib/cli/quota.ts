import type { Config } from '#lib/config.ts'
import { openDatabase } from '#lib/db/database.ts'
import { recountUsage } from '#lib/db/quota/recount.ts'
import { databaseUrl } from '#lib/runtime/database-url.ts'
import { openDataFolder, openTables } from '#lib/runtime/open-data.ts'
import { UsageError } from './usage-error.ts'

const USAGE = `npm run cli -- quota recount
  Counts anew what every project has, sets right what differed, and tells it. The service may run meanwhile.`

/** @returns what to tell @throws UsageError */
export async function runQuota(config: Config, args: readonly string[]): Promise<string> {
  if (args.length !== 1 || args[0] !== 'recount') throw new UsageError(USAGE)
  await openDataFolder(config.dataDir)
  const database = openDatabase(databaseUrl(config))
  try {
    await openTables(config, database)
    const wrong = await recountUsage(database)
    if (wrong.length === 0) return 'What is counted of every project is right.'
    const lines = wrong.map(
      ({ projectId, was, is }) => `${projectId}: ${JSON.stringify(was)} → ${JSON.stringify(is)}`,
    )
    return [`Set right for ${wrong.length} projects:`, ...lines].join('\n')
  } finally {
    await database.close()
  }
}
