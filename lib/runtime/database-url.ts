import { join } from 'node:path'
import type { Config } from '../config.ts'

/** The site's database, or a file in the data folder. */
export function databaseUrl(config: Config): string {
  return config.VITRINE_DATABASE_URL?.reveal() ?? `sqlite:${join(config.dataDir, 'vitrine.db')}`
}
