import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, inject } from 'vitest'
import { type Database, migrate, openDatabase } from '#lib/db/database.ts'
import type { DialectName } from '#lib/db/dialects.ts'

/** Opens a new, empty database with all its tables. It is closed and removed when the suite is over. */
export type OpenTestDatabase = () => Promise<Database>

/** Describes the same suite once for each kind of database: what holds for one must hold for all. */
export function forEachDatabase(suite: (open: OpenTestDatabase, dialect: DialectName) => void): void {
  describe('on SQLite', () => {
    suite(opening(createSqlite), 'sqlite')
  })
  describe('on PostgreSQL', () => {
    suite(opening(createPostgres), 'postgres')
  })
}

/** For a suite whose subject is not the database. */
export function openingSqlite(): OpenTestDatabase {
  return opening(createSqlite)
}

interface CreatedDatabase {
  readonly url: string
  remove(): Promise<void>
}

function opening(create: () => Promise<CreatedDatabase>): OpenTestDatabase {
  const cleanups: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup()
  })
  return async () => {
    const { url, remove } = await create()
    cleanups.push(remove)
    const database = openDatabase(url)
    cleanups.push(() => database.close())
    await migrate(database)
    return database
  }
}

async function createSqlite(): Promise<CreatedDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-db-'))
  return {
    url: `sqlite:${join(folder, 'test.db')}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** An empty one, for servers in processes of their own. */
export async function createPostgres(): Promise<CreatedDatabase> {
  const server = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, remove: () => onServer(server, `drop database ${name} with (force)`) }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
