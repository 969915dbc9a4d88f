import type { ErrorCode } from '#lib/domain/errors.ts'
import type { ExpectedHash, UploadKind } from '#lib/domain/upload.ts'
import type { UploadState } from '#lib/domain/upload-records.ts'

export interface UploadTable {
  id: string
  image_id: string
  /** The image while the upload is open, null afterwards. Unique: an image has one open upload at most. */
  open_image_id: string | null
  state: UploadState
  kind: UploadKind
  store_id: string
  project_id: string | null
  user_id: string | null
  total_bytes: number | null
  /** Survives the loss of power; the store may hold more. */
  received_bytes: number
  expected_algo: ExpectedHash['algo'] | null
  expected_value: string | null
  file_name: string | null
  created_at_ms: number
  expires_at_ms: number
  writer: string
  lease_owner: string | null
  lease_until_ms: number
  refusal_code: ErrorCode | null
  refusal_message: string | null
}

/** Data whose removal was decided; see DoomedDataRecords. */
export interface DoomedDataTable {
  url: string
  store_id: string
  image_id: string
  noted_at_ms: number
}

export interface UploadTables {
  uploads: UploadTable
  doomed_data: DoomedDataTable
}
