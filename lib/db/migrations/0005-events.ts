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
    await createWebhooks(db)
  },
}

async function createWebhooks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhooks')
    .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('name', 'varchar(255)', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('types', 'text', (column) => column.notNull())
    .addColumn('is_enabled', 'integer', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
    .execute()
  await addRisingId(db, db.schema.createTable('webhook_deliveries'))
    .addColumn('webhook_id', 'varchar(36)', (column) =>
      column.notNull().references('webhooks.id').onDelete('cascade'),
    )
    .addColumn('event_id', 'bigint', (column) => column.notNull())
    .addColumn('queue', byteText(db, 255), (column) => column.notNull())
    .addColumn('state', 'varchar(8)', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_try_ms', 'bigint', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .execute()
  await db.schema
    .createIndex('webhook_deliveries_by_state')
    .on('webhook_deliveries')
    .columns(['state', 'next_try_ms'])
    .execute()
  await db.schema
    .createIndex('webhook_deliveries_by_queue')
    .on('webhook_deliveries')
    .columns(['webhook_id', 'queue', 'id'])
    .execute()
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
    .addColumn('was_members', 'text')
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('changes', 'text')
    .execute()
  for (const column of ['image_id', 'owner', 'user_id']) {
    await db.schema.createIndex(`events_by_${column}`).on('events').columns([column, 'id']).execute()
  }
  await db.schema.createIndex('events_by_time').on('events').columns(['recorded_at_ms']).execute()
}
