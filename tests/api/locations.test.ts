import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { PATCH_MEDIA_TYPES } from '#lib/contract/image-patch.ts'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import type { TaskWire } from '#lib/contract/task-wire.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const DATA = 'data on a web server'
const STORES = 'default: file\nstores: [{ id: file, type: file }, { id: web, type: http }]\n'

forEachDatabase((open) => {
  let api: TestApi
  let server: Server
  const held = new Map<string, () => void>()
  let folder: string
  let web: string
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url?.startsWith('/image') !== true) return response.writeHead(404).end()
      response.writeHead(200, { 'Content-Length': DATA.length })
      if (request.method === 'HEAD') return response.end()
      if (!request.url.startsWith('/image-held')) return response.end(DATA)
      // Its head, and the rest when a test says so.
      response.flushHeaders()
      held.set(request.url, () => response.end(DATA))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    web = `http://127.0.0.1:${port}`
    folder = await mkdtemp(join(tmpdir(), 'vitrine-locations-'))
    const file = join(folder, 'stores.yaml')
    await writeFile(file, STORES)
    api = await openApi(open, {
      VITRINE_STORES_FILE: file,
      VITRINE_SHOW_MULTIPLE_LOCATIONS: 'true',
      VITRINE_SHOW_DIRECT_URL: 'true',
      VITRINE_URL_ALLOWED_NETWORKS: '127.0.0.0/8',
      VITRINE_URL_ALLOWED_PORTS: String(port),
    })
  })
  afterAll(async () => {
    await api.close()
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true })
  })

  const patch = (id: string, steps: readonly unknown[], as: Persona = 'redMember') =>
    api.ask('PATCH', `/v2/images/${id}`, {
      as,
      body: steps,
      headers: { 'Content-Type': PATCH_MEDIA_TYPES.v21 },
    })
  const add = (url: string, more = {}) => ({
    ...{ op: 'add', path: '/locations/-' },
    value: { url, metadata: {}, ...more },
  })
  const aQueued = () => api.createImage({ disk_format: 'raw', container_format: 'bare' })
  const json = async (response: Promise<Response>): Promise<ImageWire> =>
    (await (await response).json()) as ImageWire

  describe('locations by PATCH', () => {
    it('make a queued image active, with the data of a web server', async () => {
      const { id } = await aQueued()
      const image = await json(patch(id, [add(`${web}/image`)]))
      expect(image).toMatchObject({ status: 'active', size: DATA.length, stores: 'web' })
      expect(image.direct_url).toBe(`${web}/image`)
      expect(image.locations).toEqual([{ url: `${web}/image`, metadata: { store: 'web' } }])
      expect(await (await api.ask('GET', `/v2/images/${id}/file`)).text()).toBe(DATA)
    })

    it('are taken out by administrators only', async () => {
      const { id } = await aQueued()
      expect((await patch(id, [add(`${web}/image1`)])).status).toBe(200)
      expect((await patch(id, [add(`${web}/image2`)])).status).toBe(200)
      const removal = [{ op: 'remove', path: '/locations/0' }]
      expect((await patch(id, removal)).status).toBe(403)
      expect(await json(patch(id, removal, 'admin'))).toMatchObject({ direct_url: `${web}/image2` })
      expect((await patch(id, removal, 'admin')).status).toBe(403)
    })

    it.each([
      ['nothing is there', () => add(`${web}/nothing`), 400],
      ['it is a file of the server', () => add('file:///etc/passwd'), 400],
      ['it is in no store', () => add('rbd://pool/image'), 400],
      [
        'its hash is of another kind',
        () => add(`${web}/image`, { validation_data: { os_hash_algo: 'md5' } }),
        409,
      ],
      ['it is no location', () => ({ op: 'add', path: '/locations/-', value: 'x' }), 400],
      ['its place is none', () => ({ ...add(`${web}/image`), path: '/locations/x' }), 400],
      ['none would be left', () => ({ op: 'replace', path: '/locations', value: [] }), 403],
    ])('are refused when %s', async (_why, step, status) => {
      const { id } = await aQueued()
      expect((await patch(id, [step()])).status).toBe(status)
      expect(await json(api.ask('GET', `/v2/images/${id}`))).toMatchObject({
        status: 'queued',
        locations: [],
      })
    })

    it('never name the data of another image', async () => {
      const victim = await api.createActive(DATA)
      const thief = await json(patch((await aQueued()).id, [add(`${web}/image`)]))
      const url = `file://${join(api.runtime.config.dataDir, 'images', victim.id)}`
      expect((await patch(thief.id, [add(url)])).status).toBe(400)
      expect((await api.ask('GET', `/v2/images/${victim.id}/file`, { as: 'admin' })).status).toBe(200)
    })
  })

  describe('POST …/locations', () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    const post = async (id: string, body: unknown, as: Persona = 'redMember') =>
      (await api.ask('POST', `/v2/images/${id}/locations`, { as, body })).status
    const shown = (id: string) => json(api.ask('GET', `/v2/images/${id}`))
    const PATIENCE = { timeout: 30_000, interval: 100 }
    const said = (text: string) => ({
      url: `${web}/image`,
      validation_data: { os_hash_algo: 'sha256', os_hash_value: sha256(text) },
    })

    it('makes an image active at once, and learns its hashes then', async () => {
      const { id } = await aQueued()
      expect(await post(id, { url: `${web}/image` })).toBe(202)
      expect(await shown(id)).toMatchObject({ status: 'active', size: DATA.length })
      const sha512 = createHash('sha512').update(DATA).digest('hex')
      await vi.waitFor(async () => {
        expect(await shown(id)).toMatchObject({ os_hash_algo: 'sha512', os_hash_value: sha512 })
      }, PATIENCE)
      const { tasks } = (await (await api.ask('GET', `/v2/images/${id}/tasks`)).json()) as {
        tasks: { type: string }[]
      }
      expect(tasks.map(({ type }) => type)).toEqual(['location_import'])
    })

    it('holds the data against the hash that the client knows', async () => {
      const { id } = await aQueued()
      expect(await post(id, said(DATA))).toBe(202)
      await vi.waitFor(async () => expect(await shown(id)).toMatchObject({ status: 'active' }), PATIENCE)
    })

    it('queues the image again when the hash is another one', async () => {
      const { id } = await aQueued()
      expect(await post(id, said('other data'))).toBe(202)
      await vi.waitFor(async () => {
        expect(await shown(id)).toMatchObject({ status: 'queued', size: null, locations: [] })
      }, PATIENCE)
    })

    const tasksOf = async (id: string, as: Persona) =>
      ((await (await api.ask('GET', `/v2/images/${id}/tasks`, { as })).json()) as { tasks: TaskWire[] }).tasks

    it('tells strangers that there was a task, and not where the data lies', async () => {
      const { id } = await api.createImage(
        { disk_format: 'raw', container_format: 'bare', visibility: 'public' },
        'admin',
      )
      expect(await post(id, { url: `${web}/image?signature=secret` }, 'admin')).toBe(202)
      expect(await tasksOf(id, 'admin')).toMatchObject([
        { input: { loc_url: `${web}/image?signature=secret` } },
      ])
      expect(await tasksOf(id, 'stranger')).toMatchObject([{ type: 'location_import', input: null }])
    })

    it('records the events of its task; another try is to name the location again', async () => {
      const { id } = await aQueued()
      await post(id, said('other data'))
      await vi.waitFor(async () => {
        expect(await tasksOf(id, 'redMember')).toMatchObject([{ status: 'failure' }])
      }, PATIENCE)
      const answer = await api.ask('GET', `/v2/vitrine/events?image_id=${id}&type=task`, { as: 'admin' })
      const { events } = (await answer.json()) as { events: { type: string }[] }
      expect(events.map(({ type }) => type)).toEqual([
        ...['task.failure', 'task.processing', 'task.run', 'task.create'],
      ])
      const [task] = await tasksOf(id, 'redMember')
      expect((await api.ask('POST', `/v2/tasks/${task?.id}/actions/retry`)).status).toBe(409)
    })

    const copy = async (id: string) => {
      const body = { method: { name: 'copy-image' }, stores: ['file'] }
      return (await api.ask('POST', `/v2/images/${id}/import`, { as: 'admin', body })).status
    }

    it('locks the image until it knows the hashes', async () => {
      const { id } = await aQueued()
      expect(await post(id, { url: `${web}/image-held` })).toBe(202)
      const [task] = await tasksOf(id, 'redMember')
      expect(await shown(id)).toMatchObject({ status: 'active', os_glance_import_task: task?.id })
      expect(await copy(id)).toBe(409)
      await vi.waitFor(() => expect([...held.keys()]).toContain('/image-held'), PATIENCE)
      held.get('/image-held')?.()
      await vi.waitFor(async () => {
        expect(await tasksOf(id, 'redMember')).toMatchObject([{ status: 'success' }])
      }, PATIENCE)
      expect(await shown(id)).not.toHaveProperty('os_glance_import_task')
      expect(await copy(id)).toBe(202)
    })

    it('ends when the image is deleted', async () => {
      const { id } = await aQueued()
      expect(await post(id, { ...said(DATA), url: `${web}/image-held-again` })).toBe(202)
      const [task] = await tasksOf(id, 'redMember')
      await vi.waitFor(() => expect([...held.keys()]).toContain('/image-held-again'), PATIENCE)
      expect((await api.ask('DELETE', `/v2/images/${id}`)).status).toBe(204)
      await vi.waitFor(async () => {
        const answer = await api.ask('GET', `/v2/tasks/${task?.id}`, { as: 'admin' })
        expect(await answer.json()).toMatchObject({ status: 'failure' })
      }, PATIENCE)
    })

    it('is refused where it cannot be done', async () => {
      const { id } = await aQueued()
      expect(await post(id, { url: 'rbd://pool/image' })).toBe(403)
      expect(await post(id, { url: 'rbd://pool/image' }, 'admin')).toBe(400)
      expect(await post(id, { url: `${web}/nothing` })).toBe(400)
      expect(await post(id, { url: `${web}/image`, validation_data: { os_hash_algo: 'md5' } })).toBe(400)
      expect(await post(id, { url: 'file:///etc/passwd' }, 'admin')).toBe(400)
      expect(await post(id, { url: `${web}/image` }, 'redReader')).toBe(403)
      expect(await post(id, { url: `${web}/image` }, 'stranger')).toBe(404)
      expect(await post((await api.createActive(DATA)).id, { url: `${web}/image` }, 'admin')).toBe(409)
      expect(await shown(id)).toMatchObject({ status: 'queued' })
    })
  })

  it('GET …/locations is for services and administrators', async () => {
    const { id } = await aQueued()
    await patch(id, [add(`${web}/image`)])
    expect((await api.ask('GET', `/v2/images/${id}/locations`)).status).toBe(403)
    const response = await api.ask('GET', `/v2/images/${id}/locations`, { as: 'admin' })
    expect(await response.json()).toEqual([{ url: `${web}/image`, metadata: { store: 'web' } }])
  })

  it('count in the quota of the project, however they come', async () => {
    const small = await openApi(open, {
      VITRINE_STORES_FILE: join(folder, 'stores.yaml'),
      VITRINE_URL_ALLOWED_NETWORKS: '127.0.0.0/8',
      VITRINE_URL_ALLOWED_PORTS: new URL(web).port,
      VITRINE_USER_STORAGE_QUOTA_BYTES: String(DATA.length - 1),
    })
    try {
      const { id } = await small.createImage({ disk_format: 'raw', container_format: 'bare' })
      const body = { url: `${web}/image` }
      expect((await small.ask('POST', `/v2/images/${id}/locations`, { body })).status).toBe(413)
      expect(await (await small.ask('GET', `/v2/images/${id}`)).json()).toMatchObject({ status: 'queued' })
    } finally {
      await small.close()
    }
  })

  it('a site that does not show locations takes none', async () => {
    const closed = await openApi(open)
    try {
      const { id } = await closed.createImage()
      const headers = { 'Content-Type': PATCH_MEDIA_TYPES.v21 }
      const response = await closed.ask('PATCH', `/v2/images/${id}`, { body: [add(`${web}/image`)], headers })
      expect(response.status).toBe(403)
    } finally {
      await closed.close()
    }
  })
})
