import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { secret } from '#lib/config/fields.ts'
import type { S3StoreOptions } from './s3-options.ts'
import { createS3Store } from './s3-store.ts'

interface Asked {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
}

let asked: Asked[] = []
let port: number
let isEncrypting = true
/** Says yes to everything, and remembers what it was asked. */
const server = createServer((request, response) => {
  const { method = '', url: path = '', headers } = request
  asked.push({ method, host: headers.host ?? '', path, headers })
  request.resume().on('end', () => {
    const isImage = method === 'HEAD' || path.includes('note')
    const asIs = Object.entries(headers).filter(([name]) => isEncrypting && name.startsWith(SSE))
    const confirmed = Object.fromEntries(asIs.map(([name, value]) => [name, String(value)]))
    response.writeHead(isImage ? 404 : 200, confirmed).end(isImage ? '' : '<a/>')
  })
})
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => void server.close())
beforeEach(() => {
  asked = []
  isEncrypting = true
})

const storeWith = (change: Partial<S3StoreOptions>) =>
  createS3Store({
    ...{ id: 's3', endpoint: `http://localhost:${port}`, region: 'eu-1', bucket: 'images', urlStyle: 'auto' },
    credentials: { accessKey: 'access', secretKey: secret('hidden') },
    ...{ partBytes: 5_000_000, mostParts: 10_000, idleMs: 5000 },
    retry: { attempts: 1, pauseMs: 1, longestPauseMs: 1 },
    ...change,
  })

async function put(change: Partial<S3StoreOptions>): Promise<Asked | undefined> {
  const staging = await storeWith(change).openStaging({ uploadId: 'upload', imageId: 'image-1' })
  await staging.append([new Uint8Array(10)], 0)
  await staging.seal()
  return asked.find(({ method }) => method === 'PUT')
}

const KEY = Buffer.alloc(32, 7).toString('base64')
const KEY_MD5 = createHash('md5').update(Buffer.alloc(32, 7)).digest('base64')
const SSE = 'x-amz-server-side-encryption'

test.each<[string, S3StoreOptions['encryption'], Record<string, string>]>([
  ["with the servers' own keys", { type: 'AES256' }, { [SSE]: 'AES256' }],
  [
    'with a key of the key service',
    { type: 'aws:kms', keyId: 'k1' },
    { [SSE]: 'aws:kms', [`${SSE}-aws-kms-key-id`]: 'k1' },
  ],
  [
    'with a key that we send',
    { type: 'customer', key: secret(KEY) },
    {
      [`${SSE}-customer-algorithm`]: 'AES256',
      [`${SSE}-customer-key`]: KEY,
      [`${SSE}-customer-key-md5`]: KEY_MD5,
    },
  ],
])('new data is encrypted %s', async (_, encryption, headers) => {
  const request = await put({ encryption })
  expect(request?.headers).toMatchObject(headers)
  const isSignedIn = String(request?.headers.authorization)
  for (const name of Object.keys(headers)) expect(isSignedIn).toContain(name)
})

test('data that the servers did not encrypt as they were to is removed again, and refused', async () => {
  isEncrypting = false
  await expect(put({ encryption: { type: 'AES256' } })).rejects.toMatchObject({
    ...{ code: 'unavailable', message: expect.stringContaining('does not encrypt') },
  })
  expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: '/images/image-1' })
})

test('reading data that is encrypted with our key sends the key', async () => {
  const store = storeWith({ encryption: { type: 'customer', key: secret(KEY) } })
  await store.sizeOf('s3+http://h/images/image-1').catch(() => undefined)
  expect(asked[0]?.headers).toMatchObject({ [`${SSE}-customer-key`]: KEY })
})

test.each<[S3StoreOptions['urlStyle'], string, string]>([
  ['path', 'https://s3.example.org', 'https://s3.example.org/images/image-1'],
  ['virtual', 'https://s3.example.org/base', 'https://images.s3.example.org/base/image-1'],
  ['auto', 'https://s3.example.org', 'https://s3.example.org/images/image-1'],
  ['auto', 'https://s3.eu-1.amazonaws.com', 'https://images.s3.eu-1.amazonaws.com/image-1'],
])('with the style %s at %s data is at %s', async (urlStyle, endpoint, expected) => {
  const url = await storeWith({ urlStyle, redirect: { seconds: 60, endpoint } }).signUrl?.(
    's3+http://h/images/image-1',
  )
  expect(url).toContain(`${expected}?`)
  expect(url).toContain('X-Amz-Expires=60')
  expect((await put({ urlStyle: 'path' }))?.path).toBe('/images/image-1')
})

test('requests are signed for the region, and the secret stays here', async () => {
  const request = await put({})
  expect(request?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=access\/\d{8}\/eu-1\/s3\/aws4_request/,
  )
  expect(JSON.stringify(asked)).not.toContain('hidden')
})
