import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'
import { type FileServer, startFileServer } from '#tests/support/file-server.ts'

const open = openingSqlite()
let api: TestApi
let server: FileServer
beforeAll(async () => {
  server = await startFileServer()
  api = await openApi(open, {
    VITRINE_URL_ALLOWED_NETWORKS: '127.0.0.1',
    VITRINE_URL_ALLOWED_PORTS: '*',
  })
})
afterAll(async () => {
  await api.close()
  await server.close()
})
beforeEach(() => {
  server.files.clear()
  server.requests.length = 0
})

async function preview(body: unknown, as: Persona = 'redMember') {
  const response = await api.ask('POST', '/v2/vitrine/import-preview', { as, body })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** An ISO 9660 image of this size: its mark stands in the 17th sector. */
function anIso(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes)
  bytes.write('\x01CD001\x01', 16 * 2048)
  bytes.writeUInt32LE(sizeBytes / 2048, 16 * 2048 + 80)
  bytes.write('\xffCD001\x01', 17 * 2048, 'latin1')
  return bytes
}

describe('a look at an address before an import', () => {
  it('tells size, format, checksum, and that a broken transfer can be gone on with', async () => {
    const bytes = anIso(2_048_000)
    const value = createHash('sha256').update(bytes).digest('hex')
    server.files.set('/iso/debian-12.iso', { bytes, headers: { 'content-type': 'application/x-iso9660' } })
    server.files.set('/iso/SHA256SUMS', { bytes: Buffer.from(`${value}  debian-12.iso\n`) })
    const { status, body } = await preview({ uri: `${server.url}/iso/debian-12.iso` })
    expect(status).toBe(200)
    expect(body).toEqual({
      ...{ reachable: true, problem: null, final_host: new URL(server.url).host },
      ...{ file_name: 'debian-12.iso', media_type: 'application/x-iso9660', size: 2_048_000 },
      ...{ resumable: true, detected_format: 'iso', virtual_size: 2_048_000, findings: [] },
      ...{ disk_format: 'iso', container_format: 'bare', name: 'debian-12' },
      checksum: { algo: 'sha256', value, found_in: 'SHA256SUMS' },
    })
    expect(server.requests.filter(({ path, range }) => path.endsWith('.iso') && range === null)).toEqual([])
  })

  it.each([
    ['ignores ranges', { ignoresRanges: true }, 2_048_000],
    ['says nothing about the length', { ignoresRanges: true, isChunked: true }, null],
  ])('knows the format from a server that %s', async (_name, how, size) => {
    server.files.set('/disk', { bytes: anIso(2_048_000), ...how })
    const { body } = await preview({ uri: `${server.url}/disk` })
    expect(body).toMatchObject({ reachable: true, detected_format: 'iso', size, resumable: false })
  })

  it('looks at short and empty files too', async () => {
    server.files.set('/short', { bytes: Buffer.from('short') })
    server.files.set('/empty', { bytes: Buffer.alloc(0) })
    expect((await preview({ uri: `${server.url}/short` })).body).toMatchObject({ size: 5, reachable: true })
    expect((await preview({ uri: `${server.url}/empty` })).body).toMatchObject({ reachable: true })
  })

  it('says why there is nothing to import', async () => {
    const absent = await preview({ uri: `${server.url}/absent` })
    expect(absent).toMatchObject({ status: 200, body: { reachable: false, size: null } })
    expect(absent.body.problem).toMatch(/has nothing at this address/)
  })

  it('refuses addresses that nobody may be sent to, bodies that are none, and readers', async () => {
    for (const body of [
      { uri: 'http://169.254.169.254/' },
      { uri: 'file:///etc/passwd' },
      {},
      [],
      { uri: 7 },
    ]) {
      expect((await preview(body)).status).toBe(400)
    }
    expect((await preview({ uri: `${server.url}/x` }, 'redReader')).status).toBe(403)
    expect((await preview({ uri: `${server.url}/x` }, 'unscoped')).status).toBe(403)
    expect(server.requests).toEqual([])
  })
})
