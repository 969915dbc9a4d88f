import { randomUUID } from 'node:crypto'
import type { Context } from '#lib/domain/context.ts'
import { conflict, invalid } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import { canTransition } from '#lib/domain/status.ts'
import type { Upload, UploadKind, UploadRequest } from '#lib/domain/upload.ts'
import { publishProgress } from './progress.ts'
import { assertFits } from './pump.ts'
import type { UploadPorts } from './upload-ports.ts'
import { assertNoReservedStore, STAGING_STORE_ID } from './with-staging.ts'

/** Claims the image. Nothing is stored yet. @throws `invalid`, `conflict`, `over_limit`, `unavailable`, `gone` */
export async function startUpload(
  ports: UploadPorts,
  ctx: Context,
  image: Image,
  request: UploadRequest,
): Promise<Upload> {
  assertCanTakeData(image, request.kind)
  assertNoReservedStore(request.storeId)
  const store = ports.stores.writable(request.kind === 'stage' ? STAGING_STORE_ID : request.storeId)
  assertFits(request.totalBytes, ports.settings.sizeCapBytes)
  const nowMs = ports.clock.nowMs()
  const upload: Upload = {
    id: randomUUID(),
    imageId: image.id,
    kind: request.kind,
    storeId: store.id,
    projectId: ctx.projectId,
    userId: ctx.userId,
    totalBytes: request.totalBytes,
    receivedBytes: 0,
    expectedHash: request.expectedHash ?? null,
    fileName: request.fileName ?? null,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + ports.settings.expiryMs,
  }
  await ports.records.claim(upload, ports.node, request.within)
  publishProgress(ports.events, { ...image, status: statusWhile(request.kind) }, upload, 'receiving')
  return upload
}

/** What the image is while such an upload receives its data. */
function statusWhile(kind: UploadKind): 'saving' | 'uploading' {
  return kind === 'stage' ? 'uploading' : 'saving'
}

function assertCanTakeData(image: Image, kind: UploadKind): void {
  // Staged data may come before its formats: the import asks for them.
  if (kind !== 'stage') assertFormats(image)
  if (!canTransition(image.status, statusWhile(kind))) {
    throw conflict(`Image ${image.id} is ${image.status}; data can be uploaded only while it is queued.`)
  }
}

function assertFormats(image: Image): void {
  for (const [field, value] of [
    ['disk_format', image.diskFormat],
    ['container_format', image.containerFormat],
  ] as const) {
    if (value === null) {
      throw invalid(
        `Image ${image.id} has no ${field}. Set ${field} with PATCH, then upload the data.`,
        field,
      )
    }
  }
}
