import { readFileSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { type Dialect, MysqlDialect, PostgresDialect, SqliteDialect } from 'kysely'
import { createPool } from 'mysql2'
import pg from 'pg'
import type { GlanceServer, GlanceUrl } from './glance-url.ts'

const INT8_OID = 20
const TIMESTAMP_OID = 1114
const CONNECT_TIMEOUT_MS = 15_000

/** Nothing is written through these; times come as the texts that they are stored as, in UTC. */
export function glanceDialect(url: GlanceUrl): Dialect {
  switch (url.kind) {
    case 'sqlite':
      return new SqliteDialect({
        database: async () => new SqliteDatabase(url.path, { readonly: true, fileMustExist: true }),
      })
    case 'mysql':
      return mysqlDialect(url)
    case 'postgres':
      return postgresDialect(url)
  }
}

function mysqlDialect({ host, port, user, password, database, options }: GlanceServer): Dialect {
  const { unix_socket: socketPath, ssl_ca: caFile } = options
  return new MysqlDialect({
    pool: async () =>
      createPool({
        ...given({ host, port, user, password, socketPath }),
        ...(caFile === undefined ? {} : { ssl: { ca: readFileSync(caFile) } }),
        ...{ database, connectionLimit: 2, connectTimeout: CONNECT_TIMEOUT_MS, dateStrings: true },
      }),
  })
}

function postgresDialect({ host, port, user, password, database, options }: GlanceServer): Dialect {
  const types = new pg.TypeOverrides()
  types.setTypeParser(INT8_OID, Number)
  types.setTypeParser(TIMESTAMP_OID, String)
  return new PostgresDialect({
    pool: async () => {
      const pool = new pg.Pool({
        ...given({ host, port, user, password, ssl: sslOf(options) }),
        ...{ database, types, max: 2, connectionTimeoutMillis: CONNECT_TIMEOUT_MS },
      })
      pool.on('error', () => undefined)
      return pool
    },
  })
}

/** As libpq understands `sslmode`: `require` encrypts and asks for no name. */
function sslOf({ sslmode, sslrootcert }: GlanceServer['options']) {
  if (sslmode === undefined || ['disable', 'allow', 'prefer'].includes(sslmode)) return undefined
  if (sslmode === 'require') return { rejectUnauthorized: false }
  return sslrootcert === undefined ? {} : { ca: readFileSync(sslrootcert, 'utf8') }
}

/** Without what is not said, which the drivers know better. */
function given<T extends object>(options: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Key in keyof T]?: NonNullable<T[Key]> }
}
