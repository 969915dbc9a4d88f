import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createSafeFetch } from '#lib/net/safe-fetch.ts'
import { httpType } from '#lib/stores/http/http-type.ts'
import type { ReadableStore } from '#lib/stores/store.ts'
import { someBytes, unaborted } from '#tests/contract/upload-world.ts'
import { bytesOf, LOOPBACK } from '#tests/support/file-server.ts'
import { readingContract } from './reading-contract.ts'

/** More than a second's worth of what the slow path gives. */
const BYTES = someBytes(3 * 1024 * 1024 + 17)

function openStore(settings: Readonly<Record<string, string>> = {}): ReadableStore {
  const read = httpType.read(settings)
  if (!read.ok) throw new Error('The settings are refused.')
  const makeFetch = ({ ca }: { readonly ca?: string }) => createSafeFetch({ ...LOOPBACK, ca })
  const parts = { id: 'web', appDir: process.cwd(), dataDir: '/nowhere' }
  return read.open({ ...parts, makeFetch, projectOf: () => expect.unreachable() }).store
}

const fileOf = (name: string) => join(inject('storeServers').HTTP_ROOT ?? '', name)

/** `/norange/` ignores ranges; the third asks to go elsewhere. */
describe.each(['/', '/norange/', '/redirect/2/'])('the http store under %s', (folder) => {
  readingContract(async () => {
    const names: string[] = []
    const remove = () => Promise.all(names.map((name) => rm(fileOf(name), { force: true })))
    return {
      store: openStore(),
      async put(bytes) {
        const name = `${randomUUID()}.img`
        names.push(name)
        await writeFile(fileOf(name), bytes)
        return `${inject('storeServers').HTTP_URL}${folder}${name}`
      },
      remove: async () => void (await remove()),
      close: async () => void (await remove()),
    }
  })
})

describe('the http store at a real web server', () => {
  const name = `${randomUUID()}.img`
  const at = (path: string) => `${inject('storeServers').HTTP_URL}${path}`
  const secureAt = (path: string) => `${inject('storeServers').HTTPS_URL}${path}`
  const store = openStore()
  const read = async (url: string, range: { start: number; end: number } | null = null, from = store) => {
    const { stream, lengthBytes } = await from.open(url, range, unaborted)
    const bytes = await bytesOf(stream)
    expect(lengthBytes).toBe(bytes.length)
    return bytes
  }
  beforeAll(() => writeFile(join(inject('storeServers').HTTP_ROOT ?? '', name), BYTES))

  it('tells the size and gives the whole', async () => {
    expect(await store.sizeOf(at(`/${name}`))).toBe(BYTES.length)
    expect(Buffer.compare(await read(at(`/${name}`)), BYTES)).toBe(0)
  })

  it.each(['/', '/norange/', '/redirect/1/'])('gives parts, under %s', async (folder) => {
    for (const [start, end] of [
      [0, 0],
      [1_000_000, 1_999_999],
      [BYTES.length - 1, BYTES.length - 1],
    ] as const) {
      const part = await read(at(`${folder}${name}`), { start, end })
      expect(Buffer.compare(part, BYTES.subarray(start, end + 1))).toBe(0)
    }
  })

  it.each(['/', '/norange/'])('has no part that lies outside, under %s', async (folder) => {
    for (const [start, end] of [
      [BYTES.length, BYTES.length],
      [5, BYTES.length],
      [7, 6],
    ] as const) {
      const opened = store.open(at(`${folder}${name}`), { start, end }, unaborted)
      await expect(opened).rejects.toMatchObject({ code: 'bad_range' })
    }
  })

  it('follows as many redirects as are allowed, and no more', async () => {
    expect(Buffer.compare(await read(at(`/redirect/3/${name}`)), BYTES)).toBe(0)
    expect(await store.sizeOf(at(`/redirect/3/${name}`))).toBe(BYTES.length)
    for (const path of [`/redirect/4/${name}`, '/loop']) {
      const wanted = { code: 'not_found', message: expect.stringContaining('redirects too often') }
      await expect(store.open(at(path), null, unaborted)).rejects.toMatchObject(wanted)
      await expect(store.sizeOf(at(path))).rejects.toMatchObject(wanted)
    }
  })

  it.each([
    [`/${randomUUID()}`, 'not_found'],
    ['/status/410', 'not_found'],
    [`/auth/${name}`, 'unavailable'],
    ['/status/403', 'unavailable'],
    ['/status/500', 'unavailable'],
    ['/status/503', 'unavailable'],
    [`/chunked/${name}`, 'unavailable'],
  ])('says of %s that it is %s', async (path, code) => {
    await expect(store.open(at(path), null, unaborted)).rejects.toMatchObject({ code })
    await expect(store.sizeOf(at(path))).rejects.toMatchObject({ code })
  })

  it('ends a slow transfer when nobody wants it any more', async () => {
    const abort = new AbortController()
    const { stream } = await store.open(at(`/slow/${name}`), null, abort.signal)
    const reader = stream.getReader()
    expect((await reader.read()).value?.length).toBeGreaterThan(0)
    abort.abort(new Error('enough'))
    const rest = async () => {
      while (!(await reader.read()).done);
    }
    await expect(rest()).rejects.toThrow('enough')
  })

  it('trusts the certificates of its settings, and only these', async () => {
    const trusting = openStore({ ca_file: inject('storeServers').HTTPS_CA_FILE ?? '' })
    expect(await trusting.sizeOf(secureAt(`/${name}`))).toBe(BYTES.length)
    expect(Buffer.compare(await read(secureAt(`/redirect/1/${name}`), null, trusting), BYTES)).toBe(0)
    const part = await read(secureAt(`/${name}`), { start: 10, end: 19 }, trusting)
    expect(Buffer.compare(part, BYTES.subarray(10, 20))).toBe(0)
    await expect(store.sizeOf(secureAt(`/${name}`))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('certificate'),
    })
    await expect(store.open(secureAt(`/${name}`), null, unaborted)).rejects.toMatchObject({
      code: 'unavailable',
    })
  })

  it('says that the file of certificates cannot be read', async () => {
    const store = openStore({ ca_file: join(inject('storeServers').HTTP_ROOT ?? '', 'absent.pem') })
    await expect(store.sizeOf(secureAt(`/${name}`))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('certificates'),
    })
  })
})
