import type { DoomedDataRecords } from '#lib/domain/upload-records.ts'
import type { Database } from './database.ts'

/** Data that is to be removed, noted before its image's row goes, so that a crash leaves no orphan. */
export function createDoomedDataRecords({ kysely: db }: Database): DoomedDataRecords {
  return {
    async note(data) {
      if (data.length === 0) return
      const rows = data.map(({ url, storeId, imageId, notedAtMs }) => ({
        ...{ url, store_id: storeId, image_id: imageId, noted_at_ms: notedAtMs },
      }))
      await db
        .insertInto('doomed_data')
        .values(rows)
        .onConflict((again) => again.column('url').doNothing())
        .execute()
    },
    async strike(url) {
      await db.deleteFrom('doomed_data').where('url', '=', url).execute()
    },
    async list(beforeMs) {
      const rows = await db
        .selectFrom('doomed_data')
        .selectAll('doomed_data')
        .select((eb) =>
          eb
            .selectFrom('image_locations')
            .select('position')
            .whereRef('image_locations.image_id', '=', 'doomed_data.image_id')
            .whereRef('image_locations.url', '=', 'doomed_data.url')
            .limit(1)
            .as('position'),
        )
        .where('noted_at_ms', '<', beforeMs)
        .orderBy('noted_at_ms')
        .execute()
      return rows.map((row) => ({
        url: row.url,
        storeId: row.store_id,
        imageId: row.image_id,
        notedAtMs: row.noted_at_ms,
        isStillUsed: row.position !== null,
      }))
    },
  }
}
