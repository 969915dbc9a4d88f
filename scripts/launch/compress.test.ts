import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compressFiles } from './compress.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-compress-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('scripts and style sheets lie there compressed twice, and are the same again; pictures stay alone', async () => {
  const script = 'say("nothing twice")\n'.repeat(500)
  mkdirSync(join(folder, 'chunks'))
  writeFileSync(join(folder, 'chunks/a.js'), script)
  writeFileSync(join(folder, 'b.css'), '')
  writeFileSync(join(folder, 'c.woff2'), 'packed already')
  await compressFiles(folder)
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(
    [
      'b.css',
      'b.css.br',
      'b.css.gz',
      'c.woff2',
      'chunks',
      'chunks/a.js',
      'chunks/a.js.br',
      'chunks/a.js.gz',
    ].map((name) => name.replace('/', process.platform === 'win32' ? '\\' : '/')),
  )
  expect(brotliDecompressSync(readFileSync(join(folder, 'chunks/a.js.br'))).toString()).toBe(script)
  expect(gunzipSync(readFileSync(join(folder, 'chunks/a.js.gz'))).toString()).toBe(script)
})
