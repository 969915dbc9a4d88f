import { Hono } from 'hono'
import { parseContentRange, parseRange } from '#lib/contract/byte-range.ts'
import { isAdmin } from '#lib/domain/context.ts'
import { blockedText } from '#lib/domain/deactivation.ts'
import { forbidden, invalid, isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import { seenBy } from '#lib/domain/policy.ts'
import type { ByteRange } from '#lib/domain/repository.ts'
import { preferring } from '#lib/domain/stores.ts'
import type { Upload, UploadRequest } from '#lib/domain/upload.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { noBody } from './bodies.ts'
import { requestedImage } from './requested-image.ts'
import { parseUploadHead } from './upload-head.ts'
import { requestBytes } from './uploads-source.ts'

export const imageData = new Hono<ApiEnv>()
imageData.put('/:imageId/file', uploadData)
imageData.get('/:imageId/file', noBody, downloadData)

async function uploadData(c: ApiContext): Promise<Response> {
  const request = parseUploadHead(c)
  await storeBody(c, await requestedImage(c), request)
  return c.body(null, 204)
}

/**
 * The body of the request as the data of the image. Everything is checked before the first byte is read, so a refused
 * upload has changed nothing.
 */
export async function storeBody(c: ApiContext, image: Image, request: UploadRequest): Promise<void> {
  const { images } = c.var.api
  const upload = await images.startUpload(c.var.ctx, image, request)
  try {
    const received = await receiveBody(c, upload)
    assertComplete(received)
    await images.finishUpload(c.var.ctx, received)
  } catch (error) {
    await giveBack(c, upload)
    throw error
  }
}

/** The failure under way is the one to tell; what cannot be given back now, a job gives back later. */
async function giveBack(c: ApiContext, upload: Upload): Promise<void> {
  const { images, log } = c.var.api
  await images.abortUpload(c.var.ctx, upload).catch((error: unknown) => {
    log.warn(
      { err: error, requestId: c.var.requestId, imageId: upload.imageId },
      'A failed upload could not be given back.',
    )
  })
}

async function receiveBody(c: ApiContext, upload: Upload): Promise<Upload> {
  return c.var.api.images.receiveData(c.var.ctx, upload, {
    stream: requestBytes(c),
    offset: 0,
    signal: c.req.raw.signal,
  })
}

function assertComplete({ receivedBytes, totalBytes }: Upload): void {
  if (totalBytes === null || receivedBytes === totalBytes) return
  throw invalid(
    `The data has ${receivedBytes} bytes, but ${totalBytes} were announced: send it again.`,
    'x-openstack-image-size',
  )
}

async function downloadData(c: ApiContext): Promise<Response> {
  return answerData(c, await requestedImage(c))
}

/** The data of an image that the caller can see, or the range that was asked for. */
export async function answerData(c: ApiContext, visible: Image): Promise<Response> {
  const { api, ctx } = c.var
  const storeIds = preferredStores(c)
  const image = { ...visible, locations: preferring(visible.locations, storeIds) }
  if (storeIds.length > 0) assertMayChooseStore(c, image)
  const sizeBytes = await sizeOfData(c, image)
  if (sizeBytes === null) return c.body(null, 204)
  const range = requestedRange(c, image, sizeBytes)
  setDataHeaders(c, image, range, sizeBytes)
  const status = range === null ? 200 : 206
  // A HEAD opens nothing: nobody would close it.
  if (c.req.method === 'HEAD') return c.body(null, status)
  const elsewhere = await api.images.signData(ctx, image)
  if (elsewhere !== null) return redirect(c, elsewhere)
  const { stream } = await api.images.openData(ctx, image, range, c.req.raw.signal)
  return c.body(stream, status)
}

/** Clients ask there again, with their range. The answer is a key for a while, so nobody may keep it. */
function redirect(c: ApiContext, url: string): Response {
  for (const name of ['Content-Length', 'Content-Range', 'Content-Type']) c.header(name, undefined)
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'no-referrer')
  return c.redirect(url, 307)
}

/** @throws `invalid` a store that is none, or a site that has no choice */
function preferredStores(c: ApiContext): readonly string[] {
  const prefer = c.req.query('prefer')
  if (prefer === undefined) return []
  const { isMultiple, infos } = c.var.api.stores
  if (!isMultiple) throw invalid('This site has one store, so leave prefer out.', 'prefer')
  const storeIds = prefer.split(',').map((id) => id.trim())
  const known = infos.map(({ id }) => id)
  const unknown = storeIds.find((id) => !known.includes(id))
  if (unknown === undefined) return storeIds
  throw invalid(`There is no store “${unknown}” to prefer; the stores are: ${known.join(', ')}.`, 'prefer')
}

function assertMayChooseStore(c: ApiContext, image: Image): void {
  const verdict = c.var.api.policy.check('download_from_store', c.var.ctx, seenBy(c.var.ctx, image))
  if (!verdict.allowed) throw forbidden(verdict.reason)
}

/** Null while there is no data. @throws `forbidden` for those who may not download in any case */
async function sizeOfData(c: ApiContext, image: Image): Promise<number | null> {
  const hasData = image.sizeBytes !== null && (image.status === 'active' || image.status === 'deactivated')
  const verdict = c.var.api.policy.check('download_image', c.var.ctx, seenBy(c.var.ctx, image))
  if (!verdict.allowed) throw forbidden(verdict.reason)
  if (image.status === 'deactivated' && !isAdmin(c.var.ctx)) {
    const notes = await c.var.api.deactivations.of([image.id])
    throw forbidden(blockedText(notes.get(image.id)))
  }
  return hasData ? image.sizeBytes : null
}

/** @throws `bad_range`, with the size in `Content-Range`; `invalid` for several ranges */
function requestedRange(c: ApiContext, image: Image, sizeBytes: number): ByteRange | null {
  const range = c.req.header('range')
  const contentRange = c.req.header('content-range')
  const condition = c.req.header('if-range')
  if (condition !== undefined && condition !== dataEtag(image)) return null
  try {
    if (range !== undefined) return parseRange(range, sizeBytes)
    return contentRange === undefined ? null : parseContentRange(contentRange, sizeBytes)
  } catch (error) {
    if (isDomainError(error, 'bad_range')) c.header('Content-Range', `bytes */${sizeBytes}`)
    throw error
  }
}

function setDataHeaders(c: ApiContext, image: Image, range: ByteRange | null, sizeBytes: number): void {
  const lengthBytes = range === null ? sizeBytes : range.end - range.start + 1
  c.header('Content-Type', 'application/octet-stream')
  c.header('Content-Length', String(lengthBytes))
  c.header('Accept-Ranges', 'bytes')
  if (range !== null) c.header('Content-Range', `bytes ${range.start}-${range.end}/${sizeBytes}`)
  // Hexadecimal, and of the whole image even for a range: not RFC 1864, but what clients compare with.
  if (image.checksum !== null) c.header('Content-MD5', image.checksum)
  const etag = dataEtag(image)
  if (etag !== null) c.header('ETag', etag)
}

/** Data is written once, so its hash names it for ever. */
function dataEtag(image: Image): string | null {
  const hash = image.hashValue ?? image.checksum
  return hash === null ? null : `"${hash}"`
}
