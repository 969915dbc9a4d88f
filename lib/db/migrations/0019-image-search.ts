import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { addRisingId, byteText } from '../dialects.ts'
import { searchTexts } from '../images/search-grams.ts'
import { createSearchIndex, insertSearchTexts } from '../search-dialects.ts'

/** What images are found by, and in which stores they lie. */
export const imageSearch: Migration = {
  async up(db: Kysely<unknown>) {
    await addRisingId(db, db.schema.createTable('image_texts'))
      .addColumn('image_id', byteText(db, 36), (column) => column.notNull())
      .addColumn('kind', 'integer', (column) => column.notNull())
      .addColumn('property', byteText(db, 255), (column) => column.notNull())
      .addColumn('folded', 'text', (column) => column.notNull())
      .addUniqueConstraint('image_texts_of_image', ['image_id', 'kind', 'property'] as never)
      .addForeignKeyConstraint('image_texts_image', ['image_id'] as never, 'images', ['id'], (constraint) =>
        constraint.onDelete('cascade'),
      )
      .execute()
    await createSearchIndex(db)
    await db.schema
      .createIndex('images_of_store')
      .on('image_locations')
      .columns(['store_id', 'image_id'])
      .execute()
    await fill(db)
  },
}

const AT_ONCE = 500

/** The images that are there already. */
async function fill(db: Kysely<unknown>): Promise<void> {
  let after = ''
  for (;;) {
    const images = await readImages(db, after)
    for (const image of images) {
      const texts = searchTexts(image).map((text) => ({ ...text, imageId: image.id }))
      await insertSearchTexts(db, texts)
    }
    const last = images.at(-1)
    if (last === undefined) return
    after = last.id
  }
}

/** As they are at this migration: later columns are not there yet. */
async function readImages(db: Kysely<unknown>, after: string) {
  const { rows } = await sql<{ id: string; name: string | null }>`select id, name from images
    where id > ${after} order by id limit ${sql.lit(AT_ONCE)}`.execute(db)
  return Promise.all(
    rows.map(async ({ id, name }) => {
      const tags = await sql<{ tag: string }>`select tag from image_tags where image_id = ${id}`.execute(db)
      const properties = await sql<{ name: string; value: string }>`select name, value from image_properties
        where image_id = ${id}`.execute(db)
      return {
        ...{ id, name, tags: tags.rows.map(({ tag }) => tag).sort() },
        properties: Object.fromEntries(properties.rows.map((row) => [row.name, row.value])),
      }
    }),
  )
}
