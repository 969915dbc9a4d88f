import type { Kysely, Transaction } from 'kysely'
import { conflict, DomainError } from '#lib/domain/errors.ts'
import type { EventActor } from '#lib/domain/events.ts'
import { type ProjectLimits, UNLIMITED } from '#lib/domain/limits.ts'
import { isResumable, reservationKeyOf, type Upload } from '#lib/domain/upload.ts'
import type {
  Lease,
  Refusal,
  StagedFacts,
  UploadFilter,
  UploadRecord,
  UploadRecords,
} from '#lib/domain/upload-records.ts'
import type { Database } from './database.ts'
import { isUniqueViolation } from './dialects.ts'
import { createTransact } from './events/transact.ts'
import { readImage } from './images/image-rows.ts'
import { reserveIn } from './quota/reservations.ts'
import type { Schema } from './schema.ts'
import { activateImage, claimedStatus, claimImage, giveImageBack, showStagedSize } from './upload-images.ts'
import { fromUploadRow, toUploadRow } from './upload-rows.ts'

type Questioner = Kysely<Schema> | Transaction<Schema>

/** Uploads in the database. Images are always written before uploads, so that two transactions never wait for each other. */
export function createUploadRecords(database: Database): UploadRecords {
  const db = database.kysely
  const transact = createTransact(database)
  return {
    claim: (upload, node, within) => claim(database, { upload, node, within }),
    find: (uploadId) => findUpload(db, uploadId),
    list: (filter) => listUploads(db, filter),
    lease: (uploadId, lease, terms) => takeLease(db, uploadId, lease, terms),
    renew: (uploadId, lease, progress) => renew(db, uploadId, lease, progress),
    // The time stays: until it a plain upload between two steps of its request is not abandoned.
    async release(uploadId, owner) {
      await db
        .updateTable('uploads')
        .set({ lease_owner: null })
        .where('id', '=', uploadId)
        .where('lease_owner', '=', owner)
        .execute()
    },
    declareTotal: (uploadId, totalBytes) => declareTotal(db, uploadId, totalBytes),
    activate: (upload, owner, data, times) =>
      transact(async (trx, tell) => {
        await activateImage(trx, upload.imageId, data, times.nowMs)
        await endUpload(trx, upload, owner, {
          sizeBytes: data.sizeBytes,
          rememberUntilMs: times.rememberUntilMs,
        })
        const image = await readImage(trx, database.dialect, upload.imageId)
        const facts = { image, storeId: data.storeId }
        tell(uploaderOf(upload), [
          { type: 'image.upload', ...facts },
          { type: 'image.activate', ...facts },
        ])
      }),
    stage: (upload, owner, data) =>
      transact(async (trx, tell) => {
        await showStagedSize(trx, upload.imageId, data)
        await endReceiving(trx, upload, owner, data)
        const image = await readImage(trx, database.dialect, upload.imageId)
        tell(uploaderOf(upload), [{ type: 'image.update', image, before: { ...image, sizeBytes: null } }])
      }),
    unstage: (upload, nowMs) =>
      transact(async (trx, tell) => {
        const isGivenBack = await giveImageBack(trx, upload, nowMs)
        if (isGivenBack) {
          const image = await readImage(trx, database.dialect, upload.imageId)
          tell(uploaderOf(upload), [
            { type: 'image.update', image, before: { ...image, status: 'uploading' } },
          ])
        }
        return doomStaged(trx, upload)
      }),
    giveBack: (upload, nowMs, refused) =>
      transact(async (trx, tell) => {
        const isGivenBack = await giveImageBack(trx, upload, nowMs)
        if (refused !== undefined && isResumable(upload)) await rememberRefusal(trx, upload.id, refused)
        else await trx.deleteFrom('uploads').where('id', '=', upload.id).execute()
        if (!isGivenBack) return
        const image = await readImage(trx, database.dialect, upload.imageId)
        const failure = refused?.refusal.message ?? 'The upload ended before its data was complete.'
        tell(uploaderOf(upload), [
          { type: 'image.upload', image, failure },
          { type: 'image.update', image, before: { ...image, status: claimedStatus(upload) } },
        ])
      }),
    async doom(imageId) {
      await db.updateTable('uploads').set({ state: 'doomed' }).where('open_image_id', '=', imageId).execute()
      const [upload] = await listUploads(db, { states: ['doomed'], imageId })
      return upload ?? null
    },
    async forget(uploadId) {
      await db.deleteFrom('uploads').where('id', '=', uploadId).execute()
    },
  }
}

/** Data may be finished by a job, long after the request that began it: what an upload tells is its user's. */
function uploaderOf({ userId, projectId }: Upload): EventActor {
  return { userId, projectId, requestId: null, address: null }
}

interface Claim {
  readonly upload: Upload
  readonly node: string
  readonly within: ProjectLimits | undefined
}

async function claim(database: Database, { upload, node, within = UNLIMITED }: Claim): Promise<void> {
  try {
    await createTransact(database)(async (trx, tell) => {
      const projectId = await claimImage(trx, upload)
      await trx.insertInto('uploads').values(toUploadRow(upload, node)).execute()
      if (projectId !== null) await reserveIn(trx, reservationOf(upload, projectId), within)
      const image = await readImage(trx, database.dialect, upload.imageId)
      tell(uploaderOf(upload), [{ type: 'image.prepare', image, storeId: upload.storeId }])
    })
  } catch (error) {
    throw isUniqueViolation(error) ? conflict(`Image ${upload.imageId} is being written already.`) : error
  }
}

function reservationOf(upload: Upload, projectId: string) {
  return { ...reservationKeyOf(upload), projectId, bytes: upload.totalBytes, copies: 1 }
}

