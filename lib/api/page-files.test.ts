import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPageFiles } from './page-files.ts'

const SCRIPT = 'draw()\n'.repeat(300)
const folder = mkdtempSync(join(tmpdir(), 'vitrine-page-files-'))
let server: Server

beforeAll(async () => {
  mkdirSync(join(folder, 'static/chunks'), { recursive: true })
  writeFileSync(join(folder, 'secret.js'), 'secret')
  writeFileSync(join(folder, 'secret.js.br'), 'secret')
  writeFileSync(join(folder, 'static/chunks/plain.js'), 'plain')
  writeFileSync(join(folder, 'static/chunks/a.js'), SCRIPT)
  writeFileSync(join(folder, 'static/chunks/a.js.br'), brotliCompressSync(SCRIPT))
  writeFileSync(join(folder, 'static/chunks/a.js.gz'), gzipSync(SCRIPT))
  const answer = createPageFiles(folder, async (_request, response) => {
    response.end('next')
  })
  server = createServer((incoming, response) => void answer(incoming, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** As it is sent: nothing is decompressed, no path is tidied up. */
async function get(path: string, accepted = ''): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { 'Accept-Encoding': accepted } }, (response) => {
      buffer(response).then((body) => resolve({ headers: response.headers, body }), reject)
    })
      .on('error', reject)
      .end()
  })
}

test('a browser gets the smallest that it understands, to be kept for ever', async () => {
  const best = await get('/_next/static/chunks/a.js?dpl=1', 'gzip, deflate, br, zstd')
  expect(brotliDecompressSync(best.body).toString()).toBe(SCRIPT)
  expect(best.headers).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': expect.stringContaining('text/javascript'),
    vary: 'Accept-Encoding',
  })
  const common = await get('/_next/static/chunks/a.js', 'gzip')
  expect(gunzipSync(common.body).toString()).toBe(SCRIPT)
  const none = await get('/_next/static/chunks/a.js')
  expect(none.headers['content-encoding']).toBeUndefined()
  expect(none.body.toString()).toBe(SCRIPT)
})

test.each([
  '/_next/static/chunks/plain.js',
  '/_next/static/chunks/a.js.br',
  '/_next/static/../secret.js',
  '/_next/static/%2e%2e/secret.js',
  '/images',
])('%s is for Next', async (path) => {
  expect((await get(path, 'br')).body.toString()).toBe('next')
})
