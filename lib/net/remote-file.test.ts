import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  bytesOf,
  type FileServer,
  LOOPBACK,
  type ServedFile,
  startFileServer,
} from '#tests/support/file-server.ts'
import { openRemoteFile, streamOf } from './remote-file.ts'
import { createSafeFetch } from './safe-fetch.ts'

const BYTES = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) & 255)
const never = new AbortController().signal
const fetch = createSafeFetch(LOOPBACK)

let server: FileServer
beforeEach(async () => {
  server = await startFileServer()
})
afterEach(() => server.close())

const serve = (changes: Partial<ServedFile> = {}) => server.files.set('/disk', { bytes: BYTES, ...changes })

async function read(range: { start: number; end: number } | null = null, signal = never) {
  const request = { url: `${server.url}/disk`, range, maxBytes: 1_000_000, pauseMs: () => 0 }
  const file = await openRemoteFile(fetch, request, signal)
  return { ...file, bytes: await bytesOf(file.pieces) }
}

describe('a file on another server', () => {
  it.each([
    ['that knows ranges', {}],
    ['that ignores ranges', { ignoresRanges: true }],
    ['that does not say how long it is', { isChunked: true }],
    ['that ignores ranges and does not say how long it is', { ignoresRanges: true, isChunked: true }],
  ])('%s is read whole and in parts', async (_name, how) => {
    serve(how)
    expect((await read()).bytes.equals(BYTES)).toBe(true)
    const part = await read({ start: 100_000, end: 199_999 })
    expect(part.lengthBytes).toBe(100_000)
    expect(part.bytes.equals(BYTES.subarray(100_000, 200_000))).toBe(true)
  })

  it.each([{}, { ignoresRanges: true }])('refuses parts outside it %j', async (how) => {
    serve(how)
    for (const range of [
      { start: 300_000, end: 300_000 },
      { start: 299_999, end: 300_000 },
    ]) {
      await expect(read(range)).rejects.toMatchObject({ code: 'bad_range' })
    }
  })

  it('is gone on with after a break, until it is whole', async () => {
    serve({ breaksAfter: 70_000 })
    expect((await read()).bytes.equals(BYTES)).toBe(true)
    expect(server.requests.map(({ range }) => range)).toEqual([
      null,
      'bytes=70000-',
      'bytes=140000-',
      'bytes=210000-',
      'bytes=280000-',
    ])
  })

  it('is gone on with inside the range that was asked for', async () => {
    serve({ breaksAfter: 30_000 })
    const { bytes } = await read({ start: 10_000, end: 89_999 })
    expect(bytes.equals(BYTES.subarray(10_000, 90_000))).toBe(true)
    expect(server.requests.at(-1)?.range).toBe('bytes=70000-89999')
  })

  it('is gone on with from a server that ignores ranges, by skipping what is there', async () => {
    serve({ ignoresRanges: true, breaksAfter: 200_000 })
    const fetchOnce: typeof fetch = async (request, signal) => {
      const response = await fetch(request, signal)
      serve({ ignoresRanges: true })
      return response
    }
    const request = { url: `${server.url}/disk`, maxBytes: 1_000_000, pauseMs: () => 0 }
    const { pieces } = await openRemoteFile(fetchOnce, request, never)
    expect((await bytesOf(pieces)).equals(BYTES)).toBe(true)
  })

  it('is not gone on with when it is another version, or may be one', async () => {
    serve({ breaksAfter: 70_000 })
    const request = { url: `${server.url}/disk`, maxBytes: 1_000_000, pauseMs: () => 0 }
    const { pieces } = await openRemoteFile(fetch, request, never)
    serve({ etag: '"two"' })
    await expect(bytesOf(pieces)).rejects.toMatchObject({ code: 'conflict' })
    for (const etag of [null, 'W/"weak"']) {
      serve({ breaksAfter: 70_000, etag })
      await expect(read()).rejects.toMatchObject({ code: 'unavailable' })
    }
  })

  it('is given up when attempts bring nothing', async () => {
    serve({ breaksAfter: 0 })
    await expect(read()).rejects.toMatchObject({ code: 'unavailable' })
    expect(server.requests).toHaveLength(4)
  })

  it.each([
    [404, 'not_found'],
    [410, 'not_found'],
    [403, 'unavailable'],
    [500, 'unavailable'],
    [204, 'unavailable'],
  ])('that is answered with %i is %s', async (status, code) => {
    serve({ status })
    await expect(read()).rejects.toMatchObject({ code })
  })

  it('lets go of the connection when nobody has begun to read', async () => {
    serve({ bytes: new Uint8Array(20_000_000) })
    const request = { url: `${server.url}/disk`, maxBytes: 1e9 }
    const file = await openRemoteFile(fetch, request, never)
    await streamOf(file).cancel()
    await expect(bytesOf(file.pieces)).rejects.toMatchObject({ code: 'interrupted' })
  })
})
