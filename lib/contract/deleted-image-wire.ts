import type { Visibility } from '../domain/image.ts'
import type { DeletedImage } from '../domain/trash.ts'
import { toWireTime } from './wire-time.ts'

/** One entry of `GET /v2/vitrine/deleted-images`. */
export interface DeletedImageWire {
  readonly id: string
  readonly name: string | null
  readonly owner: string | null
  readonly visibility: Visibility
  readonly disk_format: string | null
  readonly container_format: string | null
  readonly size: number | null
  readonly created_at: string
  readonly status_before: DeletedImage['statusBefore']
  readonly deleted_at: string
  /** After it the data is removed, sooner or later. */
  readonly kept_until: string
}

export function deletedImageToWire(
  { image, deletedAtMs, statusBefore }: DeletedImage,
  keptMs: number,
): DeletedImageWire {
  return {
    id: image.id,
    name: image.name,
    owner: image.owner,
    visibility: image.visibility,
    disk_format: image.diskFormat,
    container_format: image.containerFormat,
    size: image.sizeBytes,
    created_at: toWireTime(image.createdAtMs),
    status_before: statusBefore,
    deleted_at: toWireTime(deletedAtMs),
    kept_until: toWireTime(deletedAtMs + keptMs),
  }
}
