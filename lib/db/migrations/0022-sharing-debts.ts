import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { byteText } from '../dialects.ts'

/** Images whose stores may not know yet who may read them. */
export const sharingDebts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('sharing_debts')
      .addColumn('image_id', byteText(db, 36), (column) =>
        column.primaryKey().references('images.id').onDelete('cascade'),
      )
      .addColumn('changes', 'bigint', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('due_at_ms', 'bigint', (column) => column.notNull())
      .execute()
    await sql`create index sharing_debts_by_time on sharing_debts (due_at_ms)`.execute(db)
  },
}
