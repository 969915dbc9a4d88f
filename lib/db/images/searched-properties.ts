import { type Kysely, sql } from 'kysely'
import type { ImageQuery } from '#lib/domain/query.ts'
import type { Schema } from '../schema.ts'

/** A site has dozens. Past that many, a search by someone who may not read all leaves the rest out. */
const MOST_NAMES = 2000

/** The properties that a search may look into; null: all, or there is no search. */
export async function searchedProperties(
  db: Kysely<Schema>,
  { filters, mayReadProperty }: Pick<ImageQuery, 'filters' | 'mayReadProperty'>,
): Promise<readonly string[] | null> {
  if (mayReadProperty === undefined || !filters.some(({ on }) => on === 'search')) return null
  return (await propertyNames(db)).filter(mayReadProperty)
}

/** Goes from name to name in the index: the cost is that of the names, not of the images. */
async function propertyNames(db: Kysely<Schema>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`with recursive names(name) as (
      select min(name) from image_properties
      union all
      select (select min(name) from image_properties where name > names.name) from names
        where names.name is not null
    ) select name from names where name is not null limit ${sql.lit(MOST_NAMES)}`.execute(db)
  return rows.map(({ name }) => name)
}
