import { Hono, type MiddlewareHandler } from 'hono'
import type { UploadListWire, UploadWire } from '#lib/contract/upload-wire.ts'
import { DomainError, isDomainError } from '#lib/domain/errors.ts'
import type { Upload } from '#lib/domain/upload.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { answerError, FAULT_STATUS, toFault } from './faults.ts'
import { requireToken } from './require-token.ts'
import { CHECKSUM_ALGOS } from './uploads-metadata.ts'
import { createTus, type TusAnswer } from './uploads-tus.ts'

/** Resumable uploads: the tus protocol (https://tus.io/protocols/resumable-upload), and a list to find them again. */
export function createUploadsApi(): Hono<ApiEnv> {
  const uploads = new Hono<ApiEnv>()
  const tus = createTus()
  const answerTus = async (c: ApiContext) => answer(c, await tus(c))
  uploads.onError((error, c) => answerFailure(c, error))
  uploads.use('*', requireTokenToAct)
  uploads.get('/', listUploads)
  uploads.post('/', answerTus)
  // Hono dispatches HEAD as GET.
  uploads.get('/:uploadId', (c) => (c.req.method === 'HEAD' ? answerTus(c) : showUpload(c)))
  uploads.on(['PATCH', 'DELETE'], '/:uploadId', answerTus)
  uploads.options('/', answerTus)
  uploads.options('/:uploadId', answerTus)
  return uploads
}

/** What the service can do may be asked by anyone. */
const requireTokenToAct: MiddlewareHandler<ApiEnv> = (c, next) =>
  c.req.method === 'OPTIONS' ? next() : requireToken(c, next)

/** The unfinished uploads of the caller's project, so that any browser can go on with them. */
async function listUploads(c: ApiContext): Promise<Response> {
  const found = await c.var.api.uploads.listOpen(c.var.ctx, c.req.query('image_id'))
  const body: UploadListWire = { uploads: found.map(toWire) }
  return c.json(body, 200, { 'Cache-Control': 'no-store' })
}

/** Also how an upload ended, for a while: a HEAD cannot say why one was refused. */
async function showUpload(c: ApiContext): Promise<Response> {
  const upload = await c.var.api.uploads.find(c.var.ctx, c.req.param('uploadId') ?? '')
  const message = upload.state === 'refused' ? { message: upload.refusal.message } : {}
  return c.json({ ...toWire(upload), state: upload.state, ...message }, 200, { 'Cache-Control': 'no-store' })
}

function toWire(upload: Upload): UploadWire {
  return {
    id: upload.id,
    image_id: upload.imageId,
    received: upload.receivedBytes,
    total: upload.totalBytes,
    filename: upload.fileName,
    expires_at: new Date(upload.expiresAtMs).toISOString(),
    location: `/uploads/${upload.id}`,
  }
}

async function answer(c: ApiContext, { response, failure, unfinished }: TusAnswer): Promise<Response> {
  if (failure !== null) return answerFailure(c, failure)
  if (response.status >= 400) {
    return answerFailure(c, { status_code: response.status, body: await response.text() })
  }
  const { headers } = response
  // The client is not to open a new connection for each of its many requests.
  headers.delete('Connection')
  if (c.req.method === 'OPTIONS') {
    headers.set('Tus-Checksum-Algorithm', CHECKSUM_ALGOS.join(','))
    headers.set('Tus-Max-Size', String(c.var.api.config.VITRINE_IMAGE_SIZE_CAP_BYTES))
  }
  if (unfinished !== null) headers.set('Upload-Expires', new Date(unfinished.expiresAtMs).toUTCString())
  return response
}

/** The protocol's status for a body that is not what its Upload-Checksum says. */
const CHECKSUM_MISMATCH = 460

/** Errors as JSON whatever the client accepts: a browser's tus client accepts everything, and shows what it gets. */
function answerFailure(c: ApiContext, failure: unknown): Response {
  const { status, message, field } = faultOf(failure)
  if (status === 500 || status === 401) return answerError(failure, c)
  const headers = {
    'Tus-Resumable': '1.0.0',
    'Content-Type': 'application/json',
    ...retryAfter(failure, status),
  }
  return new Response(JSON.stringify(toFault(status, message, field)), { status, headers })
}

function retryAfter(failure: unknown, status: number): Record<string, string> {
  const seconds = isDomainError(failure) ? failure.retryAfterSeconds : status === 423 ? 2 : undefined
  return seconds === undefined ? {} : { 'Retry-After': String(Math.ceil(seconds)) }
}

function faultOf(failure: unknown): { status: number; message: string; field?: string } {
  if (failure instanceof DomainError) {
    const { code, message, field } = failure
    const status = code === 'invalid' && field === 'checksum' ? CHECKSUM_MISMATCH : FAULT_STATUS[code]
    return { status, message, ...(field === undefined ? {} : { field }) }
  }
  if (isProtocolError(failure)) return { status: failure.status_code, message: failure.body.trim() }
  return { status: 500, message: '' }
}

function isProtocolError(failure: unknown): failure is { status_code: number; body: string } {
  return (
    typeof failure === 'object' &&
    failure !== null &&
    'status_code' in failure &&
    typeof failure.status_code === 'number' &&
    'body' in failure &&
    typeof failure.body === 'string'
  )
}
