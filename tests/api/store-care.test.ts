import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import type { ImageStoreWire, StoreListWire, StoreWire } from '#lib/contract/store-wire.ts'
import type { Persona } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { careWorld, DATA, SOON } from './care-world.ts'

forEachDatabase((open) => {
  const {
    api,
    statusOf,
    jsonOf,
    admin,
    show,
    store,
    set,
    pathOf,
    isThere,
    download,
    eventsOf,
    upload,
    beginUpload,
    anImageIn,
    anImageInBoth,
    start,
    close,
  } = careWorld(open)
  beforeAll(start)
  afterAll(close)

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
      const send = await beginUpload(id, 'slow')
      expect(await set('slow', 'read_only')).toBe(200)
      await send()
      await vi.waitFor(async () => expect((await show(id)).status).toBe('active'), SOON)
      expect(await set('slow', 'open')).toBe(200)
    })

    it('cannot be opened against the file of stores', async () => {
      expect([await set('shut', 'open'), await set('fast', 'ajar')]).toEqual([409, 400])
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
