import type { ChosenFile } from '../file/choose.ts'
import type { ImageDraft, Upload, UploadOwner } from '../model/upload.ts'
import { FIRST_CHUNK_BYTES } from '../pace/chunk-size.ts'
import type { NewUpload } from './engine.ts'

interface Beginning {
  readonly chosen: ChosenFile
  readonly fingerprint: string
  readonly draft: ImageDraft
  readonly owner: UploadOwner
  readonly nowMs: number
}

/** An upload that makes a new image. */
export function newUpload({ chosen, fingerprint, draft, owner, nowMs }: Beginning): NewUpload {
  return {
    upload: {
      ...common(chosen, nowMs),
      id: newImageId(),
      fingerprint,
      draft,
      owner,
      ownsImage: true,
      imageRecord: 'none',
    },
    ...chosen,
  }
}

/** An upload into an image that exists: one that another browser began and left, or one that awaits its data. */
export function uploadInto(
  imageId: string,
  { chosen, fingerprint, draft, owner, nowMs }: Beginning,
): NewUpload {
  return {
    upload: {
      ...common(chosen, nowMs),
      id: imageId,
      fingerprint,
      draft,
      owner,
      ownsImage: false,
      imageRecord: 'made',
    },
    ...chosen,
  }
}

type Common = Omit<Upload, 'id' | 'fingerprint' | 'draft' | 'owner' | 'ownsImage' | 'imageRecord'>

function common({ file, handle }: ChosenFile, nowMs: number): Common {
  return {
    file: { name: file.name, sizeBytes: file.size, lastModifiedMs: file.lastModified },
    createdAtMs: nowMs,
    hasFile: true,
    hasHandle: handle !== null,
    uploadUrl: null,
    ackedBytes: 0,
    chunkBytes: FIRST_CHUNK_BYTES,
    attempts: 0,
    state: { at: 'queued' },
  }
}

/** A random UUID; `crypto.randomUUID` is missing on plain http. */
export function newImageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
