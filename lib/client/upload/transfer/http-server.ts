import type { ImageWire } from '#lib/contract/image-wire.ts'
import type { UploadWire } from '#lib/contract/upload-wire.ts'
import { toCreateWire } from '../file/draft.ts'
import type { UploadEvent } from '../model/machine.ts'
import type { FinishedImage, Upload, UploadOwner } from '../model/upload.ts'
import { type CallAnswer, call, isOk, readJson } from './call.ts'
import { sendFile } from './send.ts'
import { failed, happened, type Outcome, type UploadServer } from './server.ts'
import { GONE, refusalOf, troubleOf } from './trouble.ts'
import { findUpload, removeUploads } from './unfinished.ts'
import { verdictOn } from './verify.ts'

/** The upload's view of the real service, same origin, with the session cookie. */
export function createHttpUploadServer(whoAmI: () => Promise<UploadOwner | null>): UploadServer {
  return { createImage, locate, send, verify, remove, whoAmI }
}

async function createImage(upload: Upload): Promise<Outcome> {
  const answer = await call({
    method: 'POST',
    path: '/v2/images',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(toCreateWire(upload.id, upload.draft)),
  })
  if (isOk(answer)) return happened({ type: 'imageMade' })
  // The answer to an earlier request was lost on its way: the image is there.
  if (answer.status === 409 && (await fetchImage(upload.id)).image !== null)
    return happened({ type: 'imageMade' })
  return troubled(answer)
}

async function locate(upload: Upload, signal: AbortSignal): Promise<Outcome> {
  if (upload.uploadUrl === null) return locateByImage(upload, signal)
  const answer = await call({ method: 'GET', path: upload.uploadUrl, signal })
  if (isOk(answer)) return foundAt(upload.uploadUrl, answer)
  return isGone(answer) ? locateByImage(upload, signal) : troubled(answer)
}

/** The image knows whether its data has come, is on its way, or is awaited. */
async function locateByImage(upload: Upload, signal: AbortSignal): Promise<Outcome> {
  const { image, answer } = await fetchImage(upload.id, signal)
  if (image === null) return isOk(answer) ? failed(NONSENSE) : troubled(answer)
  switch (image.status) {
    case 'queued':
      return happened({ type: 'notStarted' })
    case 'active':
    case 'deactivated':
    case 'importing':
      return happened({ type: 'alreadyStored' })
    case 'saving':
    case 'uploading':
      return findUpload(upload, signal)
    default:
      return failed({ kind: 'refused', fault: GONE })
  }
}

async function send(
  upload: Upload,
  file: Blob | null,
  tell: (event: UploadEvent) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const { uploadUrl } = upload
  if (upload.ackedBytes === upload.file.sizeBytes && uploadUrl !== null) return finish(uploadUrl, signal)
  if (file === null) return happened({ type: 'fileLost', problem: 'Choose the file again.' })
  return sendFile({ upload, file, tell, signal })
}

/** Every byte is there. Looking at such an upload makes the service finish it, should a crash have kept it from that. */
async function finish(uploadUrl: string, signal: AbortSignal): Promise<Outcome> {
  const answer = await call({
    method: 'HEAD',
    path: uploadUrl,
    headers: TUS,
    signal,
    timeoutMs: FINISH_TIMEOUT_MS,
  })
  // A HEAD cannot say why it was refused; asked again, the upload tells.
  return isOk(answer) || answer.status === 0 ? happened({ type: 'accepted' }) : failed(LOOK_AGAIN)
}

const FINISH_TIMEOUT_MS = 600_000
const LOOK_AGAIN = { kind: 'server', retryAfterMs: 0, message: null } as const
const POLL_MS = 1500

async function verify(upload: Upload, signal: AbortSignal): Promise<Outcome> {
  for (;;) {
    const { image, answer } = await fetchImage(upload.id, signal)
    if (image === null) return isOk(answer) ? failed(NONSENSE) : troubled(answer)
    const verdict = verdictOn(upload, finishedImage(image), image.status)
    if (verdict !== null) return verdict
    await delay(POLL_MS, signal)
  }
}

async function remove(upload: Upload, signal: AbortSignal): Promise<Outcome> {
  const uploads = await removeUploads(upload, signal)
  if (uploads !== null) return uploads
  if (!upload.ownsImage) return happened({ type: 'removed' })
  const path = imagePath(upload.id)
  if (upload.draft.isProtected)
    await call({ method: 'PATCH', path, headers: PATCH_TYPE, body: UNPROTECT, signal })
  const answer = await call({ method: 'DELETE', path, signal })
  return isOk(answer) || isGone(answer) ? happened({ type: 'removed' }) : troubled(answer)
}

const TUS = { 'Tus-Resumable': '1.0.0' }
const PATCH_TYPE = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' }
const UNPROTECT = JSON.stringify([{ op: 'replace', path: '/protected', value: false }])
const NONSENSE = {
  kind: 'server',
  retryAfterMs: null,
  message: 'The answer is not from the image service.',
} as const

async function fetchImage(
  id: string,
  signal?: AbortSignal,
): Promise<{ image: ImageWire | null; answer: CallAnswer }> {
  const answer = await call({ method: 'GET', path: imagePath(id), ...(signal && { signal }) })
  return { image: isOk(answer) ? readJson<ImageWire>(answer) : null, answer }
}

interface ShownUploadWire extends UploadWire {
  readonly state: 'open' | 'finished' | 'refused' | 'doomed'
  readonly message?: string
}

function foundAt(uploadUrl: string, answer: CallAnswer): Outcome {
  const shown = readJson<ShownUploadWire>(answer)
  switch (shown?.state) {
    case 'open':
      return happened({ type: 'located', uploadUrl, offsetBytes: shown.received })
    case 'finished':
      return happened({ type: 'alreadyStored' })
    case 'refused':
      return failed({ kind: 'refused', fault: refusalOf(shown.message ?? '', answer.requestId) })
    case 'doomed':
      return failed({ kind: 'refused', fault: GONE })
    default:
      return failed(NONSENSE)
  }
}

function finishedImage(image: ImageWire): FinishedImage {
  return {
    sizeBytes: image.size ?? 0,
    md5: image.checksum,
    hashAlgo: image.os_hash_algo,
    hashValue: image.os_hash_value,
  }
}

function imagePath(id: string): string {
  return `/v2/images/${encodeURIComponent(id)}`
}

function isGone({ status }: CallAnswer): boolean {
  return status === 404 || status === 410
}

function troubled(answer: CallAnswer): Outcome {
  return failed(troubleOf(answer))
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