async function endUpload(
  trx: Transaction<Schema>,
  upload: Upload,
  owner: string,
  end: { sizeBytes: number; rememberUntilMs: number },
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('uploads')
    .set({
      state: 'finished',
      open_image_id: null,
      received_bytes: end.sizeBytes,
      total_bytes: end.sizeBytes,
    })
    .set({ lease_owner: null, lease_until_ms: 0, expires_at_ms: end.rememberUntilMs })
    .where('id', '=', upload.id)
    .where('state', '=', 'open')
    .where('lease_owner', '=', owner)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw conflict(`Upload ${upload.id} is being written by another request.`)
  if (!isResumable(upload)) await trx.deleteFrom('uploads').where('id', '=', upload.id).execute()
}

async function endReceiving(
  trx: Transaction<Schema>,
  upload: Upload,
  owner: string,
  { sizeBytes, expiresAtMs }: StagedFacts,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('uploads')
    .set({ state: 'staged', received_bytes: sizeBytes, total_bytes: sizeBytes, expires_at_ms: expiresAtMs })
    .set({ lease_owner: null, lease_until_ms: 0 })
    .where('id', '=', upload.id)
    .where('state', '=', 'open')
    .where('lease_owner', '=', owner)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw conflict(`Upload ${upload.id} is being written by another request.`)
}

async function doomStaged(trx: Transaction<Schema>, upload: Upload): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('uploads')
    .set({ state: 'doomed' })
    .where('id', '=', upload.id)
    .where('state', '=', 'staged')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('images')
            .select('images.id')
            .whereRef('images.id', '=', 'uploads.image_id')
            .where('status', 'in', ['uploading', 'importing']),
        ),
      ),
    )
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function rememberRefusal(
  trx: Transaction<Schema>,
  uploadId: string,
  { refusal, rememberUntilMs }: { refusal: Refusal; rememberUntilMs: number },
): Promise<void> {
  await trx
    .updateTable('uploads')
    .set({ state: 'refused', open_image_id: null, lease_owner: null, lease_until_ms: 0 })
    .set({ refusal_code: refusal.code, refusal_message: refusal.message, expires_at_ms: rememberUntilMs })
    .where('id', '=', uploadId)
    .execute()
}

async function renew(
  db: Questioner,
  uploadId: string,
  lease: Lease,
  progress: { receivedBytes: number; expiresAtMs: number },
): Promise<'held' | 'lost' | 'gone'> {
  const { numUpdatedRows } = await db
    .updateTable('uploads')
    .set({ received_bytes: progress.receivedBytes, expires_at_ms: progress.expiresAtMs })
    .set({ lease_until_ms: lease.untilMs, writer: lease.node })
    .where('id', '=', uploadId)
    .where('state', '=', 'open')
    .where('lease_owner', '=', lease.owner)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return 'held'
  return (await findUpload(db, uploadId))?.state === 'open' ? 'lost' : 'gone'
}

async function findUpload(db: Questioner, uploadId: string): Promise<UploadRecord | null> {
  const row = await withImageStatus(db).where('uploads.id', '=', uploadId).executeTakeFirst()
  return row === undefined ? null : fromUploadRow(row)
}

async function listUploads(db: Questioner, filter: UploadFilter): Promise<readonly UploadRecord[]> {
  let question = withImageStatus(db).where('uploads.state', 'in', filter.states)
  if (filter.imageId !== undefined) question = question.where('uploads.image_id', '=', filter.imageId)
  if (filter.projectId !== undefined) {
    question = question.where('uploads.project_id', filter.projectId === null ? 'is' : '=', filter.projectId)
  }
  const rows = await question.orderBy('uploads.created_at_ms').orderBy('uploads.id').execute()
  return rows.map(fromUploadRow)
}

function withImageStatus(db: Questioner) {
  return db
    .selectFrom('uploads')
    .leftJoin('images', 'images.id', 'uploads.image_id')
    .selectAll('uploads')
    .select('images.status as image_status')
}

async function takeLease(
  db: Questioner,
  uploadId: string,
  lease: Lease,
  terms: { nowMs: number; lapsedOwner?: string },
): Promise<UploadRecord> {
  const found = await findUpload(db, uploadId)
  if (found === null || found.state !== 'open' || found.imageStatus === null) {
    throw new DomainError(
      'gone',
      `Upload ${uploadId} is over: its image was deleted, or it was ended elsewhere.`,
    )
  }
  const { numUpdatedRows } = await db
    .updateTable('uploads')
    .set({ lease_owner: lease.owner, lease_until_ms: lease.untilMs })
    .where('id', '=', uploadId)
    .where('state', '=', 'open')
    .where((eb) =>
      eb.or([
        eb('lease_owner', 'is', null),
        eb('lease_until_ms', '<', terms.nowMs),
        ...(terms.lapsedOwner === undefined ? [] : [eb('lease_owner', '=', terms.lapsedOwner)]),
      ]),
    )
    .executeTakeFirst()
  if (numUpdatedRows === 0n)
    throw conflict(`Upload ${uploadId} is being written by another request; try again soon.`)
  return { ...found, leaseOwner: lease.owner, leaseUntilMs: lease.untilMs }
}

async function declareTotal(db: Questioner, uploadId: string, totalBytes: number): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('uploads')
    .set({ total_bytes: totalBytes })
    .where('id', '=', uploadId)
    .where('state', '=', 'open')
    .where((eb) => eb.or([eb('total_bytes', 'is', null), eb('total_bytes', '=', totalBytes)]))
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  const found = await findUpload(db, uploadId)
  if (found?.state === 'open')
    throw conflict(`The length of upload ${uploadId} is ${found.totalBytes} already.`)
  throw new DomainError('gone', `Upload ${uploadId} is over.`)
}
