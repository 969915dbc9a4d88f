import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { someBytes } from '#tests/contract/upload-world.ts'
import type { Ask, TestApi } from '#tests/support/api.ts'

/** What a tus client says, by hand. */
interface TusClient {
  create(imageId: string, change?: TusRequest): Promise<Response>
  /** Creates, and gives the upload's path. */
  begin(imageId: string, lengthBytes: number, metadata?: Readonly<Record<string, string>>): Promise<string>
  patch(
    path: string,
    offset: number,
    body: Uint8Array | ReadableStream,
    change?: TusRequest,
  ): Promise<Response>
  head(path: string, change?: TusRequest): Promise<Response>
  remove(path: string, change?: TusRequest): Promise<Response>
}

interface TusRequest extends Ask {
  readonly metadata?: Readonly<Record<string, string>>
}

const TUS = { 'Tus-Resumable': '1.0.0' }
const OFFSET_OCTETS = { 'Content-Type': 'application/offset+octet-stream' }

export function metadataHeader(metadata: Readonly<Record<string, string>>): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value, 'utf8').toString('base64')}`)
    .join(',')
}

function tusClient(api: TestApi): TusClient {
  const client: TusClient = {
    create: (imageId, { metadata = {}, headers = {}, ...rest } = {}) =>
      api.ask('POST', '/uploads', {
        headers: {
          ...TUS,
          'Upload-Metadata': metadataHeader({ image_id: imageId, ...metadata }),
          ...headers,
        },
        ...rest,
      }),
    async begin(imageId, lengthBytes, metadata = {}) {
      const created = await client.create(imageId, {
        metadata,
        headers: { 'Upload-Length': String(lengthBytes) },
      })
      if (created.status !== 201) throw new Error(`create: ${created.status} ${await created.text()}`)
      return created.headers.get('location') ?? ''
    },
    patch: (path, offset, body, { headers = {}, ...rest } = {}) =>
      api.ask('PATCH', path, {
        headers: { ...TUS, ...OFFSET_OCTETS, 'Upload-Offset': String(offset), ...lengthOf(body), ...headers },
        body,
        ...rest,
      }),
    head: (path, { headers = {}, ...rest } = {}) =>
      api.ask('HEAD', path, { headers: { ...TUS, ...headers }, ...rest }),
    remove: (path, { headers = {}, ...rest } = {}) =>
      api.ask('DELETE', path, { headers: { ...TUS, ...headers }, ...rest }),
  }
  return client
}

/** Over a socket the HTTP client would say it. */
function lengthOf(body: Uint8Array | ReadableStream): Record<string, string> {
  return body instanceof Uint8Array ? { 'Content-Length': String(body.length) } : {}
}

export const hex = (algo: string, bytes: Uint8Array): string => createHash(algo).update(bytes).digest('hex')
export const base64 = (algo: string, bytes: Uint8Array): string =>
  createHash(algo).update(bytes).digest('base64')

/** What an image must say of data that arrived whole. */
export function wholeImage(bytes: Uint8Array): Partial<ImageWire> {
  return {
    ...{ status: 'active', size: bytes.length, checksum: hex('md5', bytes) },
    ...{ os_hash_algo: 'sha512', os_hash_value: hex('sha512', bytes) },
  }
}

/** The data of these suites' uploads. */
export const bytes = someBytes(300_000)

/** What the suites about uploads do again and again. */
export function uploadSteps(api: TestApi) {
  const tus = tusClient(api)
  const newImage = async (format = 'raw') =>
    (await api.createImage({ disk_format: format, container_format: 'bare' })).id
  const show = async (id: string) => (await (await api.ask('GET', `/v2/images/${id}`)).json()) as ImageWire
  const download = async (id: string) =>
    Buffer.from(await (await api.ask('GET', `/v2/images/${id}/file`)).arrayBuffer())
  return {
    tus,
    newImage,
    show,
    async begun(length = bytes.length) {
      const id = await newImage()
      return { id, path: await tus.begin(id, length) }
    },
    async expectWhole(id: string) {
      expect(await show(id)).toMatchObject(wholeImage(bytes))
      expect(Buffer.compare(await download(id), bytes)).toBe(0)
    },
  }
}

export async function expectFault(
  answer: Response | Promise<Response>,
  status: number,
  message: RegExp,
): Promise<void> {
  const response = await answer
  expect(response.headers.get('content-type')).toContain('json')
  expect({ status: response.status, ...((await response.json()) as object) }).toMatchObject({
    status,
    message: expect.stringMatching(message),
  })
}
