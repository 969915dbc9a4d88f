import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const uploads: Migration = {
  async up(db: Kysely<unknown>) {
    await createUploads(db)
    await db.schema
      .createTable('doomed_data')
      .addColumn('url', 'varchar(1024)', (column) => column.primaryKey())
      .addColumn('store_id', 'varchar(64)', (column) => column.notNull())
      .addColumn('image_id', 'varchar(80)', (column) => column.notNull())
      .addColumn('noted_at_ms', 'bigint', (column) => column.notNull())
      .execute()
  },
}

// No foreign key to images: the row of a deleted image's upload stays until its bytes are gone.
async function createUploads(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('uploads')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('image_id', 'varchar(80)', (column) => column.notNull())
    .addColumn('open_image_id', 'varchar(80)', (column) => column.unique())
    .addColumn('state', 'varchar(16)', (column) => column.notNull())
    .addColumn('kind', 'varchar(16)', (column) => column.notNull())
    .addColumn('store_id', 'varchar(64)', (column) => column.notNull())
    .addColumn('project_id', 'varchar(255)')
    .addColumn('user_id', 'varchar(255)')
    .addColumn('total_bytes', 'bigint')
    .addColumn('received_bytes', 'bigint', (column) => column.notNull())
    .addColumn('expected_algo', 'varchar(16)')
    .addColumn('expected_value', 'varchar(128)')
    .addColumn('file_name', 'text')
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('writer', 'varchar(255)', (column) => column.notNull())
    .addColumn('lease_owner', 'varchar(255)')
    .addColumn('lease_until_ms', 'bigint', (column) => column.notNull())
    .addColumn('refusal_code', 'varchar(32)')
    .addColumn('refusal_message', 'text')
    .execute()
  await db.schema.createIndex('uploads_by_state').on('uploads').columns(['state', 'expires_at_ms']).execute()
  await db.schema.createIndex('uploads_by_project').on('uploads').columns(['project_id', 'state']).execute()
}
