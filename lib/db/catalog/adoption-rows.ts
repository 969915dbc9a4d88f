import type { Kysely } from 'kysely'
import type { Standing } from '#lib/domain/catalog.ts'
import type { Schema } from '../schema.ts'
import type { AdoptionTable } from '../tables/adoptions.ts'

export async function readAdoptions(
  db: Kysely<Schema>,
  kind: AdoptionTable['kind'],
  ids: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<Standing['taken']>>> {
  const rows = await db
    .selectFrom('adoptions')
    .select(['id', 'source_hash', 'written_hash'])
    .where('kind', '=', kind)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, { source: row.source_hash, written: row.written_hash }]))
}

/** The latest time counts. */
export async function noteAdoption(db: Kysely<Schema>, row: AdoptionTable): Promise<void> {
  const { source_hash, written_hash, taken_at_ms } = row
  await db
    .insertInto('adoptions')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['kind', 'id']).doUpdateSet({ source_hash, written_hash, taken_at_ms }),
    )
    .execute()
}
