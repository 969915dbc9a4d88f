import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSafeFetch } from '#lib/net/safe-fetch.ts'
import { bytesOf, type FileServer, LOOPBACK, startFileServer } from '#tests/support/file-server.ts'
import { createHttpStore } from './http-store.ts'

const never = new AbortController().signal
const fetch = createSafeFetch(LOOPBACK)
const store = createHttpStore({ id: 'web', fetch: async () => fetch })

let server: FileServer
beforeEach(async () => {
  server = await startFileServer()
})
afterEach(() => server.close())

describe('the http store', () => {
  it('tells the size of what lies at an address, and gives it whole and in parts', async () => {
    const bytes = Buffer.from('0123456789')
    server.files.set('/disk', { bytes })
    const url = `${server.url}/disk`
    expect(await store.sizeOf(url)).toBe(10)
    const whole = await store.open(url, null, never)
    expect(whole.lengthBytes).toBe(10)
    expect((await bytesOf(whole.stream)).equals(bytes)).toBe(true)
    const part = await store.open(url, { start: 3, end: 5 }, never)
    expect(part.lengthBytes).toBe(3)
    expect((await bytesOf(part.stream)).toString()).toBe('345')
  })

  it.each([
    [10, 10],
    [5, 4],
    [-1, 4],
    [5, 10],
  ])('has no bytes %i to %i of ten', async (start, end) => {
    server.files.set('/disk', { bytes: Buffer.from('0123456789') })
    await expect(store.open(`${server.url}/disk`, { start, end }, never)).rejects.toMatchObject({
      code: 'bad_range',
    })
  })

  it.each(['http://10.0.0.1/disk', 'http://user:pass@example.org/', 'file:///etc/passwd', 'nonsense', ''])(
    'has nothing at %j, where nobody may send it',
    async (url) => {
      await expect(store.open(url, null, never)).rejects.toMatchObject({ code: 'not_found' })
      await expect(store.sizeOf(url)).rejects.toMatchObject({ code: 'not_found' })
    },
  )

  it('says what is absent and what does not answer', async () => {
    const gone = `${server.url}/gone`
    await expect(store.open(gone, null, never)).rejects.toMatchObject({ code: 'not_found' })
    await expect(store.sizeOf(gone)).rejects.toMatchObject({ code: 'not_found' })
    server.files.set('/ill', { bytes: Buffer.from(''), status: 503 })
    await expect(store.sizeOf(`${server.url}/ill`)).rejects.toMatchObject({ code: 'unavailable' })
    server.files.set('/endless', { bytes: Buffer.from('x'), isChunked: true })
    await expect(store.open(`${server.url}/endless`, null, never)).rejects.toMatchObject({
      code: 'unavailable',
    })
  })
})
