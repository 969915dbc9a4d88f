import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { someBytes } from '#tests/contract/upload-world.ts'
import { createPostgres } from '#tests/support/database.ts'
import { type RemoteFiles, serveRemoteFiles, WAIT } from './import-world.ts'
import { createKillableServer, type KillableServer } from './killable-server.ts'
import { wholeImage } from './uploads-client.ts'

const bytes = someBytes(3 * 1024 * 1024 + 321)
const LOCAL = { VITRINE_URL_ALLOWED_NETWORKS: '127.0.0.0/8', VITRINE_URL_ALLOWED_PORTS: '*' }

let folder: string
let server: KillableServer
let remote: RemoteFiles

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-crash-'))
  server = await createKillableServer(folder)
  remote = await serveRemoteFiles(bytes)
})
afterEach(async () => {
  await server.kill()
  await remote.close()
  await rm(folder, { recursive: true, force: true })
})

const ask: KillableServer['ask'] = (...what) => server.ask(...what)
const show = async (id: string) => (await (await ask('GET', `/v2/images/${id}`)).json()) as ImageWire

async function newImage(): Promise<string> {
  const answer = await ask('POST', '/v2/images', '{"disk_format":"raw","container_format":"bare"}')
  return ((await answer.json()) as ImageWire).id
}

const startImport = (id: string, method: object) =>
  ask('POST', `/v2/images/${id}/import`, JSON.stringify({ method }))

async function expectWhole(id: string): Promise<void> {
  await expect.poll(async () => (await show(id)).status, WAIT).toBe('active')
  expect(await show(id)).toMatchObject(wholeImage(bytes))
  const data = await (await ask('GET', `/v2/images/${id}/file`)).arrayBuffer()
  expect(Buffer.compare(Buffer.from(data), bytes)).toBe(0)
  expect(await readdir(join(folder, 'images'))).toEqual([id])
  const rest = async () =>
    (await Promise.all(['staging', 'import/staging', 'import/images'].map(filesIn))).flat()
  await expect.poll(rest, WAIT).toEqual([])
}

const filesIn = (path: string): Promise<string[]> => readdir(join(folder, path)).catch(() => [])

test.each([
  ['before the download is staged', 'before-rename', 'import/images'],
  ['after the download was staged', 'after-rename', 'import/images'],
  ['before the image is stored', 'before-rename', 'images'],
  ['after the image was stored', 'after-rename', 'images'],
])(
  'a server killed %s is followed by one that ends the import',
  async (_when, crashAt, place) => {
    await server.start({ ...LOCAL, CRASH_AT: crashAt, CRASH_PATH: join(folder, place) })
    const id = await newImage()
    // The server may die before its answer is read.
    await startImport(id, { name: 'web-download', uri: `${remote.url}/disk` }).catch(() => undefined)
    await server.ended()
    await server.start(LOCAL)
    await expectWhole(id)
  },
  90_000,
)

test.each(['before-rename', 'after-rename'])(
  'staged data survives a server that is killed %s while it stores it',
  async (crashAt) => {
    await server.start({ CRASH_AT: crashAt, CRASH_PATH: join(folder, 'images') })
    const id = await newImage()
    expect((await ask('PUT', `/v2/images/${id}/stage`, bytes, 'application/octet-stream')).status).toBe(204)
    await startImport(id, { name: 'glance-direct' }).catch(() => undefined)
    await server.ended()
    await server.start()
    await expectWhole(id)
  },
  90_000,
)

test('a server killed while it downloads is followed by one that begins anew; cancelled, it leaves nothing', async () => {
  await server.start(LOCAL)
  const id = await newImage()
  expect((await startImport(id, { name: 'web-download', uri: `${remote.url}/endless` })).status).toBe(202)
  await expect.poll(() => filesIn('import/staging'), WAIT).toHaveLength(1)
  await server.kill()
  await server.start(LOCAL)
  expect((await show(id)).status).toBe('importing')
  const { tasks } = (await (await ask('GET', `/v2/images/${id}/tasks`)).json()) as { tasks: { id: string }[] }
  expect((await ask('POST', `/v2/tasks/${tasks[0]?.id}/actions/cancel`)).status).toBe(202)
  await expect.poll(async () => (await show(id)).status, WAIT).toBe('queued')
  await expect.poll(() => filesIn('import/staging'), WAIT).toEqual([])
}, 90_000)

test('on PostgreSQL the other node takes the task of one that is killed, and ends it', async () => {
  const database = await createPostgres()
  const other = await createKillableServer(folder)
  onTestFinished(async () => {
    await Promise.all([server.kill(), other.kill()])
    await database.remove()
  })
  const env = { ...LOCAL, VITRINE_DATABASE_URL: database.url }
  await server.start(env)
  const id = await newImage()
  expect((await startImport(id, { name: 'web-download', uri: `${remote.url}/held` })).status).toBe(202)
  await expect.poll(() => remote.open.size, WAIT).toBe(1)
  await other.start(env)
  const [first] = remote.open
  await server.kill()
  server = other
  const second = () => [...remote.open].find((answer) => answer !== first)
  await expect.poll(second, WAIT).toBeDefined()
  second()?.end(bytes)
  await expectWhole(id)
}, 90_000)
