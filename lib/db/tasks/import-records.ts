import type { Kysely, Transaction } from 'kysely'
import { conflict, DomainError } from '#lib/domain/errors.ts'
import type { EventDraft, TaskFacts } from '#lib/domain/events.ts'
import type { Image } from '#lib/domain/image.ts'
import {
  type CopyNews,
  FAILED_IMPORT,
  IMPORT_LOCK,
  IMPORTING_TO,
  type ImportEnd,
  type ImportedData,
  type ImportRecords,
  type ImportTerms,
  type ImportWork,
  type StoredCopy,
} from '#lib/domain/import-records.ts'
import { TASK_LIFE_MS } from '#lib/domain/task.ts'
import type { NewTask, TaskRecord } from '#lib/domain/task-records.ts'
import type { Database } from '../database.ts'
import { createTransact } from '../events/transact.ts'
import { renewMemberCopies } from '../images/image-members.ts'
import { readImage } from '../images/image-rows.ts'
import { reserveIn } from '../quota/reservations.ts'
import type { Schema } from '../schema.ts'
import { healStuckImages } from './heal-stuck-images.ts'
import { addLocations, assertUnlocked, dropProperties, setProperties } from './image-parts.ts'
import { assertHeld, endTask } from './task-records.ts'
import { factsOf, newFactsOf, toTaskRow, workerOf } from './task-rows.ts'

/** Imports in the database. Images are always written before uploads and tasks, so that no two transactions wait for each other. */
export function createImportRecords(database: Database): ImportRecords {
  const db = database.kysely
  const transact = createTransact(database)
  const read = (trx: Transaction<Schema>, imageId: string) => readImage(trx, database.dialect, imageId)
  return {
    begin: (image, task, terms) =>
      transact(async (trx, tell) => {
        await begin(trx, image, task, terms)
        const after = await read(trx, image.id)
        tell(workerOf(task), [
          { type: 'task.create', task: newFactsOf(task) },
          { type: 'image.update', image: after, before: image },
        ])
      }),
    stagedUpload: (imageId) => findStaged(db, imageId),
    addCopy: (task, owner, copy, news) =>
      transact(async (trx, tell) => {
        await addCopy(trx, { task, owner, copy, news })
        const image = await read(trx, imageOf(task))
        tell(workerOf(task), dataEvents(image, news.data !== null, copy.storeId))
      }),
    succeed: (task, owner, work, end) =>
      transact(async (trx, tell) => {
        await succeed(trx, { task, owner, work, end })
        const image = await read(trx, imageOf(task))
        tell(workerOf(task), [
          ...dataEvents(image, work.data !== null, work.copies[0]?.storeId),
          { type: 'task.success', task: endedFacts(task, 'success', end.nowMs) },
        ])
      }),
    fail: (task, owner, end) =>
      transact(async (trx, tell) => {
        const isHere = await fail(trx, task, owner, end)
        const facts = endedFacts(task, 'failure', end.nowMs)
        tell(workerOf(task), [{ type: 'task.failure', task: facts }])
        if (!isHere) return
        const image = await read(trx, imageOf(task))
        tell(workerOf(task), [
          { type: 'image.upload', image, failure: end.message },
          { type: 'image.update', image, before: { ...image, status: 'importing' } },
        ])
      }),
    healStuck: (beforeMs, nowMs) => healStuckImages(database, beforeMs, nowMs),
  }
}

function endedFacts(task: TaskRecord, status: 'success' | 'failure', nowMs: number): TaskFacts {
  return { ...factsOf(task), status, updatedAtMs: nowMs, expiresAtMs: nowMs + TASK_LIFE_MS }
}

function dataEvents(image: Image, isNew: boolean, storeId: string | undefined): readonly EventDraft[] {
  if (!isNew) return [{ type: 'image.update', image }]
  const facts = { image, ...(storeId === undefined ? {} : { storeId }) }
  return [
    { type: 'image.upload', ...facts },
    { type: 'image.activate', ...facts },
  ]
}

interface NewCopy {
  readonly task: TaskRecord
  readonly owner: string
  readonly copy: StoredCopy
  readonly news: CopyNews
}

async function addCopy(trx: Transaction<Schema>, { task, owner, copy, news }: NewCopy): Promise<void> {
  const imageId = imageOf(task)
  await moveOn(trx, imageId, news.data, news.nowMs)
  await assertHeld(trx, task.id, owner)
  await addLocations(trx, imageId, [copy])
  await setProperties(trx, imageId, {
    ...news.data?.properties,
    [IMPORTING_TO]: news.remainingStores.join(','),
    [FAILED_IMPORT]: news.failedStores.join(','),
  })
  await renewMemberCopies(trx, imageId)
}

