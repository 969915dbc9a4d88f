import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { byteText } from '../dialects.ts'

export const dataChecks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('data_checks')
      .addColumn('image_id', byteText(db, 36), (column) =>
        column.notNull().references('images.id').onDelete('cascade'),
      )
      .addColumn('store_id', byteText(db, 64), (column) => column.notNull())
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('result', 'varchar(16)')
      .addColumn('message', 'text', (column) => column.notNull())
      .addColumn('checked_at_ms', 'bigint')
      .addColumn('requested_at_ms', 'bigint')
      .addColumn('done_bytes', 'bigint', (column) => column.notNull())
      .addColumn('lease_owner', 'varchar(255)')
      .addColumn('lease_until_ms', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('data_checks_key', ['image_id', 'store_id'] as never)
      .execute()
  },
}
