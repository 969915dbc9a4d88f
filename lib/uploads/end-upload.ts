import { DomainError, isDomainError } from '#lib/domain/errors.ts'
import type { Upload } from '#lib/domain/upload.ts'
import type { Refusal, UploadRecord } from '#lib/domain/upload-records.ts'
import { holdForRemoval, imageIsGone, isFree, isGone } from './hold-upload.ts'
import { REMEMBER_MS, type UploadPorts } from './upload-ports.ts'

// The order everywhere: bytes first, then the row. While the row stands nobody else can claim the image, so nothing
// that is removed here can be another upload's; and a crash in between leaves an upload of zero bytes, not a leak.

/**
 * Removes the bytes and gives the image back, remembering why. The caller holds the upload. Never throws: the reason is
 * what the caller must report, and what fails here is done again when uploads are tended.
 */
export async function refuseUpload(ports: UploadPorts, upload: Upload, reason: unknown): Promise<void> {
  try {
    await discard(ports, upload)
    const nowMs = ports.clock.nowMs()
    const rememberUntilMs = nowMs + REMEMBER_MS
    await ports.records.giveBack(upload, nowMs, { refusal: refusalOf(reason), rememberUntilMs })
  } catch {
    // See above.
  }
}

/** The image is gone: so must be everything of the upload. Never throws, for the same reason. */
export async function cleanAfterGone(ports: UploadPorts, upload: Upload): Promise<void> {
  try {
    await discard(ports, upload)
    await ports.records.forget(upload.id)
  } catch {
    // See above.
  }
}

/** Removes the bytes and gives the image back. An upload that is over already is fine. @throws `conflict` another node writes it */
export async function abortUpload(ports: UploadPorts, upload: Upload): Promise<void> {
  const work = ports.live.find(upload.id)?.work
  work?.stop(new DomainError('interrupted', 'The upload was cancelled.'))
  await work?.over
  try {
    await holdForRemoval(ports, upload.id, (held) => giveBack(ports, held))
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** Removes the bytes and gives the image back without a word. The caller holds the upload. */
export async function giveBack(ports: UploadPorts, upload: Upload): Promise<void> {
  await discard(ports, upload)
  await ports.records.giveBack(upload, ports.clock.nowMs())
}

/** The image was deleted: its upload ends with `gone`, and its bytes go. */
export async function doomUpload(ports: UploadPorts, imageId: string): Promise<void> {
  const upload = await ports.records.doom(imageId)
  if (upload === null) return
  const work = ports.live.find(upload.id)?.work
  if (work !== null && work !== undefined) {
    // The request at work cleans up behind itself.
    work.stop(imageIsGone(imageId))
    await work.over
  } else if (isFree(ports, upload)) {
    await cleanAfterGone(ports, upload)
  }
}

async function discard(ports: UploadPorts, upload: Upload): Promise<void> {
  ports.live.drop(upload.id)
  await ports.stores.begun(upload.storeId).discardStaging({ uploadId: upload.id, imageId: upload.imageId })
}

function refusalOf(reason: unknown): Refusal {
  if (isDomainError(reason)) return { code: reason.code, message: reason.message }
  return { code: 'unavailable', message: 'The upload failed for a reason on our side; send the data again.' }
}

/** The outcome of an upload that was refused, as the error that its last request got. */
export function refusalError({ refusal, id }: UploadRecord): DomainError {
  return new DomainError(refusal?.code ?? 'gone', refusal?.message ?? `Upload ${id} is over.`)
}
