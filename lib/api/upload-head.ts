import { EXPECTED_HASH_HEADER, parseExpectedHash } from '#lib/contract/expected-hash.ts'
import { DomainError, invalid } from '#lib/domain/errors.ts'
import type { UploadRequest } from '#lib/domain/upload.ts'
import type { ApiContext } from './api-env.ts'

const SIZE_HEADER = 'x-openstack-image-size'
const STORE_HEADER = 'x-image-meta-store'

/**
 * What the headers of `PUT …/file` say about the data to come.
 * @throws `unsupported_media` not application/octet-stream; `invalid` sizes that are none or differ, a hash that is none
 */
export function parseUploadHead(c: ApiContext): UploadRequest {
  const type = (c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/octet-stream') {
    throw new DomainError('unsupported_media', 'Content-Type must be application/octet-stream.', {
      field: 'Content-Type',
    })
  }
  const storeId = c.req.header(STORE_HEADER)
  const hash = c.req.header(EXPECTED_HASH_HEADER)
  return {
    kind: 'put',
    totalBytes: announcedBytes(c),
    ...(storeId === undefined ? {} : { storeId }),
    ...(hash === undefined ? {} : { expectedHash: parseExpectedHash(hash) }),
  }
}

function announcedBytes(c: ApiContext): number | null {
  const size = byteCount(SIZE_HEADER, c.req.header(SIZE_HEADER))
  const length = byteCount('Content-Length', c.req.header('content-length'))
  if (size !== null && length !== null && size !== length) {
    throw invalid(
      `${SIZE_HEADER} says ${size} bytes, but Content-Length ${length}: they must be equal.`,
      SIZE_HEADER,
    )
  }
  return size ?? length
}

function byteCount(name: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const bytes = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(bytes)) return bytes
  throw invalid(`${name} must be the number of bytes of the data, not “${text}”.`, name)
}
