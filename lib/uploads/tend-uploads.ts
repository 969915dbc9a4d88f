import { isResumable } from '#lib/domain/upload.ts'
import type { UploadRecord } from '#lib/domain/upload-records.ts'
import { isWritable, type WritableStore } from '#lib/stores/store.ts'
import { isStagedByCatalog, isStagedByTask } from './copy-into.ts'
import { cleanAfterGone, giveBack } from './end-upload.ts'
import { holdForRemoval, isFree } from './hold-upload.ts'
import { isCertainlyOver } from './node-id.ts'
import type { UploadPorts } from './upload-ports.ts'

export interface Tending {
  /** Finishes an upload whose bytes are all there, in the service's own name. */
  finish(upload: UploadRecord): Promise<void>
  /** One upload's trouble must not keep the others waiting. */
  report(what: string, error: unknown): void
}

/**
 * Sets right what crashes and clients leave behind. Runs at start and again and again, on every node; whatever it does
 * it does holding the upload, so running twice at once is fine.
 *
 * - a plain upload whose server ended: bytes removed, image queued again;
 * - a resumable upload: stays, until it expires;
 * - staged data that is never imported: removed when it expires;
 * - a resumable upload with all its bytes (its server ended while finishing): finished;
 * - an upload whose image is gone: removed with its bytes;
 * - remembered outcomes: forgotten after a day;
 * - staged bytes of no upload: removed.
 */
export async function tendUploads(ports: UploadPorts, tending: Tending, signal: AbortSignal): Promise<void> {
  // Staged bytes are listed before the rows: a row is written before its first byte, so bytes without a row are nobody's.
  const staged = await listStaged(ports, tending)
  const uploads = await ports.records.list({ states: ['open', 'staged', 'finished', 'refused', 'doomed'] })
  const known = new Set(
    uploads
      .filter(({ state }) => state === 'open' || state === 'staged' || state === 'doomed')
      .map(({ id }) => id),
  )
  for (const { store, uploadId } of staged) {
    const isElsewheres = isStagedByTask(uploadId) || isStagedByCatalog(uploadId)
    if (!known.has(uploadId) && !isElsewheres) await store.sweepStaging(uploadId)
  }
  for (const uploadId of ports.live.ids()) {
    if (!known.has(uploadId) && ports.live.find(uploadId)?.work === null) ports.live.drop(uploadId)
  }
  for (const upload of uploads) {
    if (signal.aborted) return
    await tend(ports, tending, upload).catch((error: unknown) => tending.report(`upload ${upload.id}`, error))
  }
}

async function listStaged(
  ports: UploadPorts,
  { report }: Tending,
): Promise<{ store: WritableStore; uploadId: string }[]> {
  const lists = ports.stores.stores.filter(isWritable).map(async (store) => {
    const uploadIds = await store.listStaging().catch((error: unknown): string[] => {
      report(`store ${store.id}`, error)
      return []
    })
    return uploadIds.map((uploadId) => ({ store, uploadId }))
  })
  return (await Promise.all(lists)).flat()
}

async function tend(ports: UploadPorts, tending: Tending, upload: UploadRecord): Promise<void> {
  const isPast = upload.expiresAtMs < ports.clock.nowMs()
  if (upload.state === 'finished' || upload.state === 'refused') {
    if (isPast) await ports.records.forget(upload.id)
    return
  }
  if (upload.state === 'staged') return tendStaged(ports, upload, isPast)
  if (!isFree(ports, upload)) return
  if (upload.state === 'doomed' || upload.imageStatus === null) return cleanAfterGone(ports, upload)
  if (isAbandoned(ports, upload) || isPast) {
    return holdForRemoval(ports, upload.id, (held) => giveBack(ports, held))
  }
  if (isComplete(upload)) await tending.finish(upload)
}

/** Staged data waits for its import; what was staged for an image that no longer waits, or in vain, is removed. */
async function tendStaged(ports: UploadPorts, upload: UploadRecord, isPast: boolean): Promise<void> {
  if (upload.imageStatus === 'importing' || (upload.imageStatus === 'uploading' && !isPast)) return
  if (await ports.records.unstage(upload, ports.clock.nowMs())) await cleanAfterGone(ports, upload)
}

/** A plain upload lives with its one request; between its steps it is free for a moment. */
function isAbandoned(ports: UploadPorts, upload: UploadRecord): boolean {
  const { writer, leaseUntilMs } = upload
  if (isResumable(upload)) return false
  return leaseUntilMs < ports.clock.nowMs() || isCertainlyOver(writer, ports.node)
}

function isComplete(upload: UploadRecord): boolean {
  const { totalBytes, receivedBytes } = upload
  return isResumable(upload) && totalBytes !== null && receivedBytes === totalBytes
}
