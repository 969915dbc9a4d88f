import type { UploadRecord } from '#lib/domain/upload-records.ts'
import { isWritable, type WritableStore } from '#lib/stores/store.ts'
import { cleanAfterGone, giveBack } from './end-upload.ts'
import { holdUpload, isFree } from './hold-upload.ts'
import { isCertainlyOver } from './node-id.ts'
import type { UploadPorts } from './upload-ports.ts'

export interface Tending {
  /** Finishes an upload whose bytes are all there, in the service's own name. */
  finish(upload: UploadRecord): Promise<void>
  /** One upload's trouble must not keep the others waiting. */
  report(uploadId: string, error: unknown): void
}

/**
 * Sets right what crashes and clients leave behind. Runs at start and again and again, on every node; whatever it does
 * it does holding the upload, so running twice at once is fine.
 *
 * - a plain upload whose server ended: bytes removed, image queued again;
 * - a resumable upload: stays, until it expires;
 * - a resumable upload with all its bytes (its server ended while finishing): finished;
 * - an upload whose image is gone: removed with its bytes;
 * - remembered outcomes: forgotten after a day;
 * - staged bytes of no upload: removed.
 */
export async function tendUploads(ports: UploadPorts, tending: Tending, signal: AbortSignal): Promise<void> {
  // Staged bytes are listed before the rows: a row is written before its first byte, so bytes without a row are nobody's.
  const staged = await listStaged(ports)
  const uploads = await ports.records.list({ states: ['open', 'finished', 'refused', 'doomed'] })
  const known = new Set(
    uploads.filter(({ state }) => state === 'open' || state === 'doomed').map(({ id }) => id),
  )
  for (const { store, uploadId } of staged) {
    if (!known.has(uploadId)) await store.sweepStaging(uploadId)
  }
  for (const uploadId of ports.live.ids()) {
    if (!known.has(uploadId) && ports.live.find(uploadId)?.work === null) ports.live.drop(uploadId)
  }
  for (const upload of uploads) {
    if (signal.aborted) return
    await tend(ports, tending, upload).catch((error: unknown) => tending.report(upload.id, error))
  }
}

async function listStaged(ports: UploadPorts): Promise<{ store: WritableStore; uploadId: string }[]> {
  const lists = ports.stores.stores.filter(isWritable).map(async (store) => {
    const uploadIds = await store.listStaging()
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
  if (!isFree(ports, upload)) return
  if (upload.state === 'doomed' || upload.imageStatus === null) return cleanAfterGone(ports, upload)
  if (isAbandoned(ports, upload) || isPast) {
    return holdUpload(ports, upload.id, (held) => giveBack(ports, held.upload))
  }
  if (isComplete(upload)) await tending.finish(upload)
}

/** A plain upload lives with its one request; between its steps it is free for a moment. */
function isAbandoned(ports: UploadPorts, { kind, writer, leaseUntilMs }: UploadRecord): boolean {
  if (kind !== 'put') return false
  return leaseUntilMs < ports.clock.nowMs() || isCertainlyOver(writer, ports.node)
}

function isComplete({ kind, totalBytes, receivedBytes }: UploadRecord): boolean {
  return kind === 'tus' && totalBytes !== null && receivedBytes === totalBytes
}
