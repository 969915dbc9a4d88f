import type { Transaction } from 'kysely'
import { conflict, DomainError } from '#lib/domain/errors.ts'
import type { Upload } from '#lib/domain/upload.ts'
import type { StagedFacts, StoredImageData } from '#lib/domain/upload-records.ts'
import { renewMemberCopies } from './images/image-members.ts'
import type { Schema } from './schema.ts'

// The steps of an image's life that uploads take. Each is conditional on the status before it, in the same statement.

/** queued → saving, or uploading when the data is staged. @returns the owner @throws `gone`, `conflict` */
export async function claimImage(trx: Transaction<Schema>, upload: Upload): Promise<string | null> {
  const claimed = await trx
    .updateTable('images')
    .set({ status: claimedStatus(upload), updated_at_ms: upload.createdAtMs })
    .where('id', '=', upload.imageId)
    .where('status', '=', 'queued')
    .returning('owner')
    .executeTakeFirst()
  if (claimed === undefined) throw await whyNot(trx, upload.imageId, 'take data')
  await renewMemberCopies(trx, upload.imageId)
  return claimed.owner
}

/** What the image is while the upload holds it. */
export function claimedStatus({ kind }: Upload): 'saving' | 'uploading' {
  return kind === 'stage' ? 'uploading' : 'saving'
}

/** Still uploading, and the data is there. @throws `gone`, `conflict` */
export async function showStagedSize(
  trx: Transaction<Schema>,
  imageId: string,
  { sizeBytes, nowMs }: StagedFacts,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('images')
    .set({ size_bytes: sizeBytes, updated_at_ms: nowMs })
    .where('id', '=', imageId)
    .where('status', '=', 'uploading')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw await whyNot(trx, imageId, 'be staged')
  await renewMemberCopies(trx, imageId)
}

/** saving → active, with the data's facts and its location. @throws `gone`, `conflict` */
export async function activateImage(
  trx: Transaction<Schema>,
  imageId: string,
  data: StoredImageData,
  nowMs: number,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('images')
    .set({ status: 'active', size_bytes: data.sizeBytes, virtual_size_bytes: data.virtualSizeBytes })
    .set({ checksum: data.md5, hash_algo: 'sha512', hash_value: data.sha512, updated_at_ms: nowMs })
    .where('id', '=', imageId)
    .where('status', '=', 'saving')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw await whyNot(trx, imageId, 'become active')
  await trx
    .insertInto('image_locations')
    .values({ image_id: imageId, position: 0, url: data.url, store_id: data.storeId, metadata: '{}' })
    .execute()
  await renewMemberCopies(trx, imageId)
}

/** saving or uploading → queued, if the upload still holds the image: whether it did. An image that is gone or elsewhere stays as it is. */
export async function giveImageBack(
  trx: Transaction<Schema>,
  upload: Upload,
  nowMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('images')
    .set({ status: 'queued', size_bytes: null, virtual_size_bytes: null, updated_at_ms: nowMs })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('uploads')
        .select('open_image_id')
        .where('uploads.id', '=', upload.id)
        .where('state', 'in', ['open', 'staged']),
    )
    .where('status', '=', claimedStatus(upload))
    .executeTakeFirst()
  if (numUpdatedRows > 0n) await renewMemberCopies(trx, upload.imageId)
  return numUpdatedRows > 0n
}

async function whyNot(trx: Transaction<Schema>, imageId: string, what: string): Promise<DomainError> {
  const image = await trx.selectFrom('images').select('status').where('id', '=', imageId).executeTakeFirst()
  if (image === undefined) return new DomainError('gone', `Image ${imageId} has been deleted.`)
  return conflict(`Image ${imageId} is ${image.status}; it cannot ${what} from there.`)
}
