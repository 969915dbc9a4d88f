import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { byteText } from '../dialects.ts'

const ID_LENGTH = 36
const NAME_LENGTH = 255
const WORD_LENGTH = 64
const HASH_LENGTH = 128

/** The columns of each sort key, with the tie-breakers that follow it in every list. */
const IMAGE_ORDERS = {
  name: ['sort_name', 'created_at_ms', 'id'],
  status: ['status', 'created_at_ms', 'id'],
  container_format: ['sort_container_format', 'created_at_ms', 'id'],
  disk_format: ['sort_disk_format', 'created_at_ms', 'id'],
  size: ['sort_size', 'created_at_ms', 'id'],
  id: ['id'],
  created_at: ['created_at_ms', 'id'],
  updated_at: ['updated_at_ms', 'created_at_ms', 'id'],
}
const MEMBER_ORDERS = {
  name: ['image_name', 'image_created_at_ms', 'image_id'],
  status: ['image_status', 'image_created_at_ms', 'image_id'],
  container_format: ['image_container_format', 'image_created_at_ms', 'image_id'],
  disk_format: ['image_disk_format', 'image_created_at_ms', 'image_id'],
  size: ['image_size', 'image_created_at_ms', 'image_id'],
  id: ['image_id'],
  created_at: ['image_created_at_ms', 'image_id'],
  updated_at: ['image_updated_at_ms', 'image_created_at_ms', 'image_id'],
}

type Schemaless = Kysely<unknown>

export const images: Migration = {
  async up(db: Schemaless) {
    await createImages(db)
    await createTombstones(db)
    await createParts(db)
    await createMembers(db)
    for (const [key, columns] of Object.entries(IMAGE_ORDERS)) {
      await createIndex(db, 'images', `images_of_owner_by_${key}`, [
        'owner',
        'visibility',
        'shelf',
        ...columns,
      ])
      await createIndex(db, 'images', `images_by_${key}`, ['visibility', 'shelf', ...columns])
    }
    await createIndex(db, 'images', 'images_by_checksum', ['checksum'])
    await createIndex(db, 'images', 'images_by_hash', ['hash_value'])
    for (const [key, columns] of Object.entries(MEMBER_ORDERS)) {
      await createIndex(db, 'image_members', `shared_images_by_${key}`, [
        'member_id',
        'status',
        'image_shelf',
        ...columns,
      ])
    }
  },
}

async function createImages(db: Schemaless): Promise<void> {
  const id = byteText(db, ID_LENGTH)
  const name = byteText(db, NAME_LENGTH)
  const word = byteText(db, WORD_LENGTH)
  const hash = byteText(db, HASH_LENGTH)
  await db.schema
    .createTable('images')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('id_folded', id, (column) =>
      column.generatedAlwaysAs(sql`lower(id)`).stored().notNull().unique(),
    )
    .addColumn('name', name)
    .addColumn('name_folded', 'text', (column) => column.notNull())
    .addColumn('status', word, (column) => column.notNull())
    .addColumn('visibility', word, (column) => column.notNull())
    .addColumn('is_protected', 'integer', (column) => column.notNull())
    .addColumn('is_hidden', 'integer', (column) => column.notNull())
    .addColumn('owner', name)
    .addColumn('disk_format', word)
    .addColumn('container_format', word)
    .addColumn('min_disk_gb', 'bigint', (column) => column.notNull())
    .addColumn('min_ram_mb', 'bigint', (column) => column.notNull())
    .addColumn('size_bytes', 'bigint')
    .addColumn('virtual_size_bytes', 'bigint')
    .addColumn('checksum', word)
    .addColumn('hash_algo', word)
    .addColumn('hash_value', hash)
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('shelf', 'integer', (column) => column.generatedAlwaysAs(SHELF_OF_IMAGE).stored().notNull())
    .addColumn('sort_name', name, (column) =>
      column.generatedAlwaysAs(sql`coalesce(name, '')`).stored().notNull(),
    )
    .addColumn('sort_container_format', word, (column) =>
      column.generatedAlwaysAs(sql`coalesce(container_format, '')`).stored().notNull(),
    )
    .addColumn('sort_disk_format', word, (column) =>
      column.generatedAlwaysAs(sql`coalesce(disk_format, '')`).stored().notNull(),
    )
    .addColumn('sort_size', 'bigint', (column) =>
      column.generatedAlwaysAs(sql`coalesce(size_bytes, 0)`).stored().notNull(),
    )
    .execute()
}

