import type { Migration } from 'kysely/migration'
import { byteText } from '../dialects.ts'

/** What came in from another catalog, and what it was then: so that coming again takes only what is new there. */
export const adoptions: Migration = {
  async up(db) {
    await db.schema
      .createTable('adoptions')
      .addColumn('kind', byteText(db, 16), (column) => column.notNull())
      .addColumn('id', byteText(db, 80), (column) => column.notNull())
      .addColumn('source_hash', byteText(db, 64), (column) => column.notNull())
      .addColumn('written_hash', byteText(db, 64), (column) => column.notNull())
      .addColumn('taken_at_ms', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('adoptions_key', ['kind', 'id'])
      .execute()
  },
}
