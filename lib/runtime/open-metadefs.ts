import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { createMetadefRecords } from '../db/metadefs/metadef-records.ts'
import type { Metadefs } from '../domain/metadefs/metadefs.ts'
import type { Policy } from '../domain/policy.ts'
import type { Log } from '../log.ts'
import { loadFirstMetadefs } from '../metadefs/first-load.ts'
import { guardMetadefs } from '../metadefs/guard.ts'

interface MetadefParts {
  readonly config: Config
  readonly database: Database
  readonly policy: Policy
  readonly log: Log
}

/** The metadata definitions behind the policy, filled when there were none. */
export async function openMetadefs({ config, database, policy, log }: MetadefParts): Promise<Metadefs> {
  const records = createMetadefRecords(database)
  await loadFirstMetadefs({ records, folder: metadefsFolder(config), nowMs: Date.now(), log })
  return guardMetadefs(records, policy)
}

/** The site's own definitions, or those that come with the program. */
export function metadefsFolder(config: Config): string {
  return config.VITRINE_METADEFS_DIR ?? join(/* turbopackIgnore: true */ config.appDir, 'metadefs')
}