async function begin(
  trx: Transaction<Schema>,
  image: Image,
  task: NewTask,
  { stores, room, within }: ImportTerms,
): Promise<void> {
  const status = image.status === 'active' ? 'active' : 'importing'
  const moved = await trx
    .updateTable('images')
    .set({ status, updated_at_ms: Math.max(task.createdAtMs, image.updatedAtMs + 1) })
    .where('id', '=', image.id)
    .where('status', '=', image.status)
    .executeTakeFirst()
  if (moved.numUpdatedRows === 0n) throw await whyNot(trx, image.id)
  if (image.status === 'uploading' && (await findStaged(trx, image.id)) === null) {
    throw conflict(`The data of image ${image.id} is still being staged; import it when that is done.`)
  }
  await assertUnlocked(trx, image.id)
  await setProperties(trx, image.id, {
    [IMPORT_LOCK]: task.id,
    [IMPORTING_TO]: stores.join(','),
    [FAILED_IMPORT]: '',
  })
  await renewMemberCopies(trx, image.id)
  if (image.owner !== null) {
    const holder = { kind: 'task', id: task.id } as const
    const copies = room.kind === 'store' ? stores.length : 1
    await reserveIn(trx, { ...room, holder, copies, projectId: image.owner }, within)
  }
  await trx.insertInto('tasks').values(toTaskRow(task)).execute()
}

async function findStaged(db: Kysely<Schema>, imageId: string) {
  const row = await db
    .selectFrom('uploads')
    .select(['id', 'received_bytes'])
    .where('open_image_id', '=', imageId)
    .where('state', '=', 'staged')
    .executeTakeFirst()
  return row === undefined ? null : { uploadId: row.id, sizeBytes: row.received_bytes }
}

/** The image has its data now, if it had none; else it is only touched. @throws `gone`, `conflict` */
async function moveOn(
  trx: Transaction<Schema>,
  imageId: string,
  data: ImportedData | null,
  nowMs: number,
): Promise<void> {
  const facts =
    data === null
      ? {}
      : {
          ...{ status: 'active' as const, size_bytes: data.sizeBytes, checksum: data.md5 },
          ...{ virtual_size_bytes: data.virtualSizeBytes, hash_algo: 'sha512', hash_value: data.sha512 },
          ...{ disk_format: data.diskFormat, container_format: data.containerFormat },
        }
  const { numUpdatedRows } = await trx
    .updateTable('images')
    .set({ ...facts, updated_at_ms: nowMs })
    .where('id', '=', imageId)
    .where('status', 'in', data === null ? ['active', 'deactivated'] : ['importing'])
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw await whyNot(trx, imageId)
}

interface Success {
  readonly task: TaskRecord
  readonly owner: string
  readonly work: ImportWork
  readonly end: ImportEnd
}

async function succeed(trx: Transaction<Schema>, { task, owner, work, end }: Success): Promise<void> {
  const imageId = imageOf(task)
  await moveOn(trx, imageId, work.data, end.nowMs)
  await addLocations(trx, imageId, work.copies)
  await dropProperties(trx, imageId, [IMPORT_LOCK])
  await setProperties(trx, imageId, {
    ...work.data?.properties,
    [IMPORTING_TO]: '',
    [FAILED_IMPORT]: end.failedStores.join(','),
  })
  await forgetStaged(trx, imageId)
  if (work.staged !== null) {
    // Under the task's id, which is no image's: so the sweep knows that nobody needs the data any more.
    const note = { url: work.staged.url, store_id: work.staged.storeId, noted_at_ms: end.nowMs }
    await trx.deleteFrom('doomed_data').where('url', '=', note.url).execute()
    await trx
      .insertInto('doomed_data')
      .values({ ...note, image_id: task.id })
      .execute()
  }
  await renewMemberCopies(trx, imageId)
  const { message, nowMs } = end
  await endTask(trx, task.id, owner, { status: 'success', result: { image_id: imageId }, message, nowMs })
}

/** Whether the image is still there. */
async function fail(
  trx: Transaction<Schema>,
  task: TaskRecord,
  owner: string,
  { message, failedStores, nowMs }: ImportEnd,
): Promise<boolean> {
  const imageId = imageOf(task)
  const { numUpdatedRows } = await trx
    .updateTable('images')
    .set({ updated_at_ms: nowMs })
    .where('id', '=', imageId)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) {
    await trx
      .updateTable('images')
      .set({ status: 'queued', size_bytes: null, virtual_size_bytes: null })
      .where('id', '=', imageId)
      .where('status', '=', 'importing')
      .execute()
    await dropProperties(trx, imageId, [IMPORT_LOCK])
    await setProperties(trx, imageId, { [IMPORTING_TO]: '', [FAILED_IMPORT]: failedStores.join(',') })
    await renewMemberCopies(trx, imageId)
  }
  await forgetStaged(trx, imageId)
  await endTask(trx, task.id, owner, { status: 'failure', result: null, message, nowMs })
  return numUpdatedRows > 0n
}

async function forgetStaged(trx: Transaction<Schema>, imageId: string): Promise<void> {
  await trx
    .deleteFrom('uploads')
    .where('open_image_id', '=', imageId)
    .where('state', 'in', ['staged', 'doomed'])
    .execute()
}

function imageOf(task: TaskRecord): string {
  if (task.imageId === null) throw new Error(`Task ${task.id} imports into no image.`)
  return task.imageId
}

async function whyNot(db: Kysely<Schema>, imageId: string): Promise<DomainError> {
  const image = await db.selectFrom('images').select('status').where('id', '=', imageId).executeTakeFirst()
  if (image === undefined) return new DomainError('gone', `Image ${imageId} has been deleted.`)
  return conflict(`Image ${imageId} is ${image.status} by now; read it again before you import into it.`)
}
