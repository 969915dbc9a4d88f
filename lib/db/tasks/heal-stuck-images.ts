import { type RawBuilder, sql, type Transaction } from 'kysely'
import { IMPORT_LOCK } from '#lib/domain/import-records.ts'
import type { Database } from '../database.ts'
import { createTransact } from '../events/transact.ts'
import { renewMemberCopies } from '../images/image-members.ts'
import { readImage } from '../images/image-rows.ts'
import type { Schema } from '../schema.ts'

const NOBODY = { userId: null, projectId: null, requestId: null, address: null }

/**
 * Images that are `uploading`, `importing` or locked, and were last touched before `beforeMs`, although no upload and
 * no unfinished task is behind it: they are queued again, or just unlocked when they are active. Such images come from
 * another program over the same tables, or from a database that was put back from a backup. Gives their ids.
 */
export async function healStuckImages(
  database: Database,
  beforeMs: number,
  nowMs: number,
): Promise<readonly string[]> {
  const transact = createTransact(database)
  const stuck = await database.kysely.selectFrom('images').select('id').where(isStuck(beforeMs)).execute()
  const healed: string[] = []
  for (const { id } of stuck) {
    const isHealed = await transact(async (trx, tell) => {
      if (!(await heal(trx, id, { beforeMs, nowMs }))) return false
      const image = await readImage(trx, database.dialect, id)
      tell(NOBODY, [{ type: 'image.update', image }])
      return true
    })
    if (isHealed) healed.push(id)
  }
  return healed
}

function isStuck(beforeMs: number): RawBuilder<boolean> {
  return sql<boolean>`(images.updated_at_ms < ${beforeMs}
    and (images.status in ('uploading', 'importing') or exists (
      select 1 from image_properties where image_id = images.id and name = ${IMPORT_LOCK}))
    and not exists (
      select 1 from tasks where tasks.status in ('pending', 'processing') and (tasks.image_id = images.id or tasks.id = (
        select value from image_properties where image_id = images.id and name = ${IMPORT_LOCK})))
    and (images.status = 'importing' or not exists (
      select 1 from uploads where uploads.open_image_id = images.id)))`
}

async function heal(
  trx: Transaction<Schema>,
  imageId: string,
  { beforeMs, nowMs }: { beforeMs: number; nowMs: number },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('images')
    .set({
      updated_at_ms: nowMs,
      status: sql`case when status in ('uploading', 'importing') then 'queued' else status end`,
      size_bytes: sql`case when status in ('uploading', 'importing') then null else size_bytes end`,
    })
    .where('id', '=', imageId)
    .where(isStuck(beforeMs))
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await trx
    .deleteFrom('image_properties')
    .where('image_id', '=', imageId)
    .where('name', '=', IMPORT_LOCK)
    .execute()
  // A location that was still to be read against its hash; a queued image has none.
  await trx
    .deleteFrom('image_locations')
    .where('image_id', '=', imageId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('images')
          .select('images.id')
          .where('images.id', '=', imageId)
          .where('status', '=', 'queued'),
      ),
    )
    .execute()
  await trx.updateTable('uploads').set({ state: 'doomed' }).where('open_image_id', '=', imageId).execute()
  await renewMemberCopies(trx, imageId)
  return true
}
