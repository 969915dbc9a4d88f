import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Work that pauses, and goes on where it was. */
export const goesOnLater: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('tasks').addColumn('wait_until_ms', 'bigint').execute()
    await db.schema.alterTable('data_checks').addColumn('middle', 'text').execute()
  },
}
