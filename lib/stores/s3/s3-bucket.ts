import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { readInto } from '../remote/download-stream.ts'
import { ifPresent } from '../remote/if-present.ts'
import { type S3Client, strangeAnswer } from './s3-client.ts'
import type { S3Encryption } from './s3-options.ts'
import { elementsOf, textIn } from './s3-xml.ts'

interface Slice {
  readonly start: number
  /** Inclusive. */
  readonly end: number
}

/** Headers that encryption asks for. */
interface EncryptionHeaders {
  /** When an object or a multipart upload is made. */
  readonly ofNew: Readonly<Record<string, string>>
  /** With each part, and whenever an object is read. */
  readonly ofParts: Readonly<Record<string, string>>
}

/** Objects of one bucket. */
export interface S3Bucket {
  readonly storeId: string
  readonly client: S3Client
  readonly headers: EncryptionHeaders
  /** Null when it is absent. */
  sizeOf(key: string): Promise<number | null>
  /** Just these bytes. @throws `not_found`, `unavailable`, also when the object's tag is not `tag` */
  openObject(
    key: string,
    slice: Slice,
    more?: { tag?: string; signal?: AbortSignal },
  ): Promise<IncomingMessage>
  readObject(key: string, offset: number, target: Uint8Array): Promise<void>
  putSmall(key: string, bytes: Uint8Array): Promise<void>
  /** An absent one is fine. */
  removeObject(key: string): Promise<void>
  removeAll(prefix: string): Promise<void>
  list(prefix: string): Promise<{ key: string; sizeBytes: number }[]>
  /** The next steps under the prefix, without their slashes. */
  listFolders(prefix: string): Promise<string[]>
}

export function createS3Bucket(storeId: string, client: S3Client, encryption?: S3Encryption): S3Bucket {
  const headers = encryptionHeaders(encryption)
  const listPages = (prefix: string, delimiter?: string) => listing(client, prefix, delimiter)
  const bucket: S3Bucket = {
    ...{ storeId, client, headers },
    async sizeOf(key) {
      const answer = await ifPresent(client.ask({ method: 'HEAD', key, headers: headers.ofParts }))
      answer?.body.resume()
      return answer === null ? null : Number(answer.headers['content-length'])
    },
    async openObject(key, { start, end }, { tag, signal } = {}) {
      const range = { range: `bytes=${start}-${end}`, ...(tag === undefined ? {} : { 'if-match': tag }) }
      const answer = await client.ask({
        ...{ method: 'GET', key, headers: { ...headers.ofParts, ...range } },
        ...(signal === undefined ? {} : { signal }),
      })
      const isExact =
        answer.status === 206 && answer.headers['content-range']?.startsWith(`bytes ${start}-${end}/`)
      if (isExact === true) return answer.body
      answer.body.destroy()
      throw strangeAnswer(storeId, 'another range than asked for')
    },
    async readObject(key, offset, target) {
      if (target.length === 0) return
      const slice = { start: offset, end: offset + target.length - 1 }
      await readInto(await bucket.openObject(key, slice), target)
    },
    async putSmall(key, body) {
      await client.askText({ method: 'PUT', key, body, headers: headers.ofNew })
    },
    async removeObject(key) {
      await ifPresent(client.askText({ method: 'DELETE', key }))
    },
    async removeAll(prefix) {
      for (const { key } of await bucket.list(prefix)) await bucket.removeObject(key)
    },
    async list(prefix) {
      const contents = (await listPages(prefix)).flatMap((xml) => elementsOf(xml, 'Contents'))
      return contents.map((each) => ({ key: textIn(each, 'Key'), sizeBytes: Number(textIn(each, 'Size')) }))
    },
    async listFolders(prefix) {
      const folders = (await listPages(prefix, '/')).flatMap((xml) => elementsOf(xml, 'CommonPrefixes'))
      return folders.map((each) => textIn(each, 'Prefix').slice(prefix.length, -1))
    },
  }
  return bucket
}

async function listing(client: S3Client, prefix: string, delimiter?: string): Promise<string[]> {
  const pages: string[] = []
  for (let token = ''; ; ) {
    const query = { 'list-type': '2', prefix, ...(delimiter === undefined ? {} : { delimiter }) }
    const next = token === '' ? {} : { 'continuation-token': token }
    const xml = await client.askText({ method: 'GET', query: { ...query, ...next } })
    pages.push(xml)
    token = textIn(xml, 'NextContinuationToken')
    if (token === '') return pages
  }
}

function encryptionHeaders(encryption: S3Encryption | undefined): EncryptionHeaders {
  const sse = 'x-amz-server-side-encryption'
  switch (encryption?.type) {
    case undefined:
      return { ofNew: {}, ofParts: {} }
    case 'AES256':
      return { ofNew: { [sse]: 'AES256' }, ofParts: {} }
    case 'aws:kms': {
      const key = encryption.keyId === undefined ? {} : { [`${sse}-aws-kms-key-id`]: encryption.keyId }
      return { ofNew: { [sse]: 'aws:kms', ...key }, ofParts: {} }
    }
    case 'customer': {
      const key = Buffer.from(encryption.key.reveal(), 'base64')
      const headers = {
        [`${sse}-customer-algorithm`]: 'AES256',
        [`${sse}-customer-key`]: key.toString('base64'),
        [`${sse}-customer-key-md5`]: createHash('md5').update(key).digest('base64'),
      }
      return { ofNew: headers, ofParts: headers }
    }
  }
}
