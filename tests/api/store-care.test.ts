import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { AuditListWire } from '#lib/contract/event-audit-wire.ts'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import type { ImageStoreWire, StoreListWire, StoreWire } from '#lib/contract/store-wire.ts'
import type { TaskWire } from '#lib/contract/task-wire.ts'
import { OCTETS, openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const DATA = 'data of an image'
const SOON = { timeout: 30_000, interval: 50 }

const STORES = `
default: fast
stores:
  - { id: fast, type: file, folder: fast, weight: 5 }
  - { id: slow, type: file, folder: slow }
  - { id: shut, type: file, folder: shut, read_only: true }
`

forEachDatabase((open) => {
  let api: TestApi
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-store-care-'))
    const file = join(folder, 'stores.yaml')
    await writeFile(file, STORES)
    api = await openApi(open, { VITRINE_STORES_FILE: file })
  })
  afterAll(async () => {
    await api.close()
    await rm(folder, { recursive: true })
  })

  const statusOf = async (response: Promise<Response>): Promise<number> => (await response).status
  const jsonOf = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T
  const admin = (method: string, path: string, body?: unknown) =>
    api.ask(method, `/v2/vitrine${path}`, { as: 'admin', ...(body === undefined ? {} : { body }) })
  const show = (id: string) => jsonOf<ImageWire>(api.ask('GET', `/v2/images/${id}`, { as: 'admin' }))
  const store = (id: string) => jsonOf<StoreWire>(admin('GET', `/stores/${id}`))
  const set = (id: string, state: string) => statusOf(admin('PATCH', `/stores/${id}`, { state }))
  const pathOf = (storeId: string, id: string) => join(api.runtime.config.dataDir, storeId, 'images', id)
  const isThere = (storeId: string, id: string) => existsSync(pathOf(storeId, id))
  const taskOf = (id: string) => jsonOf<TaskWire>(api.ask('GET', `/v2/tasks/${id}`, { as: 'admin' }))
  const download = (id: string) => api.ask('GET', `/v2/images/${id}/file`, { as: 'admin' })
  const eventsOf = async (type: string) =>
    (await jsonOf<AuditListWire>(admin('GET', `/events?type=${type}`))).events

  async function ended(taskId: string): Promise<TaskWire> {
    return vi.waitFor(async () => {
      const task = await taskOf(taskId)
      if (task.status !== 'success' && task.status !== 'failure') throw new Error(`It is ${task.status}.`)
      return task
    }, SOON)
  }

  async function upload(storeId?: string): Promise<Response> {
    const { id } = await api.createImage({ disk_format: 'raw', container_format: 'bare' })
    const choice = storeId === undefined ? {} : { 'x-image-meta-store': storeId }
    const put = await api.ask('PUT', `/v2/images/${id}/file`, {
      body: DATA,
      headers: { ...OCTETS, ...choice },
    })
    return put.status === 204 ? api.ask('GET', `/v2/images/${id}`, { as: 'admin' }) : put
  }

  async function anImageIn(storeId: string): Promise<string> {
    return ((await (await upload(storeId)).json()) as ImageWire).id
  }

  async function move(id: string, from: string, to: string): Promise<TaskWire> {
    const { task_id } = await jsonOf<{ task_id: string }>(admin('POST', `/images/${id}/move`, { from, to }))
    return ended(task_id)
  }

  /** The same image in both stores. */
  async function anImageInBoth(): Promise<string> {
    const id = await anImageIn('slow')
    const body = { method: { name: 'copy-image' }, stores: ['fast'] }
    expect(await statusOf(api.ask('POST', `/v2/images/${id}/import`, { as: 'admin', body }))).toBe(202)
    await vi.waitFor(async () => expect((await show(id)).stores).toBe('fast,slow'), SOON)
    await vi.waitFor(async () => expect(await show(id)).not.toHaveProperty('os_glance_import_task'), SOON)
    return id
  }

  describe('the stores of a site', () => {
    it('are for administrators', async () => {
      for (const as of ['redMember', 'redReader'] satisfies Persona[]) {
        expect(await statusOf(api.ask('GET', '/v2/vitrine/stores', { as }))).toBe(403)
        const body = { state: 'read_only' }
        expect(await statusOf(api.ask('PATCH', '/v2/vitrine/stores/fast', { as, body }))).toBe(403)
      }
      expect(await statusOf(admin('GET', '/stores/nowhere'))).toBe(404)
    })

    it('tell whether they answer, what room they have and what lies in them', async () => {
      const id = await anImageIn('slow')
      expect((await admin('POST', '/stores/slow/probe')).status).toBe(200)
      const { stores, node } = await jsonOf<StoreListWire>(admin('GET', '/stores'))
      expect(node).not.toBe('')
      expect(stores.map((each) => [each.id, each.default, each.closed_for_good])).toEqual([
        ['fast', true, false],
        ['slow', false, false],
        ['shut', false, true],
      ])
      const slow = stores[1] as StoreWire
      expect(slow).toMatchObject({ state: 'open', health: { state: 'up', reason: null }, drain: null })
      expect(slow.images).toBeGreaterThan(0)
      expect(slow.bytes).toBeGreaterThanOrEqual(DATA.length)
      expect(slow.health.capacity?.free).toBeLessThanOrEqual(slow.health.capacity?.total ?? 0)
      await api.ask('DELETE', `/v2/images/${id}`)
    })

    it('raise an alarm when one does not work any more, and say when it does again', async () => {
      const dataDir = api.runtime.config.dataDir
      await admin('POST', '/stores/slow/probe')
      await rename(join(dataDir, 'slow'), join(dataDir, 'slow-away'))
      // A file where the folder should be: it cannot be made again.
      await writeFile(join(dataDir, 'slow'), '')
      const down = await jsonOf<{ state: string; reason: string }>(admin('POST', '/stores/slow/probe'))
      expect(down).toMatchObject({ state: 'down', reason: expect.stringContaining('slow') })
      expect(await (await api.ask('GET', '/metrics')).text()).toContain('vitrine_store_up{store="slow"} 0')
      expect((await upload('slow')).status).toBe(503)
      await rm(join(dataDir, 'slow'))
      await rename(join(dataDir, 'slow-away'), join(dataDir, 'slow'))
      expect(await jsonOf(admin('POST', '/stores/slow/probe'))).toMatchObject({ state: 'up', reason: null })
      const [alarm] = await eventsOf('store.down')
      expect(alarm).toMatchObject({ priority: 'ERROR', payload: { id: 'slow', reason: down.reason } })
      expect((await eventsOf('store.up'))[0]).toMatchObject({ payload: { id: 'slow' } })
    })

    it('give the data of an image from another store while one of its stores is down', async () => {
      const id = await anImageInBoth()
      await rename(pathOf('fast', id), `${pathOf('fast', id)}-away`)
      expect(await (await download(id)).text()).toBe(DATA)
      await rename(pathOf('slow', id), `${pathOf('slow', id)}-away`)
      expect((await download(id)).status).toBe(503)
      await rename(`${pathOf('fast', id)}-away`, pathOf('fast', id))
      await rename(`${pathOf('slow', id)}-away`, pathOf('slow', id))
      expect(await (await download(id)).text()).toBe(DATA)
    })
  })

  describe('a store that is closed for new data', () => {
    it('takes none, says why, and gives and removes what it has', async () => {
      const id = await anImageIn('slow')
      expect(await set('slow', 'read_only')).toBe(200)
      const refused = await upload('slow')
      expect(refused.status).toBe(409)
      expect(await refused.text()).toContain('slow is read-only now')
      const body = { method: { name: 'copy-image' }, stores: ['slow'] }
      const inFast = await anImageIn('fast')
      expect(await statusOf(api.ask('POST', `/v2/images/${inFast}/import`, { as: 'admin', body }))).toBe(409)
      expect(await (await download(id)).text()).toBe(DATA)
      expect(await statusOf(api.ask('DELETE', `/v2/images/${id}`))).toBe(204)
      expect(isThere('slow', id)).toBe(false)
      expect(await set('slow', 'open')).toBe(200)
      expect((await upload('slow')).status).toBe(200)
    })

    it('sends data to the next store when it is the default, or says that there is none', async () => {
      expect(await set('fast', 'read_only')).toBe(200)
      const image = (await (await upload()).json()) as ImageWire
      expect(image.stores).toBe('slow')
      const listed = await jsonOf<{ stores: unknown[] }>(api.ask('GET', '/v2/info/stores'))
      expect(listed.stores).toContainEqual({ id: 'slow', default: 'true' })
      expect(listed.stores).toContainEqual({ id: 'fast', 'read-only': 'true' })
      expect(await set('slow', 'read_only')).toBe(200)
      const refused = await upload()
      expect(refused.status).toBe(409)
      expect(await refused.text()).toContain('no other store takes new data')
      expect((await api.ask('GET', '/healthcheck/ready')).status).toBe(200)
      expect([await set('fast', 'open'), await set('slow', 'open')]).toEqual([200, 200])
    })

    it('lets an upload end that had begun before', async () => {
      const { id } = await api.createImage({ disk_format: 'raw', container_format: 'bare' })
      const metadata = `image_id ${Buffer.from(id).toString('base64')},store ${Buffer.from('slow').toString('base64')}`
      const tus = { 'Tus-Resumable': '1.0.0' }
      const begun = await api.ask('POST', '/uploads', {
        headers: { ...tus, 'Upload-Length': String(DATA.length), 'Upload-Metadata': metadata },
      })
      expect(begun.status).toBe(201)
      expect(await set('slow', 'read_only')).toBe(200)
      const sent = await api.ask('PATCH', new URL(begun.headers.get('location') ?? '', 'http://x').pathname, {
        headers: { ...tus, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
        body: DATA,
      })
      expect(sent.status).toBe(204)
      await vi.waitFor(async () => expect((await show(id)).status).toBe('active'), SOON)
      expect(await set('slow', 'open')).toBe(200)
    })

    it('cannot be opened against the file of stores', async () => {
      expect([await set('shut', 'open'), await set('fast', 'ajar')]).toEqual([409, 400])
    })
  })

  describe('moving an image', () => {
    it('brings its data into the other store and removes it from the first', async () => {
      const id = await anImageIn('fast')
      expect(await move(id, 'fast', 'slow')).toMatchObject({ status: 'success', type: 'vitrine_move' })
      expect(await show(id)).toMatchObject({ status: 'active', stores: 'slow' })
      expect(await show(id)).not.toHaveProperty('os_glance_import_task')
      expect([isThere('fast', id), isThere('slow', id)]).toEqual([false, true])
      expect(await (await download(id)).text()).toBe(DATA)
    })

    it('moves nothing whose hash is wrong, and leaves the image as it was', async () => {
      const id = await anImageIn('fast')
      await writeFile(pathOf('fast', id), DATA.toUpperCase())
      const task = await move(id, 'fast', 'slow')
      expect(task).toMatchObject({ status: 'failure', message: expect.stringContaining('was expected') })
      expect(await show(id)).toMatchObject({ status: 'active', stores: 'fast' })
      expect(await show(id)).not.toHaveProperty('os_glance_import_task')
      expect([isThere('fast', id), isThere('slow', id)]).toEqual([true, false])
    })

    it('only removes the data where the other store has it in full', async () => {
      const id = await anImageInBoth()
      expect((await move(id, 'slow', 'fast')).result).toMatchObject({ outcome: 'dropped' })
      expect(await show(id)).toMatchObject({ stores: 'fast' })
    })

    it('keeps the data where the other store’s copy is not what it should be', async () => {
      const id = await anImageInBoth()
      await writeFile(pathOf('slow', id), 'cut')
      expect(await move(id, 'fast', 'slow')).toMatchObject({ status: 'failure' })
      expect((await show(id)).stores).toBe('fast,slow')
      expect(isThere('fast', id)).toBe(true)
    })

    it('is refused for what cannot be moved', async () => {
      const id = await anImageIn('fast')
      const order = (from: string, to: string) => statusOf(admin('POST', `/images/${id}/move`, { from, to }))
      expect(await order('slow', 'fast')).toBe(400)
      expect(await order('fast', 'fast')).toBe(400)
      expect(await order('fast', 'nowhere')).toBe(400)
      expect(await order('fast', 'shut')).toBe(409)
      const body = { from: 'fast', to: 'slow' }
      expect(await statusOf(api.ask('POST', `/v2/vitrine/images/${id}/move`, { body }))).toBe(403)
      const { id: queued } = await api.createImage()
      expect(await statusOf(admin('POST', `/images/${queued}/move`, body))).toBe(409)
    })
  })

  describe('draining a store', () => {
    it('moves everything out, drops what lies elsewhere too, and leaves the store empty and closed', async () => {
      const [one, two, both] = [await anImageIn('fast'), await anImageIn('fast'), await anImageInBoth()]
      const broken = await anImageIn('fast')
      await writeFile(pathOf('fast', broken), DATA.toUpperCase())
      const { task_id } = await jsonOf<{ task_id: string }>(admin('POST', '/stores/fast/drain', {}))
      const failed = await ended(task_id)
      // What has a wrong hash stays, and is named.
      expect(failed).toMatchObject({ status: 'failure', type: 'vitrine_drain' })
      expect(failed.message).toContain('could not be moved')
      for (const id of [one, two, both]) {
        expect(await show(id)).toMatchObject({ stores: 'slow', status: 'active' })
        expect([isThere('fast', id), isThere('slow', id)]).toEqual([false, true])
      }
      const bad = (failed.result as { failures: { image_id: string }[] }).failures
      expect(bad).toContainEqual(expect.objectContaining({ image_id: broken }))
      for (const { image_id } of bad) await api.ask('DELETE', `/v2/images/${image_id}`, { as: 'admin' })
      expect(await statusOf(admin('PATCH', '/stores/fast', { state: 'draining' }))).toBe(400)
      const again = await jsonOf<{ task_id: string }>(admin('POST', '/stores/fast/drain', { to: 'slow' }))
      expect(await ended(again.task_id)).toMatchObject({ status: 'success' })
      expect(await store('fast')).toMatchObject({
        state: 'draining',
        images: 0,
        drain: { status: 'success' },
      })
      expect(await readdir(join(api.runtime.config.dataDir, 'fast', 'images'))).toEqual([])
      expect((await upload('fast')).status).toBe(409)
      expect(await set('fast', 'open')).toBe(200)
    })

    it('is refused where nothing could take the data', async () => {
      expect(await set('slow', 'read_only')).toBe(200)
      expect(await statusOf(admin('POST', '/stores/fast/drain', {}))).toBe(409)
      expect(await store('fast')).toMatchObject({ state: 'open' })
      expect(await set('slow', 'open')).toBe(200)
      expect(await statusOf(admin('POST', '/stores/fast/drain', { to: 'fast' }))).toBe(400)
      expect(await statusOf(admin('POST', '/stores/fast/drain', { to: 'shut' }))).toBe(409)
    })
  })

  describe('data at rest', () => {
    const storesOf = async (id: string, as: Persona = 'redMember') =>
      (await jsonOf<{ stores: ImageStoreWire[] }>(api.ask('GET', `/v2/vitrine/images/${id}/stores`, { as })))
        .stores
    const verified = (id: string) =>
      vi.waitFor(async () => {
        const stores = await storesOf(id)
        if (stores.some(({ check }) => check.requested_at !== null)) throw new Error('It is still wanted.')
        return stores
      }, SOON)

    it('is read against its hash when an administrator asks, and the result stands on the image', async () => {
      const id = await anImageIn('slow')
      expect(await storesOf(id)).toEqual([
        { store: 'slow', check: expect.objectContaining({ result: null, checked_at: null }) },
      ])
      expect(await statusOf(admin('POST', `/images/${id}/verify`, {}))).toBe(202)
      const [first] = await verified(id)
      expect(first?.check).toMatchObject({ result: 'intact', message: '' })
      expect(first?.check.checked_at).toMatch(/^20/)
      expect(Object.keys(await show(id)).filter((key) => key.includes('check'))).toEqual(['checksum'])
    })

    it('raises an alarm when it is not what it was', async () => {
      const id = await anImageInBoth()
      await writeFile(pathOf('slow', id), DATA.toUpperCase())
      await rm(pathOf('fast', id))
      await admin('POST', `/images/${id}/verify`, { stores: ['fast', 'slow'] })
      const found = new Map((await verified(id)).map(({ store: name, check }) => [name, check]))
      expect(found.get('fast')).toMatchObject({
        result: 'damaged',
        message: 'There is no data in the store.',
      })
      expect(found.get('slow')).toMatchObject({
        result: 'damaged',
        message: expect.stringContaining('sha512'),
      })
      const alarms = (await eventsOf('image.damaged')).filter(({ image_id }) => image_id === id)
      expect(alarms).toHaveLength(2)
      expect(alarms[0]).toMatchObject({ priority: 'ERROR' })
      expect((await store('slow')).damaged_images).toBeGreaterThanOrEqual(1)
    })

    it('of a whole store is read when an administrator asks', async () => {
      const ids = [await anImageIn('slow'), await anImageIn('slow')]
      const { images } = await jsonOf<{ images: number }>(admin('POST', '/stores/slow/verify'))
      expect(images).toBeGreaterThanOrEqual(2)
      for (const id of ids) expect((await verified(id))[0]?.check.result).toBe('intact')
    })

    it('is only for administrators to ask for, and for whoever sees the image to look up', async () => {
      const id = await anImageIn('slow')
      const body = {}
      expect(await statusOf(api.ask('POST', `/v2/vitrine/images/${id}/verify`, { body }))).toBe(403)
      expect(await statusOf(api.ask('POST', '/v2/vitrine/stores/slow/verify'))).toBe(403)
      expect(await storesOf(id, 'redReader')).toHaveLength(1)
      const stranger = api.ask('GET', `/v2/vitrine/images/${id}/stores`, { as: 'stranger' })
      expect(await statusOf(stranger)).toBe(404)
      expect(await statusOf(admin('POST', `/images/${id}/verify`, { stores: ['fast'] }))).toBe(400)
      const { id: queued } = await api.createImage()
      expect(await statusOf(admin('POST', `/images/${queued}/verify`, {}))).toBe(409)
    })
  })
})
