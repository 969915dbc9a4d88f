import { sql } from 'kysely'
import type { StoreRecords } from '#lib/domain/store-records.ts'
import type { Database } from '../database.ts'
import { createTransact } from '../events/transact.ts'

/** What administrators said of stores, and what lies in them. */
export function createStoreRecords(database: Database): StoreRecords {
  const { kysely: db } = database
  const transact = createTransact(database)
  return {
    async settings() {
      const rows = await db.selectFrom('store_states').selectAll().execute()
      return new Map(
        rows.map((row) => [
          row.store_id,
          { state: row.state, userId: row.user_id, changedAtMs: row.changed_at_ms, taskId: row.task_id },
        ]),
      )
    },
    set: (actor, { storeId, state, taskId, nowMs }) =>
      transact(async (trx, tell) => {
        const facts = { state, user_id: actor.userId, changed_at_ms: nowMs, task_id: taskId }
        await trx
          .insertInto('store_states')
          .values({ store_id: storeId, ...facts })
          .onConflict((again) => again.column('store_id').doUpdateSet(facts))
          .execute()
        const store = { id: storeId, state, reason: null, node: null, fillPercent: null }
        tell(actor, [{ type: 'store.update', store }])
      }),
    async contents() {
      const { rows } = await sql<{
        store_id: string
        images: number
        bytes: number | string | null
        damaged: number
      }>`
        select places.store_id, count(*) as images, sum(images.size_bytes) as bytes,
          count(case when data_checks.result = 'damaged' then 1 end) as damaged
        from (select distinct image_id, store_id from image_locations) as places
        join images on images.id = places.image_id
        left join data_checks on data_checks.image_id = places.image_id
          and data_checks.store_id = places.store_id
          and data_checks.url in (select url from image_locations where image_id = places.image_id)
        group by places.store_id`.execute(db)
      return new Map(
        rows.map((row) => [
          row.store_id,
          {
            images: Number(row.images),
            // PostgreSQL sums big integers to decimals, which come as text.
            bytes: Number(row.bytes ?? 0),
            damagedImages: Number(row.damaged),
          },
        ]),
      )
    },
    async imagesIn(storeId, after, limit) {
      const rows = await db
        .selectFrom('image_locations')
        .select('image_id')
        .distinct()
        .where('store_id', '=', storeId)
        .where('image_id', '>', after)
        .orderBy('image_id')
        .limit(limit)
        .execute()
      return rows.map((row) => row.image_id)
    },
    async uploadsInto(storeId) {
      const row = await db
        .selectFrom('uploads')
        .select((eb) => eb.fn.countAll<number | string>().as('count'))
        .where('store_id', '=', storeId)
        .where('state', '=', 'open')
        .executeTakeFirst()
      return Number(row?.count ?? 0)
    },
  }
}
