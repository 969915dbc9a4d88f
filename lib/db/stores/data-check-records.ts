import { type RawBuilder, sql } from 'kysely'
import type { CheckMiddle, DataCheck, DataCheckRecords, DueCheck } from '#lib/domain/data-checks.ts'
import type { EventActor } from '#lib/domain/events.ts'
import type { Database } from '../database.ts'
import { createTransact } from '../events/transact.ts'
import { readImage } from '../images/image-rows.ts'

const NOBODY: EventActor = { userId: null, projectId: null, requestId: null, address: null }
/** What a store did not give is tried again after this. */
const UNREADABLE_FOR_MS = 3600_000

/** An image may name several addresses in one store of the web: the first one speaks for it. */
const PLACES = sql`(select image_id, store_id, min(url) as url from image_locations group by image_id, store_id)`
const HAS_DATA = sql`images.status in ('active', 'deactivated')`
const HAS_HASH = sql`(images.hash_value is not null or images.checksum is not null)`

/** When an image's data was last read against its hash. */
export function createDataCheckRecords(database: Database): DataCheckRecords {
  const { kysely: db } = database
  const transact = createTransact(database)
  return {
    ofImage: (imageId, nowMs) => checksOf(db, imageId, nowMs),
    requestImage: (imageId, storeIds, nowMs) =>
      request(database, nowMs, {
        where: sql`places.image_id = ${imageId}`,
        stores: storeIds === 'all' ? sql`1 = 1` : sql`places.store_id in (${sql.join(storeIds)})`,
      }),
    requestStore: (storeId, nowMs) =>
      request(database, nowMs, { where: sql`places.store_id = ${storeId}`, stores: sql`1 = 1` }),
    async nextDue({ storeIds, staleBeforeMs, nowMs }) {
      if (storeIds.length === 0) return null
      const read = sql`coalesce(data_checks.checked_at_ms, images.created_at_ms)`
      const isStale =
        staleBeforeMs === null
          ? sql`1 = 0`
          : sql`(${read} < ${staleBeforeMs} or (data_checks.result = 'unreadable' and ${read} < ${nowMs - UNREADABLE_FOR_MS}))`
      const { rows } = await sql<{ image_id: string; store_id: string; url: string }>`
        select places.image_id, places.store_id, places.url from ${PLACES} as places
        join images on images.id = places.image_id
        left join data_checks on data_checks.image_id = places.image_id
          and data_checks.store_id = places.store_id and data_checks.url = places.url
        where ${HAS_DATA} and ${HAS_HASH} and places.store_id in (${sql.join(storeIds)})
          and (data_checks.lease_owner is null or data_checks.lease_until_ms < ${nowMs})
          and (data_checks.requested_at_ms is not null or ${isStale})
        order by case when data_checks.requested_at_ms is null then 1 else 0 end,
          data_checks.requested_at_ms, ${read}, places.image_id
        limit 1`.execute(db)
      const [row] = rows
      return row === undefined ? null : { imageId: row.image_id, storeId: row.store_id, url: row.url }
    },
    async lease({ imageId, storeId, url }, { owner, untilMs }, nowMs) {
      const held = { url, lease_owner: owner, lease_until_ms: untilMs, done_bytes: 0 }
      const { rows } = await sql<{ middle: string | null }>`
        insert into data_checks (image_id, store_id, url, message, done_bytes, lease_owner, lease_until_ms)
        select id, ${storeId}, ${url}, '', 0, ${owner}, ${untilMs} from images where id = ${imageId}
        on conflict (image_id, store_id) do update set url = ${held.url}, lease_owner = ${owner},
          lease_until_ms = ${untilMs}, done_bytes = 0,
          middle = case when data_checks.url = ${held.url} then data_checks.middle end
        where data_checks.lease_owner is null or data_checks.lease_until_ms < ${nowMs}
        returning middle`.execute(db)
      const [row] = rows
      return row === undefined ? null : { middle: fromText(row.middle) }
    },
    async renew(due, { owner, untilMs }, { doneBytes, middle }) {
      const { numUpdatedRows } = await heldBy(db, due, owner)
        .set({ lease_until_ms: untilMs, done_bytes: doneBytes, middle: toText(middle) })
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async release(due, owner, middle) {
      await heldBy(db, due, owner)
        .set({ lease_owner: null, lease_until_ms: 0, done_bytes: 0, middle: toText(middle) })
        .execute()
    },
    end: (due, owner, { result, message, nowMs }) =>
      transact(async (trx, tell) => {
        const { numUpdatedRows } = await heldBy(trx, due, owner)
          .set({ result, message, checked_at_ms: nowMs, requested_at_ms: null })
          .set({ lease_owner: null, lease_until_ms: 0, done_bytes: 0 })
          // What a store stopped giving goes on when it gives again.
          .$if(result !== 'unreadable', (question) => question.set({ middle: null }))
          .where(({ exists, selectFrom }) =>
            exists(
              selectFrom('image_locations')
                .select('url')
                .where('image_id', '=', due.imageId)
                .where('url', '=', due.url),
            ),
          )
          .executeTakeFirst()
        if (numUpdatedRows === 0n || result !== 'damaged') return
        const image = await readImage(trx, database.dialect, due.imageId)
        tell(NOBODY, [{ type: 'image.damaged', image, storeId: due.storeId }])
      }),
  }
}

async function checksOf(
  db: Database['kysely'],
  imageId: string,
  nowMs: number,
): Promise<readonly DataCheck[]> {
  const rows = await db
    .selectFrom('data_checks')
    .selectAll()
    .where('image_id', '=', imageId)
    .where('url', 'in', (eb) =>
      eb.selectFrom('image_locations').select('url').where('image_id', '=', imageId),
    )
    .execute()
  return rows.map((row) => ({
    ...{ storeId: row.store_id, result: row.result, message: row.message },
    ...{ checkedAtMs: row.checked_at_ms, requestedAtMs: row.requested_at_ms },
    doneBytes: row.lease_owner !== null && row.lease_until_ms >= nowMs ? row.done_bytes : null,
  }))
}

const toText = (middle: CheckMiddle | null) => (middle === null ? null : JSON.stringify(middle))
const fromText = (text: string | null) => (text === null ? null : (JSON.parse(text) as CheckMiddle))

function heldBy(db: Database['kysely'], { imageId, storeId }: DueCheck, owner: string) {
  return db
    .updateTable('data_checks')
    .where('image_id', '=', imageId)
    .where('store_id', '=', storeId)
    .where('lease_owner', '=', owner)
}

async function request(
  { kysely: db }: Database,
  nowMs: number,
  which: { readonly where: RawBuilder<unknown>; readonly stores: RawBuilder<unknown> },
): Promise<number> {
  const { rows } = await sql`
    insert into data_checks (image_id, store_id, url, message, requested_at_ms, done_bytes, lease_until_ms)
    select places.image_id, places.store_id, places.url, '', ${nowMs}, 0, 0 from ${PLACES} as places
    join images on images.id = places.image_id
    where ${which.where} and ${which.stores} and ${HAS_DATA} and ${HAS_HASH}
    on conflict (image_id, store_id) do update set requested_at_ms = excluded.requested_at_ms, middle = null
    returning image_id`.execute(db)
  return rows.length
}
