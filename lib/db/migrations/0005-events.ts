import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { addRisingId, byteText } from '../dialects.ts'

export const events: Migration = {
  async up(db: Kysely<unknown>) {
    await createEvents(db)
    await db.schema
      .createTable('event_sinks')
      .addColumn('name', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addColumn('lease_owner', 'varchar(255)')
      .addColumn('lease_until_ms', 'bigint', (column) => column.notNull())
      .execute()
  },
}

// No foreign keys: what happened stays true when the thing is gone.
async function createEvents(db: Kysely<unknown>): Promise<void> {
  await addRisingId(db, db.schema.createTable('events'))
    .addColumn('message_id', 'varchar(36)', (column) => column.notNull())
    .addColumn('recorded_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('type', 'varchar(64)', (column) => column.notNull())
    .addColumn('priority', 'varchar(8)', (column) => column.notNull())
    .addColumn('user_id', byteText(db, 255))
    .addColumn('project_id', byteText(db, 255))
    .addColumn('request_id', 'varchar(255)')
    .addColumn('address', 'varchar(255)')
    .addColumn('image_id', byteText(db, 36))
    .addColumn('task_id', byteText(db, 36))
    .addColumn('namespace', byteText(db, 80))
    .addColumn('owner', byteText(db, 255))
    .addColumn('visibility', 'varchar(16)')
    .addColumn('member_id', byteText(db, 255))
    .addColumn('was_owner', byteText(db, 255))
    .addColumn('was_visibility', 'varchar(16)')
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('changes', 'text')
    .execute()
  for (const column of ['image_id', 'owner', 'user_id']) {
    await db.schema.createIndex(`events_by_${column}`).on('events').columns([column, 'id']).execute()
  }
  await db.schema.createIndex('events_by_time').on('events').columns(['recorded_at_ms']).execute()
}
