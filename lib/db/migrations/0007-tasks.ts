import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { byteText } from '../dialects.ts'

// No foreign key to images: a task outlives the image that was deleted under it.
export const tasks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('tasks')
      .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('type', byteText(db, 64), (column) => column.notNull())
      .addColumn('status', byteText(db, 16), (column) => column.notNull())
      .addColumn('owner', byteText(db, 255))
      .addColumn('user_id', 'varchar(255)')
      .addColumn('image_id', 'varchar(80)')
      .addColumn('request_id', 'varchar(64)')
      .addColumn('input', 'text', (column) => column.notNull())
      .addColumn('result', 'text')
      .addColumn('message', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('step', 'varchar(32)')
      .addColumn('done_bytes', 'bigint', (column) => column.notNull())
      .addColumn('total_bytes', 'bigint')
      .addColumn('bytes_per_second', 'bigint')
      .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint')
      .addColumn('cancel_requested_at_ms', 'bigint')
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('lease_owner', 'varchar(255)')
      .addColumn('lease_until_ms', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('tasks_by_status').on('tasks').columns(['status', 'created_at_ms']).execute()
    await db.schema.createIndex('tasks_by_image').on('tasks').columns(['image_id', 'created_at_ms']).execute()
    await db.schema.createIndex('tasks_by_owner').on('tasks').columns(['owner', 'created_at_ms']).execute()
  },
}
