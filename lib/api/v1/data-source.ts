import { parseExpectedHash } from '#lib/contract/expected-hash.ts'
import { invalid } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { UploadRequest } from '#lib/domain/upload.ts'
import { type ApiContext, nodeSide } from '../api-env.ts'
import { storeBody } from '../image-data.ts'
import { nameData } from '../locations.ts'
import { parseUploadHead } from '../upload-head.ts'

/** Where the data of an image comes from: with the request, from where it stays, or from where it is fetched later. */
export type DataSource =
  | { readonly kind: 'body'; readonly request: UploadRequest }
  | { readonly kind: 'location'; readonly url: string }
  | { readonly kind: 'copy'; readonly uri: string }

const LOCATION = 'x-image-meta-location'
const COPY = 'x-glance-api-copy-from'

/** Null when the request brings no data. @throws `invalid` two sources at once */
export function dataSourceOf(c: ApiContext): DataSource | null {
  const url = c.req.header(LOCATION)
  const uri = c.req.header(COPY)
  const sources: readonly DataSource[] = [
    ...(hasBody(c) ? [{ kind: 'body', request: uploadRequest(c) } as const] : []),
    ...(url === undefined ? [] : [{ kind: 'location', url } as const]),
    ...(uri === undefined ? [] : [{ kind: 'copy', uri } as const]),
  ]
  if (sources.length > 1)
    throw invalid(`Data comes with the request, by ${LOCATION} or by ${COPY}: send one.`)
  return sources[0] ?? null
}

/** By the ways of version 2, and with what these allow. A copy goes on after the answer. */
export async function bringData(c: ApiContext, image: Image, source: DataSource): Promise<void> {
  if (source.kind === 'body') return storeBody(c, image, source.request)
  if (source.kind === 'location')
    return nameData(c, image, { url: source.url, hash: expectedHash(c) ?? null })
  const { importMethods, images } = c.var.api
  if (!importMethods.includes('web-download')) throw invalid('This site fetches nothing from the web.', COPY)
  const store = c.req.header('x-image-meta-store')
  await images.startImport(c.var.ctx, image, {
    ...{ method: 'web-download', details: { name: 'web-download', uri: source.uri } },
    ...{ stores: store === undefined ? 'default' : [store], mustAllSucceed: true },
  })
}

/** Clients call their requests octet streams even when they send nothing. */
function hasBody(c: ApiContext): boolean {
  const length = c.req.header('content-length')
  if (length !== undefined) return length !== '0'
  if (c.req.header('transfer-encoding') !== undefined) return true
  return nodeSide(c).incoming === undefined && c.req.raw.body !== null
}

function uploadRequest(c: ApiContext): UploadRequest {
  const expected = expectedHash(c)
  return { ...parseUploadHead(c), ...(expected === undefined ? {} : { expectedHash: expected }) }
}

function expectedHash(c: ApiContext) {
  const checksum = c.req.header('x-image-meta-checksum')
  return checksum === undefined ? undefined : parseExpectedHash(`md5:${checksum}`, 'x-image-meta-checksum')
}
