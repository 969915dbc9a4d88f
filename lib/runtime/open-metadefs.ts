import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { PropertyCheck } from '../contract/metadefs/check-properties.ts'
import type { Database } from '../db/database.ts'
import { createMetadefRecords } from '../db/metadefs/metadef-records.ts'
import type { MetadefRecords } from '../domain/metadefs/metadef-records.ts'
import type { Metadefs } from '../domain/metadefs/metadefs.ts'
import type { Policy } from '../domain/policy.ts'
import type { Log } from '../log.ts'
import { loadFirstMetadefs } from '../metadefs/first-load.ts'
import { guardMetadefs } from '../metadefs/guard.ts'
import { createPublishedCheck } from '../metadefs/published-check.ts'

interface MetadefParts {
  readonly config: Config
  readonly database: Database
  readonly policy: Policy
  readonly log: Log
}

/** The definitions, and what they say about images. */
export interface OpenMetadefs extends Metadefs {
  publishedCheck(): Promise<PropertyCheck>
}

/** The metadata definitions behind the policy, filled when there were none. */
export async function openMetadefs({ config, database, policy, log }: MetadefParts): Promise<OpenMetadefs> {
  const records = createMetadefRecords(database)
  await loadFirstMetadefs({ records, folder: metadefsFolder(config), nowMs: Date.now(), log })
  const published = createPublishedCheck(records, Date.now)
  const noticed: MetadefRecords = {
    ...records,
    add: (ctx, tree) => records.add(ctx, tree).finally(published.forget),
    change: (ctx, name, change) => records.change(ctx, name, change).finally(published.forget),
    remove: (ctx, name, check) => records.remove(ctx, name, check).finally(published.forget),
  }
  return { ...guardMetadefs(noticed, policy), publishedCheck: published.current }
}

/** The site's own definitions, or those that come with the program. */
export function metadefsFolder(config: Config): string {
  return config.VITRINE_METADEFS_DIR ?? join(/* turbopackIgnore: true */ config.appDir, 'metadefs')
}
