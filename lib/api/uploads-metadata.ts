import type { Upload as TusUpload } from '@tus/utils'
import { EXPECTED_HASH_HEADER, parseExpectedHash } from '#lib/contract/expected-hash.ts'
import { DomainError, invalid, isDomainError } from '#lib/domain/errors.ts'
import type { ExpectedHash, Upload, UploadRequest } from '#lib/domain/upload.ts'

const LONGEST_FILE_NAME = 255
/** No name needs them, and a database may refuse them. */
const CONTROLS = /\p{Cc}/gu

/** What `Upload-Metadata` and `Upload-Length` ask for. @throws `invalid`, naming the key */
export function parseTusUpload({ metadata, size }: TusUpload): { imageId: string; request: UploadRequest } {
  const imageId = metadata?.image_id
  if (!imageId) throw invalid('Upload-Metadata must name the image in image_id.', 'image_id')
  if (imageId.search(CONTROLS) >= 0)
    throw invalid('The image_id in Upload-Metadata is not an id.', 'image_id')
  const { filename, store, expected_hash: hash } = metadata
  return {
    imageId,
    request: {
      kind: 'tus',
      totalBytes: size ?? null,
      ...(filename ? { fileName: filename.replace(CONTROLS, '').slice(0, LONGEST_FILE_NAME) } : {}),
      ...(store ? { storeId: store } : {}),
      ...(hash ? { expectedHash: expectedHashOf(hash) } : {}),
    },
  }
}

/** The metadata of an upload, as the client gave it. */
export function tusMetadataOf({ imageId, fileName, expectedHash }: Upload): Record<string, string> {
  return {
    image_id: imageId,
    ...(fileName === null ? {} : { filename: fileName }),
    ...(expectedHash === null ? {} : { expected_hash: `${expectedHash.algo}:${expectedHash.value}` }),
  }
}

/** In the order in which they are offered. The protocol requires sha1. */
export const CHECKSUM_ALGOS = [
  'sha1',
  'sha256',
  'sha512',
  'md5',
] as const satisfies readonly ExpectedHash['algo'][]

/** `Upload-Checksum`: an algorithm and the checksum of this request's body in Base64. @throws `invalid` */
export function parseChecksum(header: string | null): ExpectedHash | undefined {
  if (header === null) return undefined
  const [name = '', text = ''] = header.trim().split(' ')
  const algo = CHECKSUM_ALGOS.find((each) => each === name.toLowerCase())
  if (algo === undefined) {
    throw invalid(`Upload-Checksum must begin with one of ${CHECKSUM_ALGOS.join(', ')}.`, 'Upload-Checksum')
  }
  return parseAs('Upload-Checksum', `${algo}:${Buffer.from(text, 'base64').toString('hex')}`)
}

function expectedHashOf(text: string): ExpectedHash {
  return parseAs('expected_hash', text)
}

/** The hash, with the blame on the field that the client knows. */
function parseAs(field: string, text: string): ExpectedHash {
  try {
    return parseExpectedHash(text)
  } catch (error) {
    if (!isDomainError(error) || error.field !== EXPECTED_HASH_HEADER) throw error
    throw new DomainError('invalid', error.message, { field, cause: error })
  }
}
