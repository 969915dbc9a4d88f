import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { byteText } from '../dialects.ts'

export const metadefVersions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('metadef_versions')
      .addColumn('namespace', byteText(db, 80), (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('user_name', 'text')
      .addColumn('content', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('metadef_versions_key', ['namespace', 'number'])
      .execute()
  },
}
