import type { IncomingMessage } from 'node:http'
import { readInto } from '../remote/download-stream.ts'
import { ifPresent } from '../remote/if-present.ts'
import { textOf } from '../remote/transport.ts'
import { type S3Client, strangeAnswer } from './s3-client.ts'
import { assertEncrypted, type EncryptionHeaders, encryptionHeaders } from './s3-encryption.ts'
import type { S3Encryption } from './s3-options.ts'
import { elementsOf, textIn } from './s3-xml.ts'

interface Slice {
  readonly start: number
  /** Inclusive. */
  readonly end: number
}

/** Objects of one bucket. */
export interface S3Bucket {
  readonly storeId: string
  readonly client: S3Client
  readonly encryption: EncryptionHeaders
  /** Null when it is absent. */
  sizeOf(key: string): Promise<number | null>
  /** Just these bytes. @throws `not_found`, `unavailable`, also when the object's tag is not `tag` */
  openObject(
    key: string,
    slice: Slice,
    more?: { tag?: string; signal?: AbortSignal },
  ): Promise<IncomingMessage>
  readObject(key: string, offset: number, target: Uint8Array): Promise<void>
  /** @throws `unavailable` also when the servers do not encrypt it as they are to: then it is removed again */
  putObject(key: string, bytes: Uint8Array): Promise<void>
  /** An absent one is fine. */
  removeObject(key: string): Promise<void>
  removeAll(prefix: string): Promise<void>
  list(prefix: string): Promise<{ key: string; sizeBytes: number }[]>
  /** The next steps under the prefix, without their slashes. */
  listFolders(prefix: string): Promise<string[]>
}

export function createS3Bucket(storeId: string, client: S3Client, options?: S3Encryption): S3Bucket {
  const encryption = encryptionHeaders(options)
  const listPages = (prefix: string, delimiter?: string) => listing(client, prefix, delimiter)
  const bucket: S3Bucket = {
    ...{ storeId, client, encryption },
    async sizeOf(key) {
      const answer = await ifPresent(client.ask({ method: 'HEAD', key, headers: encryption.ofParts }))
      answer?.body.resume()
      return answer === null ? null : Number(answer.headers['content-length'])
    },
    async openObject(key, { start, end }, { tag, signal } = {}) {
      const range = { range: `bytes=${start}-${end}`, ...(tag === undefined ? {} : { 'if-match': tag }) }
      const answer = await client.ask({
        ...{ method: 'GET', key, headers: { ...encryption.ofParts, ...range } },
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
    async putObject(key, body) {
      const answer = await client.ask({ method: 'PUT', key, body, headers: encryption.ofNew })
      await textOf(answer)
      try {
        assertEncrypted(bucket, answer)
      } catch (error) {
        await bucket.removeObject(key)
        throw error
      }
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
