import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { byteText } from '../dialects.ts'

export const storeStates: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('store_states')
      .addColumn('store_id', byteText(db, 64), (column) => column.primaryKey())
      .addColumn('state', 'varchar(16)', (column) => column.notNull())
      .addColumn('user_id', 'varchar(255)')
      .addColumn('changed_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('task_id', 'varchar(64)')
      .execute()
    await db.schema
      .createIndex('image_locations_by_store')
      .on('image_locations')
      .columns(['store_id', 'image_id'])
      .execute()
    await db.schema.alterTable('tasks').addColumn('done_parts', 'text').execute()
  },
}
