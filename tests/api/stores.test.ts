import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { systemContext } from '#lib/domain/context.ts'
import { OCTETS, openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const DATA = 'data of an image'

const STORES = `
default: fast
stores:
  - { id: fast, type: file, folder: fast, description: Solid state, weight: 5 }
  - { id: slow, type: file, folder: slow }
  - { id: shut, type: file, folder: shut, read_only: true }
`

forEachDatabase((open) => {
  let api: TestApi
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-stores-'))
    const file = join(folder, 'stores.yaml')
    await writeFile(file, STORES)
    api = await openApi(open, { VITRINE_STORES_FILE: file, VITRINE_SHOW_MULTIPLE_LOCATIONS: 'true' })
  })
  afterAll(async () => {
    await api.close()
    await rm(folder, { recursive: true })
  })

  const statusOf = async (response: Promise<Response>): Promise<number> => (await response).status
  const show = async (id: string): Promise<ImageWire> =>
    (await (await api.ask('GET', `/v2/images/${id}`, { as: 'admin' })).json()) as ImageWire
  const remove = (storeId: string, id: string, as: Persona = 'admin') =>
    statusOf(api.ask('DELETE', `/v2/stores/${storeId}/${id}`, { as }))

  /** An active image in this store. */
  async function anImageIn(storeId: string): Promise<ImageWire> {
    const { id } = await api.createImage({ disk_format: 'raw', container_format: 'bare' })
    const headers = { ...OCTETS, 'x-image-meta-store': storeId }
    expect(await statusOf(api.ask('PUT', `/v2/images/${id}/file`, { body: DATA, headers }))).toBe(204)
    return show(id)
  }

  const pathOf = (storeId: string, id: string): string =>
    join(api.runtime.config.dataDir, storeId, 'images', id)

  /** The same image in both stores, as copies of it would be. */
  async function anImageInBoth(): Promise<string> {
    const { id } = await anImageIn('slow')
    await anImageIn('fast')
    const ctx = systemContext('test')
    const before = await api.runtime.images.get(ctx, id)
    await writeFile(pathOf('fast', id), DATA)
    const url = `file://${pathOf('fast', id)}`
    const locations = [...before.locations, { url, storeId: 'fast', metadata: {} }]
    await api.runtime.images.save(ctx, { before, after: { ...before, locations } })
    return id
  }

  describe('a site with several stores', () => {
    it('tells which there are', async () => {
      const response = await api.ask('GET', '/v2/info/stores', { as: 'stranger' })
      expect(await response.json()).toEqual({
        stores: [
          { id: 'fast', description: 'Solid state', default: 'true' },
          { id: 'slow' },
          { id: 'shut', 'read-only': 'true' },
        ],
      })
    })

    it('tells administrators how they are set up', async () => {
      expect(await statusOf(api.ask('GET', '/v2/info/stores/detail'))).toBe(403)
      const response = await api.ask('GET', '/v2/info/stores/detail', { as: 'admin' })
      const { stores } = (await response.json()) as { stores: unknown[] }
      expect(stores[0]).toEqual({
        ...{ id: 'fast', description: 'Solid state', default: 'true', type: 'file', weight: 5 },
        properties: { data_dir: join(api.runtime.config.dataDir, 'fast'), thin_provisioning: false },
      })
    })

    it('names those that take data when an image is created', async () => {
      const response = await api.ask('POST', '/v2/images', { body: {} })
      expect(response.headers.get('openstack-image-store-ids')).toBe('fast,slow')
    })

    it('puts data where the client says, and says where it is', async () => {
      const image = await anImageIn('slow')
      expect(image.stores).toBe('slow')
      expect(image.locations).toEqual([
        { url: `file://${pathOf('slow', image.id)}`, metadata: { store: 'slow' } },
      ])
      expect((await stat(pathOf('slow', image.id))).size).toBe(DATA.length)
    })

    it.each([
      ['nowhere', 400],
      ['shut', 409],
    ])('refuses data for the store %s and leaves the image queued', async (storeId, status) => {
      const { id } = await api.createImage({ disk_format: 'raw', container_format: 'bare' })
      const headers = { ...OCTETS, 'x-image-meta-store': storeId }
      expect(await statusOf(api.ask('PUT', `/v2/images/${id}/file`, { body: DATA, headers }))).toBe(status)
      expect(await show(id)).toMatchObject({ status: 'queued' })
    })

    it('reads the store of the highest weight first, unless another one is preferred', async () => {
      const id = await anImageInBoth()
      expect((await show(id)).stores).toBe('fast,slow')
      await writeFile(pathOf('fast', id), 'FAST of an image')
      const get = async (query: string) => (await api.ask('GET', `/v2/images/${id}/file${query}`)).text()
      expect(await get('')).toBe('FAST of an image')
      expect(await get('?prefer=slow,fast')).toBe(DATA)
      await rm(pathOf('fast', id))
      expect(await get('?prefer=fast')).toBe(DATA)
    })

    it('refuses to prefer a store that is none', async () => {
      const { id } = await anImageIn('slow')
      expect(await statusOf(api.ask('GET', `/v2/images/${id}/file?prefer=slow,nowhere`))).toBe(400)
    })
  })

  describe('DELETE /v2/stores/{store}/{image}', () => {
    it('takes the data out of one store and keeps the image', async () => {
      const id = await anImageInBoth()
      expect(await remove('fast', id)).toBe(204)
      expect(await show(id)).toMatchObject({ status: 'active', stores: 'slow' })
      await expect(stat(pathOf('fast', id))).rejects.toThrow('ENOENT')
      expect(await (await api.ask('GET', `/v2/images/${id}/file`)).text()).toBe(DATA)
    })

    it('answers as Glance does when it cannot be done', async () => {
      const { id } = await anImageIn('slow')
      const { id: queued } = await api.createImage()
      expect(await remove('nowhere', id)).toBe(409)
      expect(await remove('fast', id)).toBe(404)
      expect(await remove('slow', id)).toBe(403)
      expect(await remove('slow', queued)).toBe(409)
      expect(await remove('slow', crypto.randomUUID())).toBe(404)
      expect(await remove('slow', id, 'redMember')).toBe(403)
      expect(await remove('slow', id, 'stranger')).toBe(404)
      expect(await show(id)).toMatchObject({ status: 'active', stores: 'slow' })
    })
  })

  it('a site with one store does not speak of stores', async () => {
    const single = await openApi(open)
    try {
      const { id } = await single.createImage()
      expect(await statusOf(single.ask('GET', '/v2/info/stores'))).toBe(404)
      expect(await statusOf(single.ask('GET', '/v2/info/stores/detail', { as: 'admin' }))).toBe(404)
      expect(await statusOf(single.ask('DELETE', `/v2/stores/file/${id}`, { as: 'admin' }))).toBe(404)
      const created = await single.ask('POST', '/v2/images', { body: {} })
      expect(created.headers.get('openstack-image-store-ids')).toBeNull()
      expect(await created.json()).not.toHaveProperty('stores')
    } finally {
      await single.close()
    }
  })
})
