import type { Transaction } from 'kysely'
import { conflict } from '#lib/domain/errors.ts'
import type { ImageLocation } from '#lib/domain/image.ts'
import { IMPORT_LOCK, type StoredCopy } from '#lib/domain/import-records.ts'
import type { TaskRecord } from '#lib/domain/task-records.ts'
import type { Database } from '../database.ts'
import { createTransact } from '../events/transact.ts'
import { renewMemberCopies } from '../images/image-members.ts'
import { readImage } from '../images/image-rows.ts'
import type { Schema } from '../schema.ts'
import { addLocations, assertUnlocked, dropProperties, setProperties } from '../tasks/image-parts.ts'
import { assertHeld } from '../tasks/task-records.ts'
import { workerOf } from '../tasks/task-rows.ts'

/** The steps of moving an image's data: each is one transaction, and needs the task's lease. */
export interface MoveRecords {
  /**
   * Nobody else brings data into the image until it is unlocked; again is fine. False when it is gone or has no data.
   * @throws `conflict` another task is at work on it, lease lost
   */
  lock(task: TaskRecord, owner: string, imageId: string, nowMs: number): Promise<boolean>
  /**
   * The copy is a location, what lay in `from` is none any more and noted for removal, and the image is unlocked.
   * @returns what is to be removed @throws `conflict` the image would have no data, lease lost
   */
  finish(task: TaskRecord, owner: string, move: FinishedMove): Promise<readonly ImageLocation[]>
  /** Leaves the image as it is. An image that is gone is fine. */
  unlock(task: TaskRecord, imageId: string): Promise<void>
}

export interface FinishedMove {
  readonly imageId: string
  readonly from: string
  /** Null where other copies are enough. */
  readonly copy: StoredCopy | null
  readonly nowMs: number
}

export function createMoveRecords(database: Database): MoveRecords {
  const transact = createTransact(database)
  return {
    lock: (task, owner, imageId, nowMs) =>
      transact(async (trx) => {
        if (!(await touch(trx, imageId, nowMs))) return false
        await assertHeld(trx, task.id, owner)
        await assertUnlocked(trx, imageId, task.id)
        await setProperties(trx, imageId, { [IMPORT_LOCK]: task.id })
        await renewMemberCopies(trx, imageId)
        return true
      }),
    finish: (task, owner, { imageId, from, copy, nowMs }) =>
      transact(async (trx, tell) => {
        if (!(await touch(trx, imageId, nowMs))) {
          throw conflict(`Image ${imageId} was deleted, or lost its data, while it was moved.`)
        }
        await assertHeld(trx, task.id, owner)
        const before = await readImage(trx, database.dialect, imageId)
        const leaving = before.locations.filter(({ storeId }) => storeId === from)
        if (copy !== null) await addLocations(trx, imageId, [copy])
        await trx
          .deleteFrom('image_locations')
          .where('image_id', '=', imageId)
          .where('store_id', '=', from)
          .execute()
        await noteDoomed(trx, imageId, leaving, nowMs)
        await dropProperties(trx, imageId, [IMPORT_LOCK])
        await renewMemberCopies(trx, imageId)
        const image = await readImage(trx, database.dialect, imageId)
        if (image.locations.length === 0) throw conflict(`Image ${imageId} would have no data left.`)
        tell(workerOf(task), [{ type: 'image.update', image, before }])
        return leaving
      }),
    unlock: (task, imageId) =>
      transact(async (trx) => {
        await trx
          .deleteFrom('image_properties')
          .where('image_id', '=', imageId)
          .where('name', '=', IMPORT_LOCK)
          .where('value', '=', task.id)
          .execute()
      }),
  }
}

/** Locks the row, too. Time never stands still between two versions of an image. */
async function touch(trx: Transaction<Schema>, imageId: string, nowMs: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('images')
    .set((eb) => ({
      updated_at_ms: eb
        .case()
        .when('updated_at_ms', '<', nowMs)
        .then(nowMs)
        .else(eb('updated_at_ms', '+', 1))
        .end(),
    }))
    .where('id', '=', imageId)
    .where('status', 'in', ['active', 'deactivated'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function noteDoomed(
  trx: Transaction<Schema>,
  imageId: string,
  places: readonly ImageLocation[],
  nowMs: number,
): Promise<void> {
  if (places.length === 0) return
  const rows = places.map(({ url, storeId }) => ({
    url,
    store_id: storeId,
    image_id: imageId,
    noted_at_ms: nowMs,
  }))
  await trx
    .insertInto('doomed_data')
    .values(rows)
    .onConflict((again) => again.column('url').doNothing())
    .execute()
}
