import type { ImageWire } from '#lib/contract/image-wire.ts'
import { toCreateWire } from '../file/draft.ts'
import type { UploadEvent } from '../model/machine.ts'
import type { FileProblem, FinishedImage, Upload, UploadOwner } from '../model/upload.ts'
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
  return locateUpload(upload, upload.uploadUrl, signal)
}

/** A HEAD counts the bytes in the store, of which the service's own note may lag behind; and it finishes what is whole. */
async function locateUpload(upload: Upload, uploadUrl: string, signal: AbortSignal): Promise<Outcome> {
  const answer = await call({
    method: 'HEAD',
    path: uploadUrl,
    headers: TUS,
    signal,
    timeoutMs: HEAD_TIMEOUT_MS,
  })
  if (isGone(answer)) return locateByImage(upload, signal)
  if (!isOk(answer)) return isRefusal(answer) ? askWhy(uploadUrl, signal) : troubled(answer)
  const offsetBytes = Number.parseInt(answer.headers.get('Upload-Offset') ?? '', 10)
  if (!Number.isSafeInteger(offsetBytes)) return failed(NONSENSE)
  const isWhole = offsetBytes === upload.file.sizeBytes
  return happened(isWhole ? { type: 'alreadyStored' } : { type: 'located', uploadUrl, offsetBytes })
}

function isRefusal({ status }: CallAnswer): boolean {
  return status === 400 || status === 413 || status === 415
}

/** A HEAD cannot say why data was refused; the upload's own page can. */
async function askWhy(uploadUrl: string, signal: AbortSignal): Promise<Outcome> {
  const answer = await call({ method: 'GET', path: uploadUrl, signal })
  const message = readJson<{ message?: string }>(answer)?.message ?? ''
  return isOk(answer)
    ? failed({ kind: 'refused', fault: refusalOf(message, answer.requestId) })
    : troubled(answer)
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
  if (file === null) return finishWithoutFile(upload, signal)
  return sendFile({ upload, file, tell, signal })
}

/** Nothing is left to send: a look makes the service finish the upload, should a crash have kept it from that. */
async function finishWithoutFile(upload: Upload, signal: AbortSignal): Promise<Outcome> {
  const { uploadUrl } = upload
  if (uploadUrl === null) return happened({ type: 'fileLost', problem: CHOOSE_AGAIN })
  const outcome = await locateUpload(upload, uploadUrl, signal)
  const isStored = outcome.kind === 'event' && outcome.event.type === 'alreadyStored'
  if (isStored) return happened({ type: 'accepted' })
  return outcome.kind === 'trouble' ? outcome : happened({ type: 'fileLost', problem: CHOOSE_AGAIN })
}

const CHOOSE_AGAIN: FileProblem = { code: 'chooseAgain' }

/** Finishing may need to read all the data again. */
const HEAD_TIMEOUT_MS = 120_000
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
  note: { code: 'otherService' },
} as const

async function fetchImage(
  id: string,
  signal?: AbortSignal,
): Promise<{ image: ImageWire | null; answer: CallAnswer }> {
  const answer = await call({ method: 'GET', path: imagePath(id), ...(signal && { signal }) })
  return { image: isOk(answer) ? readJson<ImageWire>(answer) : null, answer }
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
