import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { byteText } from '../dialects.ts'

/** What ends by itself: deactivations, and shares. */
export const ends: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('deactivations')
      .addColumn('image_id', byteText(db, 36), (column) =>
        column.primaryKey().references('images.id').onDelete('cascade'),
      )
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('ticket', 'text')
      .addColumn('since_ms', 'bigint', (column) => column.notNull())
      .addColumn('until_ms', 'bigint')
      .execute()
    await sql`create index deactivations_by_end on deactivations (until_ms) where until_ms is not null`.execute(
      db,
    )
    await db.schema.alterTable('image_members').addColumn('ends_at_ms', 'bigint').execute()
    await sql`create index image_members_by_end on image_members (ends_at_ms) where ends_at_ms is not null`.execute(
      db,
    )
  },
}
