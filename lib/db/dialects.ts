import SqliteDatabase from 'better-sqlite3'
import { type Dialect, PostgresDialect, SqliteDialect, sql, type RawBuilder } from 'kysely'
import pg from 'pg'

/** The databases we speak to. All differences between them live in this file. */
export type DialectName = 'sqlite' | 'postgres'

/** int8 as a number: our integers are milliseconds and bytes, below 2^53. */
const INT8_OID = 20

export function dialectNameOf(url: string): DialectName {
  return url.startsWith('sqlite:') ? 'sqlite' : 'postgres'
}

export function createDialect(url: string): Dialect {
  return dialectNameOf(url) === 'sqlite' ? sqliteDialect(url.slice('sqlite:'.length)) : postgresDialect(url)
}

function sqliteDialect(path: string): Dialect {
  return new SqliteDialect({
    database: async () => {
      const database = new SqliteDatabase(path)
      database.pragma('journal_mode = WAL')
      // FULL: a commit is on the disk before it is acknowledged, also when the machine loses its power.
      database.pragma('synchronous = FULL')
      database.pragma('foreign_keys = ON')
      database.pragma('busy_timeout = 5000')
      return database
    },
  })
}

function postgresDialect(url: string): Dialect {
  const types = new pg.TypeOverrides()
  types.setTypeParser(INT8_OID, Number)
  return new PostgresDialect({ pool: async () => new pg.Pool({ connectionString: url, max: 10, types }) })
}

/** The name of an error that means "such a row exists already". */
export function isUniqueViolation(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === '23505'
}

/** Text in the order of its bytes in both databases, so that a page ends at the same row everywhere. */
export function byteOrder(dialect: DialectName, column: string): RawBuilder<string> {
  return dialect === 'postgres' ? sql<string>`${sql.ref(column)} COLLATE "C"` : sql<string>`${sql.ref(column)}`
}
