import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { byteText } from '../dialects.ts'

// No foreign keys: the copy of a deleted image is still on its node's disk, and must be found there.
export const cache: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('cached_images')
      .addColumn('node', byteText(db, 255), (column) => column.notNull())
      .addColumn('image_id', byteText(db, 36), (column) => column.notNull())
      .addColumn('hits', 'bigint', (column) => column.notNull())
      .addColumn('size_bytes', 'bigint', (column) => column.notNull())
      .addColumn('checksum', 'varchar(64)')
      .addColumn('last_accessed_ms', 'bigint', (column) => column.notNull())
      .addColumn('last_modified_ms', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('cached_images_key', ['image_id', 'node'] as never)
      .execute()
    await db.schema
      .createTable('cache_queue')
      .addColumn('node', byteText(db, 255), (column) => column.notNull())
      .addColumn('image_id', byteText(db, 36), (column) => column.notNull())
      .addColumn('queued_at_ms', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('cache_queue_key', ['image_id', 'node'] as never)
      .execute()
  },
}
