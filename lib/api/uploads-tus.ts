import { AsyncLocalStorage } from 'node:async_hooks'
import type { Readable } from 'node:stream'
import { DataStore, Server } from '@tus/server'
import { Upload as TusUpload } from '@tus/utils'
import type { Context } from '#lib/domain/context.ts'
import { DomainError } from '#lib/domain/errors.ts'
import type { Upload } from '#lib/domain/upload.ts'
import type { KnownUpload } from '#lib/uploads/upload-directory.ts'
import type { ApiContext } from './api-env.ts'
import { createUploadLocker } from './uploads-lock.ts'
import { parseChecksum, parseTusUpload, tusMetadataOf } from './uploads-metadata.ts'
import { requestBytes } from './uploads-source.ts'

/** One tus request: who asks, what went wrong, and the upload as it was last seen. */
interface TusCall {
  readonly c: ApiContext
  readonly ctx: Context
  /** Ends the receiving of this request. */
  readonly yielding: AbortController
  seen: Upload | null
  isOver: boolean
  failure: unknown
}

export interface TusAnswer {
  readonly response: Response
  /** What the protocol's library was told went wrong: a DomainError, or its own object. */
  readonly failure: unknown
  /** The upload, while it is unfinished. */
  readonly unfinished: Upload | null
}

const TUS_EXTENSIONS = [
  ...['creation', 'creation-with-upload', 'creation-defer-length'],
  ...['termination', 'expiration', 'checksum'],
]

/** The tus protocol over the verbs of the image repository. */
export function createTus(): (c: ApiContext) => Promise<TusAnswer> {
  const calls = new AsyncLocalStorage<TusCall>()
  const current = (): TusCall => {
    const call = calls.getStore()
    if (call === undefined) throw new Error('There is no tus request.')
    return call
  }
  const server = new Server({
    path: '/uploads',
    relativeLocation: true,
    datastore: createTusStore(current),
    // Pages of other origins have no business here.
    allowedOrigins: () => false,
    locker: createUploadLocker(() => {
      const { yielding } = current()
      return () => yielding.abort()
    }),
    onResponseError: (_request, error) => {
      current().failure = error
      return undefined
    },
  })
  return async (c) => {
    assertPatchType(c)
    const call: TusCall = {
      ...{ c, ctx: c.var.ctx, yielding: new AbortController(), seen: null, isOver: false, failure: null },
    }
    return calls.run(call, async () => {
      const response = await server.handleWeb(headOnly(c.req.raw))
      return { response, failure: call.failure, unfinished: call.isOver ? null : call.seen }
    })
  }
}

/** Here, because the library answers a missing type with 403, as if the caller might not. @throws `unsupported_media` */
function assertPatchType(c: ApiContext): void {
  if (c.req.method !== 'PATCH' || c.req.header('content-type') === PATCH_TYPE) return
  throw new DomainError('unsupported_media', `Content-Type must be ${PATCH_TYPE}.`, { field: 'Content-Type' })
}

const PATCH_TYPE = 'application/offset+octet-stream'

/**
 * The request without its body: the library would lead it through several streams of its own, at half the speed. Our
 * store reads it from the socket instead.
 */
function headOnly(request: Request): Request {
  return new Request(request.url, { method: request.method, headers: request.headers })
}

function createTusStore(current: () => TusCall): DataStore {
  return Object.assign(new DataStore(), {
    extensions: TUS_EXTENSIONS,
    create: (upload: TusUpload) => create(current(), upload),
    getUpload: (id: string) => look(current(), id),
    write: (body: Readable, id: string, offset: number) => write(current(), { body, id, offset }),
    async declareUploadLength(id: string, totalBytes: number) {
      const { c, ctx } = current()
      await c.var.api.uploads.declareTotal(await c.var.api.uploads.find(ctx, id), totalBytes)
    },
    async remove(id: string) {
      const call = current()
      const upload = await find(call, id)
      call.isOver = true
      if (upload.state === 'open') await call.c.var.api.images.abortUpload(call.ctx, upload)
    },
  })
}

async function create(call: TusCall, asked: TusUpload): Promise<TusUpload> {
  const { c, ctx } = call
  const { imageId, request } = parseTusUpload(asked)
  const image = await c.var.api.images.get(ctx, imageId)
  const upload = await c.var.api.images.startUpload(ctx, image, request)
  asked.id = upload.id
  call.seen = upload
  if (upload.totalBytes === 0) await finish(call, upload)
  return asked
}

async function find(call: TusCall, id: string): Promise<KnownUpload> {
  const upload = await call.c.var.api.uploads.find(call.ctx, id)
  call.seen = upload
  call.isOver = upload.state !== 'open'
  return upload
}

/**
 * The upload for HEAD and PATCH. When all bytes are there but the server ended before it was finished, this finishes it,
 * so that full offset always means a finished upload. @throws the refusal of one that was refused
 */
async function look(call: TusCall, id: string): Promise<TusUpload> {
  const upload = await find(call, id)
  if (upload.state === 'refused') throw new DomainError(upload.refusal.code, upload.refusal.message)
  if (upload.state === 'open' && upload.receivedBytes === upload.totalBytes) await finish(call, upload)
  return new TusUpload({
    id,
    offset: upload.receivedBytes,
    metadata: tusMetadataOf(upload),
    creation_date: new Date(upload.createdAtMs).toISOString(),
    ...(upload.totalBytes === null ? {} : { size: upload.totalBytes }),
  })
}

async function write(
  call: TusCall,
  { body, id, offset }: { body: Readable; id: string; offset: number },
): Promise<number> {
  // The library's stream is empty, but its pipeline waits for the end.
  body.resume()
  const { c, ctx, yielding } = call
  const upload = await find(call, id)
  if (upload.state !== 'open') return upload.receivedBytes
  const checksum = parseChecksum(c.req.raw.headers.get('upload-checksum'))
  const received = await c.var.api.images.receiveData(ctx, upload, {
    stream: requestBytes(c),
    offset,
    signal: AbortSignal.any([c.req.raw.signal, yielding.signal]),
    ...(checksum === undefined ? {} : { checksum }),
  })
  call.seen = received
  if (received.receivedBytes === received.totalBytes) await finish(call, received)
  return received.receivedBytes
}

async function finish(call: TusCall, upload: Upload): Promise<void> {
  await call.c.var.api.images.finishUpload(call.ctx, upload)
  call.isOver = true
}
