import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { byteText } from '../dialects.ts'

export const trash: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('deleted_images')
      .addColumn('image_id', byteText(db, 36), (column) =>
        column.primaryKey().references('images.id').onDelete('cascade'),
      )
      .addColumn('deleted_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('status_before', 'varchar(16)', (column) => column.notNull())
      .execute()
    await db.schema
      .createIndex('deleted_images_by_time')
      .on('deleted_images')
      .columns(['deleted_at_ms', 'image_id'])
      .execute()
  },
}
