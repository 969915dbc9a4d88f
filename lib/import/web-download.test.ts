import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSafeFetch } from '#lib/net/safe-fetch.ts'
import { anImage } from '#tests/contract/image-records-builders.ts'
import {
  bytesOf,
  type FileServer,
  LOOPBACK,
  LOOPBACK_RULES,
  startFileServer,
} from '#tests/support/file-server.ts'
import { createWebDownload } from './web-download.ts'

const requester = { userId: 'user', projectId: 'project', roles: ['member'] }
const fetch = createSafeFetch(LOOPBACK)
const source = createWebDownload({ fetch, rules: LOOPBACK_RULES, maxBytes: 1_000_000, pauseMs: () => 0 })
const open = (input: Readonly<Record<string, string>>) =>
  source.open(input, { signal: new AbortController().signal, requester, image: anImage() })

let server: FileServer
beforeEach(async () => {
  server = await startFileServer()
})
afterEach(() => server.close())

describe('web-download', () => {
  it('gives what lies at the address, its length and its name, also over a broken line', async () => {
    const bytes = Buffer.alloc(200_000, 'disk')
    server.files.set('/a%20disk.img', { bytes, breaksAfter: 90_000, headers: { 'content-type': 'x/disk' } })
    const input = await source.check({ name: 'web-download', uri: `${server.url}/a%20disk.img` }, requester)
    const { stream, ...opened } = await open(input)
    expect(opened).toEqual({ sizeBytes: 200_000, fileName: 'a disk.img', mediaType: 'x/disk' })
    expect((await bytesOf(stream)).equals(bytes)).toBe(true)
  })

  it('remembers the hash that the data must have', async () => {
    server.files.set('/disk', { bytes: Buffer.from('x') })
    const hash = `sha256:${'AB'.repeat(32)}`
    const method = { name: 'web-download', uri: `${server.url}/disk`, vitrine_expected_hash: hash }
    const { expectedHash } = await open(await source.check(method, requester))
    expect(expectedHash).toEqual({ algo: 'sha256', value: 'ab'.repeat(32) })
  })

  it.each([
    [{}, 'uri'],
    [{ uri: '' }, 'uri'],
    [{ uri: 7 }, 'uri'],
    [{ uri: 'file:///etc/passwd' }, 'uri'],
    [{ uri: 'http://169.254.169.254/' }, 'uri'],
    [{ uri: 'http://example.org/', vitrine_expected_hash: 'sha256:abc' }, 'vitrine_expected_hash'],
    [{ uri: 'http://example.org/', vitrine_expected_hash: {} }, 'vitrine_expected_hash'],
  ])('refuses %j before anything is done', async (method, field) => {
    await expect(source.check(method, requester)).rejects.toMatchObject({ code: 'invalid', field })
  })

  it('takes no more than an image may have', async () => {
    server.files.set('/disk', { bytes: new Uint8Array(1_000_001) })
    await expect(open({ uri: `${server.url}/disk` })).rejects.toMatchObject({ code: 'over_limit' })
  })
})
