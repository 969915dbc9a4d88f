import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, loadConfig } from './config.ts'
import { type Database, migrate, openDatabase } from './db/database.ts'
import { createLog, type Log } from './log.ts'

/** Everything that lives as long as the process. */
export interface Runtime {
  readonly config: Config
  readonly log: Log
  readonly database: Database
  /** Ends background work and closes what is open. */
  close(): Promise<void>
}

// server.ts, Next's routes and its instrumentation load separate copies of this module; globalThis is shared.
const shared = globalThis as { vitrineRuntime?: Promise<Runtime> }

/** The process's one runtime, made at the first call. */
export function getRuntime(): Promise<Runtime> {
  shared.vitrineRuntime ??= createRuntime(loadConfig())
  return shared.vitrineRuntime
}

/** The composition root: the only place that names concrete adapters. Tests make their own. */
export async function createRuntime(config: Config): Promise<Runtime> {
  const log = createLog(config.VITRINE_LOG_LEVEL)
  await mkdir(config.dataDir, { recursive: true })
  const database = openDatabase(config.VITRINE_DATABASE_URL?.reveal() ?? `sqlite:${join(config.dataDir, 'vitrine.db')}`)
  await migrate(database)
  return { config, log, database, close: () => database.close() }
}
