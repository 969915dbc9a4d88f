import { randomUUID } from 'node:crypto'
import type { Context } from '#lib/domain/context.ts'
import { conflict, invalid, overLimit } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import { canTransition } from '#lib/domain/status.ts'
import type { Upload, UploadRequest } from '#lib/domain/upload.ts'
import { publishProgress } from './progress.ts'
import type { UploadPorts } from './upload-ports.ts'

/** Claims the image. Nothing is stored yet. @throws `invalid`, `conflict`, `over_limit`, `unavailable`, `gone` */
export async function startUpload(
  ports: UploadPorts,
  ctx: Context,
  image: Image,
  request: UploadRequest,
): Promise<Upload> {
  assertCanTakeData(image)
  const store = ports.stores.writable(request.storeId)
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
  publishProgress(ports.events, { ...image, status: 'saving' }, upload, 'receiving')
  return upload
}

function assertCanTakeData(image: Image): void {
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
  if (!canTransition(image.status, 'saving')) {
    throw conflict(`Image ${image.id} is ${image.status}; data can be uploaded only while it is queued.`)
  }
}

export function assertFits(totalBytes: number | null, capBytes: number): void {
  if (totalBytes !== null && totalBytes > capBytes) {
    throw overLimit(`The data has ${totalBytes} bytes; this service takes images up to ${capBytes} bytes.`)
  }
}
