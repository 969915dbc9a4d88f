import { isDomainError } from '#lib/domain/errors.ts'
import type { Part } from '../parts/parts-place.ts'
import { ifPresent } from '../remote/if-present.ts'
import { textOf } from '../remote/transport.ts'
import { escaped } from '../remote/xml-text.ts'
import type { S3Bucket } from './s3-bucket.ts'
import { strangeAnswer } from './s3-client.ts'
import { assertEncrypted } from './s3-encryption.ts'
import { elementsOf, textIn } from './s3-xml.ts'

/** @throws `unavailable` also when the servers would not encrypt it as they are to */
export async function createMultipart(bucket: S3Bucket, key: string): Promise<string> {
  const { client, encryption, storeId } = bucket
  const asked = { query: { uploads: '' }, headers: encryption.ofNew }
  const answer = await client.ask({ method: 'POST', key, ...asked })
  const id = textIn(await textOf(answer), 'UploadId')
  assertEncrypted(bucket, answer)
  if (id === '') throw strangeAnswer(storeId, 'no id for an upload')
  return id
}

/** Removes what all uploads at this name have sent. */
export async function abortMultiparts({ client }: S3Bucket, key: string): Promise<void> {
  const xml = await client.askText({ method: 'GET', query: { uploads: '', prefix: key } })
  for (const upload of elementsOf(xml, 'Upload')) {
    if (textIn(upload, 'Key') !== key) continue
    const query = { uploadId: textIn(upload, 'UploadId') }
    await ifPresent(client.askText({ method: 'DELETE', key, query }))
  }
}

/** None when the upload is over. */
export async function listParts({ client }: S3Bucket, key: string, uploadId: string): Promise<Part[]> {
  const parts: Part[] = []
  for (let marker = ''; ; ) {
    const page = marker === '' ? {} : { 'part-number-marker': marker }
    const xml = await ifPresent(client.askText({ method: 'GET', key, query: { uploadId, ...page } }))
    if (xml === null) return parts
    for (const part of elementsOf(xml, 'Part')) {
      const number = Number(textIn(part, 'PartNumber'))
      parts.push({ number, sizeBytes: Number(textIn(part, 'Size')), tag: textIn(part, 'ETag') })
    }
    const next = textIn(xml, 'NextPartNumberMarker')
    if (textIn(xml, 'IsTruncated') !== 'true' || next === marker) return parts
    marker = next
  }
}

/** Makes the parts one object. That it is there already, by an attempt whose answer was lost, is fine. */
export async function completeMultipart(
  bucket: S3Bucket,
  key: string,
  uploadId: string,
  parts: readonly Part[],
): Promise<void> {
  const list = parts.map(
    ({ number, tag }) => `<Part><PartNumber>${number}</PartNumber><ETag>${escaped(tag)}</ETag></Part>`,
  )
  const body = Buffer.from(`<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`)
  try {
    const xml = await bucket.client.askText({ method: 'POST', key, query: { uploadId }, body })
    // A server may say 200 before it begins to work: an error can follow.
    if (elementsOf(xml, 'Error').length > 0) throw strangeAnswer(bucket.storeId, textIn(xml, 'Code'))
  } catch (error) {
    const mayBeDone = isDomainError(error, 'not_found') || isDomainError(error, 'unavailable')
    const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
    if (!mayBeDone || (await bucket.sizeOf(key)) !== sizeBytes) throw error
  }
}
