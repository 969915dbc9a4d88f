import { closeSync, openSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import {
  type CreateTableBuilder,
  type Dialect,
  type Expression,
  type Kysely,
  type SqliteDatabase as KyselySqliteDatabase,
  PostgresAdapter,
  PostgresDialect,
  type RawBuilder,
  SqliteDialect,
  type SqliteStatement,
  sql,
} from 'kysely'
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
      makeForUsAlone(path)
      const database = new SqliteDatabase(path)
      // First, so that the next line waits as well for another process that opens the same file.
      database.pragma('busy_timeout = 5000')
      database.pragma('journal_mode = WAL')
      // FULL: a commit is on the disk before it is acknowledged, also when the machine loses its power.
      database.pragma('synchronous = FULL')
      database.pragma('foreign_keys = ON')
      return withKeptStatements(database)
    },
  })
}

/** SQLite would make a new file for everyone to read; its log and index take the modes of this one. */
function makeForUsAlone(path: string): void {
  if (path !== ':memory:') closeSync(openSync(/* turbopackIgnore: true */ path, 'a', 0o600))
}

const MOST_STATEMENTS_KEPT = 200

/** Kysely prepares a statement each time it runs it; for a page of images that costs as much as running it. */
function withKeptStatements(database: SqliteDatabase.Database): KyselySqliteDatabase {
  const kept = new Map<string, SqliteStatement>()

  function prepare(text: string): SqliteStatement {
    const statement = database.prepare(text)
    if (kept.size >= MOST_STATEMENTS_KEPT) kept.clear()
    kept.set(text, statement)
    return statement
  }

  return {
    prepare(text) {
      // SQLite ends a transaction by itself when the disk is full: a second rollback would fail, and hide why.
      if (text === 'rollback' && !database.inTransaction) return prepare('select 1')
      // Only what is asked again and again: a migration's statements change what others mean.
      return /^(select|insert|update|delete|begin|commit)\b/.test(text)
        ? (kept.get(text) ?? prepare(text))
        : database.prepare(text)
    },
    close: () => database.close(),
  }
}

function postgresDialect(url: string): Dialect {
  const types = new pg.TypeOverrides()
  types.setTypeParser(INT8_OID, Number)
  return new PostgresDialect({
    pool: async () => {
      const pool = new pg.Pool({ connectionString: url, max: 10, types })
      // A server that restarts breaks idle connections: the next question opens a new one. Unheard, it would end us.
      pool.on('error', () => undefined)
      return pool
    },
  })
}

/** The name of an error that means "such a row exists already". */
export function isUniqueViolation(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === '23505'
}

/**
 * Runs migrations so that each is done or not begun, whoever is killed, and one process at a time. Kysely does that
 * by itself on PostgreSQL; of SQLite it believes that changes of tables cannot be taken back, but they can.
 */
export async function migrateAlone<T>(
  kysely: Kysely<T>,
  work: (db: Kysely<T>) => Promise<void>,
): Promise<void> {
  if (dialectOf(kysely) !== 'sqlite') return work(kysely)
  await kysely.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection)
    try {
      await work(connection)
      await sql`commit`.execute(connection)
    } catch (error) {
      await sql`rollback`.execute(connection)
      throw error
    }
  })
}

/** For migrations, which are given nothing but their connection. */
export function dialectOf<T>(db: Kysely<T>): DialectName {
  return db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'
}

/** For migrations: whether a trigger holds its statements itself; elsewhere it calls a function. */
export function runsTriggersInline<T>(db: Kysely<T>): boolean {
  return dialectOf(db) === 'sqlite'
}

/** The type of a column of text that is compared and sorted by its bytes, and is short enough for an index everywhere. */
export function byteText(db: Kysely<unknown>, length: number): RawBuilder<unknown> {
  const type = `varchar(${length})`
  return sql.raw(dialectOf(db) === 'postgres' ? `${type} collate "C"` : type)
}

/** A table's first column `id`: a number that rises and is never given out again. */
export function addRisingId(
  db: Kysely<unknown>,
  table: CreateTableBuilder<string, never>,
): CreateTableBuilder<string, 'id'> {
  return dialectOf(db) === 'postgres'
    ? table.addColumn('id', 'bigserial', (column) => column.primaryKey())
    : table.addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
}

/**
 * Nobody else passes here until this transaction is over: what is numbered after it is numbered in the order of commits.
 * SQLite has one writer at a time anyway.
 */
export async function oneAtATime<T>(
  transaction: Kysely<T>,
  dialect: DialectName,
  gate: number,
): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${gate})`.execute(transaction)
}

/** Many rows as one JSON object. SQLite gives its text, PostgreSQL the value itself: read it with `fromJson`. */
export function jsonObjectOfRows(
  dialect: DialectName,
  name: Expression<unknown>,
  value: Expression<unknown>,
): RawBuilder<unknown> {
  return dialect === 'postgres'
    ? sql`json_object_agg(${name}, ${value})`
    : sql`json_group_object(${name}, ${value})`
}

/** Many rows as one JSON array, in no particular order. Read it with `fromJson`. */
export function jsonArrayOfRows(dialect: DialectName, value: Expression<unknown>): RawBuilder<unknown> {
  return dialect === 'postgres' ? sql`json_agg(${value})` : sql`json_group_array(${value})`
}

/** One JSON array of several values of a row. */
export function jsonArray(dialect: DialectName, values: readonly Expression<unknown>[]): RawBuilder<unknown> {
  return dialect === 'postgres'
    ? sql`json_build_array(${sql.join(values)})`
    : sql`json_array(${sql.join(values)})`
}

/** What the JSON functions gave; null (no rows) stays null. */
export function fromJson<T>(value: unknown): T | null {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T | null
}

/** Ends a SELECT whose rows must not change until the transaction is over. SQLite has one writer at a time anyway. */
export function lockingRead(dialect: DialectName): RawBuilder<unknown> {
  return dialect === 'postgres' ? sql`for update` : sql``
}
