import type { ImageWire } from '#lib/contract/image-wire.ts'
import { toCreateWire } from '../file/draft.ts'
import type { UploadEvent } from '../model/machine.ts'
import type { FinishedImage, Upload, UploadOwner } from '../model/upload.ts'
import { type CallAnswer, call, isOk, readJson } from './call.ts'
import { sendFile } from './send.ts'
import { failed, happened, type Outcome, type UploadServer } from './server.ts'
import { GONE, troubleOf } from './trouble.ts'
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
  if (upload.uploadUrl !== null) {
    const answer = await call({ method: 'HEAD', path: upload.uploadUrl, headers: TUS, signal })
    if (isOk(answer)) return foundAt(upload.uploadUrl, answer)
    if (!isGone(answer)) return troubled(answer)
  }
  return locateByImage(upload, signal)
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
  // Every byte is there: what is left is the server's work, which `verify` waits for.
  if (upload.ackedBytes === upload.file.sizeBytes && upload.uploadUrl !== null)
    return happened({ type: 'accepted' })
  if (file === null) return happened({ type: 'fileLost', problem: 'Choose the file again.' })
  return sendFile({ upload, file, tell, signal })
}

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

function foundAt(uploadUrl: string, answer: CallAnswer): Outcome {
  const offsetBytes = Number.parseInt(answer.headers.get('Upload-Offset') ?? '', 10)
  return Number.isSafeInteger(offsetBytes)
    ? happened({ type: 'located', uploadUrl, offsetBytes })
    : failed(NONSENSE)
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
