import { Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { createDialect, type DialectName, dialectNameOf, migrateAlone } from './dialects.ts'
import { createRecorded, type Recorded } from './events/recorded.ts'
import { tellingFullDisk } from './full-disk.ts'
import { MIGRATIONS } from './migrations/all.ts'
import type { Schema } from './schema.ts'

/** An open database with its dialect's name, for the few questions that differ. */
export interface Database {
  readonly kysely: Kysely<Schema>
  readonly dialect: DialectName
  /** Hears of every commit of this process that recorded events. */
  readonly recorded: Recorded
  close(): Promise<void>
}

/** Opens `sqlite:/path` or `postgres://…`. Connects at the first question. */
export function openDatabase(url: string): Database {
  const kysely = new Kysely<Schema>({ dialect: tellingFullDisk(createDialect(url)) })
  return { kysely, dialect: dialectNameOf(url), recorded: createRecorded(), close: () => kysely.destroy() }
}

/** Brings the tables up to date; several nodes may do it at once. @throws the first migration's error. */
export function migrate(database: Database): Promise<void> {
  return migrateAlone(database.kysely, async (db) => {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
    const { error } = await migrator.migrateToLatest()
    if (error === undefined) return
    throw error instanceof Error ? error : new Error('The database could not be migrated.', { cause: error })
  })
}

/** @throws when the database does not answer. */
export async function ping(database: Database): Promise<void> {
  await sql`select 1`.execute(database.kysely)
}
