import { type Context, isAdmin } from '#lib/domain/context.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { Upload } from '#lib/domain/upload.ts'
import type { Refusal, UploadRecord } from '#lib/domain/upload-records.ts'
import { safelyStaged } from './hold-upload.ts'
import type { UploadPorts } from './upload-ports.ts'

/** An upload as its owner sees it: `receivedBytes` is what the store really holds. */
export type KnownUpload = Upload &
  (
    | { readonly state: 'open' }
    | { readonly state: 'finished' }
    | { readonly state: 'refused'; readonly refusal: Refusal }
  )

/** Looks resumable uploads up. Another project's uploads look absent. */
export interface UploadDirectory {
  /** @throws `not_found` */
  find(ctx: Context, uploadId: string): Promise<KnownUpload>
  /** The caller's project's unfinished uploads, oldest first. */
  listOpen(ctx: Context, imageId?: string): Promise<readonly KnownUpload[]>
  /** Settles a length that was deferred. @throws `conflict` settled otherwise, `gone` */
  declareTotal(upload: Upload, totalBytes: number): Promise<void>
}

/** What `randomUUID` makes. */
const UPLOAD_ID = /^[0-9a-f-]{36}$/

export function createUploadDirectory(ports: UploadPorts): UploadDirectory {
  return {
    async find(ctx, uploadId) {
      const upload = UPLOAD_ID.test(uploadId) ? await ports.records.find(uploadId) : null
      if (upload === null || upload.kind !== 'tus' || !isMine(ctx, upload)) throw notFound('upload', uploadId)
      const known = await toKnown(ports, upload)
      if (known === null) throw notFound('upload', uploadId)
      return known
    },
    async listOpen(ctx, imageId) {
      // A database may refuse to be asked for such text.
      if (imageId?.includes('\0')) return []
      const ofImage = imageId === undefined ? {} : { imageId }
      const uploads = await ports.records.list({ states: ['open'], projectId: ctx.projectId, ...ofImage })
      const known = await Promise.all(
        uploads.filter(({ kind }) => kind === 'tus').map((each) => toKnown(ports, each)),
      )
      return known.filter((upload) => upload !== null)
    },
    declareTotal: (upload, totalBytes) => ports.records.declareTotal(upload.id, totalBytes),
  }
}

function isMine(ctx: Context, upload: UploadRecord): boolean {
  return isAdmin(ctx) || (ctx.projectId !== null && upload.projectId === ctx.projectId)
}

async function toKnown(ports: UploadPorts, record: UploadRecord): Promise<KnownUpload | null> {
  const { state, refusal } = record
  if (state === 'open' && record.imageStatus !== null) {
    return { ...record, state, receivedBytes: await safelyStaged(ports, record) }
  }
  if (state === 'finished') return { ...record, state }
  if (state === 'refused' && refusal !== null) return { ...record, state, refusal }
  return null
}
