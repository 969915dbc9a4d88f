import type { Insertable, Selectable } from 'kysely'
import type { ImageStatus } from '#lib/domain/image.ts'
import type { Upload } from '#lib/domain/upload.ts'
import type { UploadRecord } from '#lib/domain/upload-records.ts'
import type { UploadTable } from './tables/uploads.ts'

export type UploadRow = Selectable<UploadTable> & { readonly image_status: ImageStatus | null }

export function fromUploadRow(row: UploadRow): UploadRecord {
  const { expected_algo: algo, expected_value: value, refusal_code: code, refusal_message: message } = row
  return {
    id: row.id,
    imageId: row.image_id,
    kind: row.kind,
    storeId: row.store_id,
    projectId: row.project_id,
    userId: row.user_id,
    totalBytes: row.total_bytes,
    receivedBytes: row.received_bytes,
    expectedHash: algo === null || value === null ? null : { algo, value },
    fileName: row.file_name,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    state: row.state,
    refusal: code === null || message === null ? null : { code, message },
    writer: row.writer,
    leaseOwner: row.lease_owner,
    leaseUntilMs: row.lease_until_ms,
    imageStatus: row.image_status,
  }
}

/** Within this time a plain upload's request goes from claiming to receiving. */
const CLAIM_MS = 60_000

/** The row of an upload that begins. */
export function toUploadRow(upload: Upload, node: string): Insertable<UploadTable> {
  return {
    id: upload.id,
    image_id: upload.imageId,
    open_image_id: upload.imageId,
    state: 'open',
    kind: upload.kind,
    store_id: upload.storeId,
    project_id: upload.projectId,
    user_id: upload.userId,
    total_bytes: upload.totalBytes,
    received_bytes: upload.receivedBytes,
    expected_algo: upload.expectedHash?.algo ?? null,
    expected_value: upload.expectedHash?.value ?? null,
    file_name: upload.fileName,
    created_at_ms: upload.createdAtMs,
    expires_at_ms: upload.expiresAtMs,
    writer: node,
    lease_owner: null,
    // Nobody holds it yet, but the claiming request is about to.
    lease_until_ms: upload.createdAtMs + CLAIM_MS,
    refusal_code: null,
    refusal_message: null,
  }
}
