import type { DatabaseConnection, Dialect, Driver } from 'kysely'
import { DomainError } from '#lib/domain/errors.ts'

/** SQLite's and PostgreSQL's (disk_full) words for it. */
const FULL_CODES: ReadonlySet<unknown> = new Set(['SQLITE_FULL', '53100'])
const RETRY_SECONDS = 60

/** The dialect, telling a full disk under the database as what it is: something to try again when there is room. */
export function tellingFullDisk(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => watched(dialect.createDriver()),
  }
}

function watched(driver: Driver): Driver {
  const seen = new WeakSet<DatabaseConnection>()
  const acquire = driver.acquireConnection.bind(driver)
  return Object.assign(driver, {
    async acquireConnection(...args: Parameters<Driver['acquireConnection']>) {
      const connection = await acquire(...args)
      if (!seen.has(connection)) translateErrors(connection)
      seen.add(connection)
      return connection
    },
  })
}

/** Changed in place: the drivers know their connections by identity. */
function translateErrors(connection: DatabaseConnection): void {
  const executeQuery = connection.executeQuery.bind(connection) as DatabaseConnection['executeQuery']
  connection.executeQuery = async (...args) => {
    try {
      return await executeQuery(...args)
    } catch (error) {
      throw isFull(error) ? fullDisk(error) : error
    }
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && FULL_CODES.has(error.code)
}

function fullDisk(cause: unknown): DomainError {
  return new DomainError(
    'unavailable',
    'The disk under the database is full: nothing can be changed until an administrator makes room on it. Then try again.',
    { cause, retryAfterSeconds: RETRY_SECONDS },
  )
}
