import { access, constants, mkdir } from 'node:fs/promises'
import { type Config, ConfigError } from '#lib/config.ts'
import { type Database, migrate } from '#lib/db/database.ts'
import { isDomainError } from '#lib/domain/errors.ts'

/** Images, passwords' hashes and keys lie in it: it is made for our user alone. @throws ConfigError */
export async function openDataFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await access(path, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new ConfigError(
      `VITRINE_DATA_DIR: nothing can be written to the folder ${path} (${reasonOf(cause)}). ` +
        'Give it to the user who runs Vitrine, or name another folder.',
      { cause },
    )
  }
}

/** Brings the tables up to date. @throws ConfigError where the database cannot be reached or is none */
export async function openTables(
  config: Pick<Config, 'VITRINE_DATABASE_URL' | 'dataDir'>,
  database: Database,
): Promise<void> {
  try {
    await migrate(database)
  } catch (cause) {
    // An error of a migration is ours, and needs its stack.
    if (!isOutside(cause)) throw cause
    throw new ConfigError(
      `${placeOf(config)} cannot be used: ${reasonOf(cause)}. Check that it is there, and that Vitrine may use it.`,
      { cause },
    )
  }
}

/** Refused connections and names nobody knows; PostgreSQL's refusals (class 28: who, 3D: which, 53, 57: not now). */
const OUTSIDE =
  /^(E[A-Z]+|ERR_INVALID_URL|(28|53|57|08)\w{3}|3D000|SQLITE_(CANTOPEN|NOTADB|CORRUPT|READONLY|FULL|IOERR|BUSY|PERM)\w*)$/

function isOutside(error: unknown): boolean {
  return isDomainError(error, 'unavailable') || OUTSIDE.test(codeOf(error) ?? '')
}

/** Names the database without its user and password. */
function placeOf({ VITRINE_DATABASE_URL: url, dataDir }: Parameters<typeof openTables>[0]): string {
  const text = url?.reveal()
  if (text === undefined) return `VITRINE_DATA_DIR: the database in ${dataDir}`
  if (text.startsWith('sqlite:')) return `VITRINE_DATABASE_URL: the database ${text}`
  const known = URL.parse(text)
  return known === null
    ? 'VITRINE_DATABASE_URL: the database'
    : `VITRINE_DATABASE_URL: the database ${known.pathname.slice(1)} at ${known.host}`
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message || (codeOf(error) ?? 'no reason was given')
}
