import type { Kysely } from 'kysely'
import type { Deactivation, DeactivationRecords } from '#lib/domain/deactivation.ts'
import type { ImageChange } from '#lib/domain/image.ts'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'

export function createDeactivationRecords({ kysely }: Database): DeactivationRecords {
  return {
    of: (imageIds) => readDeactivations(kysely, imageIds),
    async listDue(nowMs, limit) {
      const rows = await kysely
        .selectFrom('deactivations')
        .innerJoin('images', 'images.id', 'deactivations.image_id')
        .select('image_id')
        .where('until_ms', '<=', nowMs)
        .where('images.status', '=', 'deactivated')
        .orderBy('until_ms')
        .limit(limit)
        .execute()
      return rows.map((row) => row.image_id)
    },
  }
}

export async function readDeactivations(
  db: Kysely<Schema>,
  imageIds: readonly string[],
): Promise<ReadonlyMap<string, Deactivation>> {
  if (imageIds.length === 0) return new Map()
  const rows = await db.selectFrom('deactivations').selectAll().where('image_id', 'in', imageIds).execute()
  return new Map(
    rows.map((row): [string, Deactivation] => [
      row.image_id,
      { reason: row.reason, ticket: row.ticket, sinceMs: row.since_ms, untilMs: row.until_ms },
    ]),
  )
}

/** In the transaction of the change: a note comes with it, and goes when the image is active again. */
export async function writeNote(
  db: Kysely<Schema>,
  { before, after, note }: ImageChange,
  nowMs: number,
): Promise<void> {
  const wasBlocked = before.status === 'deactivated' || before.status === 'pending_delete'
  if (wasBlocked && after.status === 'active') {
    await db.deleteFrom('deactivations').where('image_id', '=', after.id).execute()
  }
  if (note === undefined || after.status !== 'deactivated') return
  const said = { reason: note.reason, ticket: note.ticket, until_ms: note.untilMs }
  await db
    .insertInto('deactivations')
    .values({ image_id: after.id, since_ms: nowMs, ...said })
    .onConflict((again) => again.column('image_id').doUpdateSet(said))
    .execute()
}
