import type { UploadListWire, UploadWire } from '#lib/contract/upload-wire.ts'
import type { Upload } from '../model/upload.ts'
import { type CallAnswer, call, isOk, readJson } from './call.ts'
import { failed, happened, type Outcome } from './server.ts'
import { troubleOf } from './trouble.ts'

/** The caller's unfinished uploads into an image. @returns null with the answer when it could not be asked */
async function listUnfinished(
  imageId: string,
  signal?: AbortSignal,
): Promise<{ uploads: readonly UploadWire[] | null; answer: CallAnswer }> {
  const query = new URLSearchParams({ image_id: imageId })
  const answer = await call({ method: 'GET', path: `/uploads?${query}`, ...(signal && { signal }) })
  const body = isOk(answer) ? readJson<UploadListWire>(answer) : null
  return { uploads: body?.uploads ?? null, answer }
}

/** The upload into the image that this one can go on with: it has the length of the file. */
export async function findUpload(upload: Upload, signal: AbortSignal): Promise<Outcome> {
  const { uploads, answer } = await listUnfinished(upload.id, signal)
  if (uploads === null) return failed(troubleOf(answer))
  const found = uploads.find(({ total }) => total === upload.file.sizeBytes)
  if (found !== undefined) {
    return happened({ type: 'located', uploadUrl: found.location, offsetBytes: found.received })
  }
  // Saving without an upload of ours: either all bytes are in and it is finishing, or somebody else writes it.
  const isAllSent = upload.ackedBytes === upload.file.sizeBytes
  return isAllSent ? happened({ type: 'alreadyStored' }) : failed(BUSY)
}

/** Ends every upload of ours into the image. @returns null when none is left, else the trouble */
export async function removeUploads(upload: Upload, signal: AbortSignal): Promise<Outcome | null> {
  const { uploads, answer } = await listUnfinished(upload.id, signal)
  if (uploads === null && answer.status !== 404) return failed(troubleOf(answer))
  const paths = new Set((uploads ?? []).map(({ location }) => location))
  if (upload.uploadUrl !== null) paths.add(upload.uploadUrl)
  const answers = await Promise.all(
    [...paths].map((path) => call({ method: 'DELETE', path, headers: TUS, signal })),
  )
  const bad = answers.find((each) => !isOk(each) && each.status !== 404 && each.status !== 410)
  return bad === undefined ? null : failed(troubleOf(bad))
}

const TUS = { 'Tus-Resumable': '1.0.0' }
const BUSY = {
  kind: 'server',
  retryAfterMs: 10_000,
  note: { code: 'writtenElsewhere' },
} as const
