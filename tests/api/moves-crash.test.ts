import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { someBytes } from '#tests/contract/upload-world.ts'
import { WAIT } from './import-world.ts'
import { createKillableServer, type KillableServer } from './killable-server.ts'
import { wholeImage } from './uploads-client.ts'

const bytes = someBytes(1024 * 1024 + 321)
const STORES = `
default: fast
stores:
  - { id: fast, type: file, folder: fast, weight: 5 }
  - { id: slow, type: file, folder: slow }
`

let folder: string
let server: KillableServer
let settings: Record<string, string>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-moves-'))
  settings = { VITRINE_STORES_FILE: join(folder, 'stores.yaml') }
  await writeFile(join(folder, 'stores.yaml'), STORES)
  server = await createKillableServer(folder)
})
afterEach(async () => {
  await server.kill()
  await rm(folder, { recursive: true, force: true })
})

const ask: KillableServer['ask'] = (...what) => server.ask(...what)
const show = async (id: string) => (await (await ask('GET', `/v2/images/${id}`)).json()) as ImageWire
const filesIn = (path: string): Promise<string[]> => readdir(join(folder, path)).catch(() => [])

async function newImage(): Promise<string> {
  const answer = await ask('POST', '/v2/images', '{"disk_format":"raw","container_format":"bare"}')
  const { id } = (await answer.json()) as ImageWire
  expect((await ask('PUT', `/v2/images/${id}/file`, bytes, 'application/octet-stream')).status).toBe(204)
  return id
}

async function expectMoved(id: string): Promise<void> {
  const state = async () => {
    const { stores, os_glance_import_task: lock } = await show(id)
    return { stores, lock }
  }
  await expect.poll(state, WAIT).toEqual({ stores: 'slow', lock: undefined })
  expect(await show(id)).toMatchObject(wholeImage(bytes))
  const data = await (await ask('GET', `/v2/images/${id}/file`)).arrayBuffer()
  expect(Buffer.compare(Buffer.from(data), bytes)).toBe(0)
  expect(await filesIn('slow/images')).toContain(id)
}

test.each([
  ['before the copy is complete', 'before-rename', 'slow/images'],
  ['before the old data is removed', 'before-unlink', 'fast/images'],
])(
  'a server killed %s is followed by one that ends the move',
  async (_when, crashAt, place) => {
    await server.start(settings)
    const id = await newImage()
    await server.kill()
    await server.start({ ...settings, CRASH_AT: crashAt, CRASH_PATH: join(folder, place) })
    const order = '{"from":"fast","to":"slow"}'
    // The server may die before its answer is read.
    await ask('POST', `/v2/vitrine/images/${id}/move`, order).catch(() => undefined)
    await server.ended()
    await server.start(settings)
    await expectMoved(id)
    expect(await filesIn('slow/staging')).toEqual([])
    // What was noted for removal waits for its grace.
    if (crashAt !== 'before-unlink') expect(await filesIn('fast/images')).toEqual([])
  },
  90_000,
)

test('a server killed while it empties a store is followed by one that goes on, and stays closed', async () => {
  await server.start(settings)
  const ids = [await newImage(), await newImage(), await newImage()].sort()
  await server.kill()
  // At the second of them.
  const crash = { CRASH_AT: 'after-rename', CRASH_PATH: join(folder, 'slow/images', ids[1] ?? '') }
  await server.start({ ...settings, ...crash })
  await ask('POST', '/v2/vitrine/stores/fast/drain', '{}').catch(() => undefined)
  await server.ended()
  expect(await filesIn('slow/images')).toEqual(ids.slice(0, 2))
  await server.start(settings)
  for (const id of ids) await expectMoved(id)
  await expect.poll(() => filesIn('fast/images'), WAIT).toEqual([])
  await expect.poll(() => filesIn('slow/staging'), WAIT).toEqual([])
  const store = await (await ask('GET', '/v2/vitrine/stores/fast')).json()
  expect(store).toMatchObject({ state: 'draining', images: 0 })
}, 90_000)
