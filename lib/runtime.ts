import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, loadConfig, tellNextAuthItsAddress } from './config.ts'
import { type Database, migrate, openDatabase } from './db/database.ts'
import { bootstrapIdentity } from './identity/bootstrap.ts'
import { createEmbeddedIdentity, type EmbeddedIdentity } from './identity/embedded.ts'
import { loadSessionSecret } from './identity/session-secret.ts'
import { createLog, type Log } from './log.ts'

/** Everything that lives as long as the process. */
export interface Runtime {
  readonly config: Config
  readonly log: Log
  readonly database: Database
  readonly identity: EmbeddedIdentity
  /** Seals the browser's session cookies. */
  readonly sessionSecret: string
  /** The administrator's password if this start made it up: shown once by whoever started the program, never logged. */
  readonly generatedPassword?: string
  /** Ends background work and closes what is open. */
  close(): Promise<void>
}

// server.ts, Next's routes and its instrumentation load separate copies of this module; globalThis is shared.
const shared = globalThis as { vitrineRuntime?: Promise<Runtime> }

/** The process's one runtime, made at the first call. */
export function getRuntime(): Promise<Runtime> {
  shared.vitrineRuntime ??= startRuntime()
  return shared.vitrineRuntime
}

async function startRuntime(): Promise<Runtime> {
  const config = loadConfig()
  tellNextAuthItsAddress(config)
  return createRuntime(config)
}

/** The composition root: the only place that names concrete adapters. Tests make their own. */
export async function createRuntime(config: Config): Promise<Runtime> {
  const log = createLog(config.VITRINE_LOG_LEVEL)
  await mkdir(config.dataDir, { recursive: true })
  const database = openDatabase(config.VITRINE_DATABASE_URL?.reveal() ?? `sqlite:${join(config.dataDir, 'vitrine.db')}`)
  await migrate(database)
  const identity = createEmbeddedIdentity({ database, config, clock: Date.now, log })
  const sessionSecret = await loadSessionSecret(config)
  const bootstrapped = await bootstrapIdentity(identity, config)
  return {
    config,
    log,
    database,
    identity,
    sessionSecret,
    ...bootstrapped,
    async close() {
      identity.close()
      await database.close()
    },
  }
}
