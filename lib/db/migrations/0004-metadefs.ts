import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { byteText } from '../dialects.ts'

/** Known from the beginning, as in the Image service. */
const RESOURCE_TYPES = [
  'OS::Glance::Image',
  'OS::Cinder::Volume',
  'OS::Nova::Flavor',
  'OS::Nova::Aggregate',
  'OS::Nova::Server',
]

export const metadefs: Migration = {
  async up(db: Kysely<unknown>) {
    await createNamespaces(db)
    await createResourceTypes(db)
  },
}

async function createNamespaces(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('metadef_namespaces')
    .addColumn('name', byteText(db, 80), (column) => column.primaryKey())
    .addColumn('display_name', 'varchar(80)')
    .addColumn('description', 'text')
    .addColumn('visibility', 'varchar(16)', (column) => column.notNull())
    .addColumn('is_protected', 'integer', (column) => column.notNull())
    .addColumn('owner', 'varchar(255)')
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('metadef_associations')
    .addColumn('namespace', byteText(db, 80), (column) => column.notNull())
    .addColumn('resource_type', byteText(db, 80), (column) => column.notNull())
    .addColumn('prefix', 'varchar(80)')
    .addColumn('properties_target', 'varchar(80)')
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('metadef_associations_key', ['namespace', 'resource_type'])
    .execute()
}

async function createResourceTypes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('metadef_resource_types')
    .addColumn('name', byteText(db, 80), (column) => column.primaryKey())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
    .execute()
  const nowMs = Date.now()
  await (db as Kysely<Record<string, Record<string, unknown>>>)
    .insertInto('metadef_resource_types')
    .values(RESOURCE_TYPES.map((name) => ({ name, created_at_ms: nowMs, updated_at_ms: nowMs })))
    .execute()
}