/** The numbers are those of SHELF in tables/images.ts; a released migration does not follow a constant. */
const SHELF_OF_IMAGE = sql`case when status = 'killed' then 9 when status = 'pending_delete' then 2 + is_hidden else is_hidden end`

async function createTombstones(db: Schemaless): Promise<void> {
  const id = byteText(db, ID_LENGTH)
  const name = byteText(db, NAME_LENGTH)
  await db.schema
    .createTable('image_tombstones')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('id_folded', id, (column) =>
      column.generatedAlwaysAs(sql`lower(id)`).stored().notNull().unique(),
    )
    .addColumn('owner', name)
    .addColumn('name', name)
    .addColumn('deleted_at_ms', 'bigint', (column) => column.notNull())
    .execute()
  await createIndex(db, 'image_tombstones', 'image_tombstones_by_time', ['deleted_at_ms'])
}

/** What an image has several of. */
async function createParts(db: Schemaless): Promise<void> {
  await partTable(db, 'image_tags', 'tag')
    .addColumn('tag', byteText(db, NAME_LENGTH), (column) => column.notNull())
    .execute()
  await createIndex(db, 'image_tags', 'images_of_tag', ['tag', 'image_id'])
  await partTable(db, 'image_properties', 'name')
    .addColumn('name', byteText(db, NAME_LENGTH), (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('value_start', byteText(db, WORD_LENGTH), (column) =>
      column.generatedAlwaysAs(sql`substr(value, 1, 64)`).stored().notNull(),
    )
    .execute()
  await createIndex(db, 'image_properties', 'images_of_property', ['name', 'value_start', 'image_id'])
  await partTable(db, 'image_locations', 'position')
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('store_id', byteText(db, WORD_LENGTH), (column) => column.notNull())
    .addColumn('metadata', 'text', (column) => column.notNull())
    .execute()
}

async function createMembers(db: Schemaless): Promise<void> {
  const name = byteText(db, NAME_LENGTH)
  const word = byteText(db, WORD_LENGTH)
  await partTable(db, 'image_members', 'member_id')
    .addColumn('member_id', name, (column) => column.notNull())
    .addColumn('status', word, (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('image_shelf', 'integer', (column) => column.notNull())
    .addColumn('image_name', name, (column) => column.notNull())
    .addColumn('image_status', word, (column) => column.notNull())
    .addColumn('image_container_format', word, (column) => column.notNull())
    .addColumn('image_disk_format', word, (column) => column.notNull())
    .addColumn('image_size', 'bigint', (column) => column.notNull())
    .addColumn('image_created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('image_updated_at_ms', 'bigint', (column) => column.notNull())
    .execute()
}

/** A table whose rows belong to an image and go with it. */
function partTable(db: Schemaless, table: string, key: string) {
  return db.schema
    .createTable(table)
    .addColumn('image_id', byteText(db, ID_LENGTH), (column) => column.notNull())
    .addPrimaryKeyConstraint(`${table}_key`, ['image_id', key] as never)
    .addForeignKeyConstraint(`${table}_image`, ['image_id'] as never, 'images', ['id'], (constraint) =>
      constraint.onDelete('cascade'),
    )
}

async function createIndex(
  db: Schemaless,
  table: string,
  name: string,
  columns: readonly string[],
): Promise<void> {
  await db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns])
    .execute()
}
