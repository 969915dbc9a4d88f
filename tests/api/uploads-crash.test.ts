import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { type ClientRequest, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { someBytes } from '#tests/contract/upload-world.ts'
import { createKillableServer, type KillableServer } from './killable-server.ts'
import { metadataHeader, wholeImage } from './uploads-client.ts'

const MIB = 1024 * 1024
const bytes = someBytes(24 * MIB + 321)

let folder: string
let server: KillableServer

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-crash-'))
  server = await createKillableServer(folder)
})
afterEach(async () => {
  await server.kill()
  await rm(folder, { recursive: true, force: true })
})

const startServer = (crashAt = '') => server.start({ CRASH_AT: crashAt })
const kill = () => server.kill()
const at = (path: string) => server.at(path)
const headers = (more: Readonly<Record<string, string>> = {}) => server.headers(more)
const tus = (more: Readonly<Record<string, string>> = {}) => headers({ 'Tus-Resumable': '1.0.0', ...more })

async function newImage(): Promise<string> {
  const answer = await fetch(at('/v2/images'), {
    method: 'POST',
    headers: headers({ 'Content-Type': 'application/json' }),
    body: JSON.stringify({ disk_format: 'raw', container_format: 'bare' }),
  })
  return ((await answer.json()) as ImageWire).id
}

const show = async (id: string) =>
  (await (await fetch(at(`/v2/images/${id}`), { headers: headers() })).json()) as ImageWire

async function begin(id: string): Promise<string> {
  const answer = await fetch(at('/uploads'), {
    method: 'POST',
    headers: tus({
      'Upload-Length': String(bytes.length),
      'Upload-Metadata': metadataHeader({ image_id: id }),
    }),
  })
  return answer.headers.get('location') ?? ''
}

async function offsetOf(path: string): Promise<number> {
  const answer = await fetch(at(path), { method: 'HEAD', headers: tus() })
  return answer.ok ? Number(answer.headers.get('upload-offset')) : Number.NaN
}

function send(method: string, path: string, more: Readonly<Record<string, string>>): ClientRequest {
  // The server will go without a word.
  return httpRequest(at(path), { method, headers: more }).on('error', () => undefined)
}

function patch(path: string, offset: number): ClientRequest {
  const about = { 'Upload-Offset': String(offset), 'Content-Length': String(bytes.length - offset) }
  return send('PATCH', path, tus({ 'Content-Type': 'application/offset+octet-stream', ...about }))
}

/** The status, or null when the server died instead of answering. */
async function answerTo(request: ClientRequest): Promise<number | null> {
  return new Promise((resolve) => {
    request.once('response', (response) => resolve(response.statusCode ?? null))
    request.once('close', () => resolve(null))
  })
}

async function expectWhole(id: string): Promise<void> {
  expect(await show(id)).toMatchObject(wholeImage(bytes))
  const data = await fetch(at(`/v2/images/${id}/file`), { headers: headers() })
  expect(Buffer.compare(Buffer.from(await data.arrayBuffer()), bytes)).toBe(0)
  expect(await readdir(join(folder, 'staging'))).toEqual([])
  expect(await readdir(join(folder, 'images'))).toEqual([id])
}

test('an upload whose server is killed three times while it receives ends like an unbroken one', async () => {
  await startServer()
  const id = await newImage()
  const path = await begin(id)
  let offset = 0
  for (const share of [0.2, 0.45, 0.8]) {
    const until = Math.floor(bytes.length * share)
    const sending = patch(path, offset)
    sending.write(bytes.subarray(offset, until))
    // At least one whole block is on the disk, and others are on their way there.
    const staged = join(folder, 'staging', path.split('/').at(-1) ?? '')
    await expect.poll(() => sizeOf(staged), { timeout: 10_000, interval: 5 }).toBeGreaterThan(offset)
    await kill()
    await startServer()
    const reached = await offsetOf(path)
    expect(reached).toBeGreaterThan(offset)
    expect(reached).toBeLessThanOrEqual(until)
    offset = reached
  }
  const last = patch(path, offset)
  last.end(bytes.subarray(offset))
  expect(await answerTo(last)).toBe(204)
  await expectWhole(id)
}, 60_000)

test('bytes that were acknowledged survive the kill that follows at once', async () => {
  await startServer()
  const id = await newImage()
  const path = await begin(id)
  const part = send('PATCH', path, {
    ...tus({ 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0' }),
    'Content-Length': String(5_000_000),
  })
  part.end(bytes.subarray(0, 5_000_000))
  expect(await answerTo(part)).toBe(204)
  await kill()
  await startServer()
  expect(await offsetOf(path)).toBe(5_000_000)
  const rest = patch(path, 5_000_000)
  rest.end(bytes.subarray(5_000_000))
  expect(await answerTo(rest)).toBe(204)
  await expectWhole(id)
}, 60_000)

test.each(['before-rename', 'after-rename', 'before-answer'])(
  'a server killed while it finishes, %s, leaves nothing that the next start cannot finish',
  async (crashAt) => {
    await startServer(crashAt)
    const id = await newImage()
    const path = await begin(id)
    const sending = patch(path, 0)
    sending.end(bytes)
    expect(await answerTo(sending)).toBeNull()
    await startServer()
    // The client asks how far it came, and learns that all is well.
    await expect.poll(() => offsetOf(path), { timeout: 15_000 }).toBe(bytes.length)
    await expectWhole(id)
  },
  60_000,
)

test('a plain upload whose server is killed can be sent again after the next start', async () => {
  await startServer()
  const id = await newImage()
  const about = headers({
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(bytes.length),
  })
  const broken = send('PUT', `/v2/images/${id}/file`, about)
  broken.write(bytes.subarray(0, 10 * MIB))
  await expect.poll(async () => (await show(id)).status).toBe('saving')
  await kill()
  await startServer()
  await expect.poll(async () => (await show(id)).status, { timeout: 10_000 }).toBe('queued')
  expect(await readdir(join(folder, 'staging'))).toEqual([])
  const again = send('PUT', `/v2/images/${id}/file`, {
    ...headers({ 'Content-Type': 'application/octet-stream' }),
    'Content-Length': String(bytes.length),
  })
  again.end(bytes)
  expect(await answerTo(again)).toBe(204)
  await expectWhole(id)
}, 60_000)

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => ({ size: 0 }))).size
}
