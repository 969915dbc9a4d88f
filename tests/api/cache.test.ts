import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createImageRecords } from '#lib/db/image-records.ts'
import { systemContext } from '#lib/domain/context.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const DATA = 'data that lies far away'
const STORES = 'default: far\nstores: [{ id: far, type: file, cached: true }]\n'
const PATIENCE = { timeout: 20_000, interval: 50 }

interface CacheList {
  cached_images: { image_id: string; hits: number; size: number; last_accessed: number }[]
  queued_images: string[]
}

forEachDatabase((open) => {
  let api: TestApi
  let folder: string
  let cacheDir: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-cache-'))
    cacheDir = join(folder, 'cache')
    await writeFile(join(folder, 'stores.yaml'), STORES)
    api = await openApi(open, {
      VITRINE_STORES_FILE: join(folder, 'stores.yaml'),
      VITRINE_CACHE_DIR: cacheDir,
      VITRINE_CACHE_MAX_BYTES: '100',
      VITRINE_CACHE_NODE_URL: 'http://node-1',
    })
  })
  afterAll(async () => {
    await api.close()
    await rm(folder, { recursive: true })
  })

  const asAdmin = (method: string, path: string, headers = {}) =>
    api.ask(method, path, { as: 'admin', headers })
  const statusOf = async (response: Promise<Response>) => (await response).status
  const list = async () => (await (await asAdmin('GET', '/v2/cache')).json()) as CacheList
  const entryOf = async (id: string) => (await list()).cached_images.find((entry) => entry.image_id === id)
  const get = async (id: string, headers = {}) =>
    (await asAdmin('GET', `/v2/images/${id}/file`, headers)).text()
  const cached = (id: string) =>
    vi.waitFor(async () => {
      const entry = await entryOf(id)
      if (entry === undefined) throw new Error('not cached yet')
      return entry
    }, PATIENCE)
  /** Other bytes in the store than in a copy: what is answered tells where it came from. */
  const changeStore = (id: string) =>
    writeFile(join(api.runtime.config.dataDir, 'images', id), DATA.toUpperCase())

  describe('a download of remote data', () => {
    it('leaves a copy, from which the next ones and ranges are answered', async () => {
      const { id } = await api.createActive(DATA)
      expect(await get(id)).toBe(DATA)
      await cached(id)
      await changeStore(id)
      expect(await get(id)).toBe(DATA)
      expect(await get(id, { Range: 'bytes=5-8' })).toBe('that')
      expect(await entryOf(id)).toMatchObject({ hits: 2, size: DATA.length })
    })

    it('leaves none when only a range is read', async () => {
      const { id } = await api.createActive(DATA)
      expect(await get(id, { Range: 'bytes=5-8' })).toBe('that')
      expect(await entryOf(id)).toBeUndefined()
    })

    it('leaves none when the data is not what was recorded', async () => {
      const { id } = await api.createActive(DATA)
      await changeStore(id)
      expect(await get(id)).toBe(DATA.toUpperCase())
      await vi.waitFor(async () => expect(await readdir(join(cacheDir, 'filling'))).toEqual([]), PATIENCE)
      expect(await entryOf(id)).toBeUndefined()
    })

    it('asks who may download before it gives the copy', async () => {
      const { id } = await api.createActive(DATA, { visibility: 'public' })
      await get(id)
      await cached(id)
      expect(await statusOf(api.ask('GET', `/v2/images/${id}/file`, { as: 'redReader' }))).toBe(403)
      await asAdmin('POST', `/v2/images/${id}/actions/deactivate`)
      expect(await statusOf(api.ask('GET', `/v2/images/${id}/file`))).toBe(403)
      await changeStore(id)
      expect(await get(id)).toBe(DATA.toUpperCase())
    })

    it('goes with the image', async () => {
      const { id } = await api.createActive(DATA)
      await get(id)
      await cached(id)
      expect(await statusOf(asAdmin('DELETE', `/v2/images/${id}`))).toBe(204)
      expect(await entryOf(id)).toBeUndefined()
      expect((await readdir(join(cacheDir, 'whole'))).filter((name) => name.startsWith(id))).toEqual([])
    })

    it('makes room by what was not used for the longest', async () => {
      expect(await statusOf(asAdmin('DELETE', '/v2/cache'))).toBe(204)
      const [old, used, last] = [
        await api.createActive('o'.repeat(40)),
        await api.createActive('u'.repeat(40)),
        await api.createActive('l'.repeat(40)),
      ]
      for (const { id } of [old, used]) {
        await get(id)
        await cached(id)
      }
      await get(old.id)
      const oldUseMs = Date.now()
      await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(oldUseMs), PATIENCE)
      await get(used.id)
      await get(last.id)
      await cached(last.id)
      await vi.waitFor(async () => expect(await entryOf(old.id)).toBeUndefined(), PATIENCE)
      expect(await entryOf(used.id)).toBeDefined()
    })
  })

  describe('the cache as administrators see it', () => {
    it('fetches what is put into its queue', async () => {
      const { id } = await api.createActive(DATA)
      expect(await statusOf(asAdmin('PUT', `/v2/cache/${id}`))).toBe(202)
      await cached(id)
      await vi.waitFor(async () => expect((await list()).queued_images).toEqual([]), PATIENCE)
      const nodes = await asAdmin('GET', `/v2/cache/nodes/${id}`)
      expect(await nodes.json()).toEqual({ cached_nodes: ['http://node-1'] })
    })

    it('refuses what it cannot have', async () => {
      const { id } = await api.createImage()
      expect(await statusOf(asAdmin('PUT', `/v2/cache/${id}`))).toBe(400)
      expect(await statusOf(asAdmin('PUT', `/v2/cache/${crypto.randomUUID()}`))).toBe(404)
      expect(await statusOf(asAdmin('DELETE', `/v2/cache/${crypto.randomUUID()}`))).toBe(404)
      expect(await statusOf(asAdmin('DELETE', '/v2/cache', { 'x-image-cache-clear-target': 'all' }))).toBe(
        400,
      )
    })

    it('empties what it is told to', async () => {
      const { id } = await api.createActive(DATA)
      await get(id)
      await cached(id)
      expect(await statusOf(asAdmin('DELETE', '/v2/cache', { 'x-image-cache-clear-target': 'queue' }))).toBe(
        204,
      )
      expect(await entryOf(id)).toBeDefined()
      expect(await statusOf(asAdmin('DELETE', `/v2/cache/${id}`))).toBe(204)
      expect(await entryOf(id)).toBeUndefined()
      await get(id)
      await cached(id)
      expect(await statusOf(asAdmin('DELETE', '/v2/cache', { 'x-image-cache-clear-target': 'cache' }))).toBe(
        204,
      )
      expect(await list()).toEqual({ cached_images: [], queued_images: [] })
    })

    it('keeps no copy of an image that another node has deleted', async () => {
      const [deleted, kept] = [await api.createActive('one'), await api.createActive('two')]
      for (const { id } of [deleted, kept]) await get(id)
      for (const { id } of [deleted, kept]) await cached(id)
      const rows = createImageRecords(api.runtime.database)
      const ctx = systemContext('another-node')
      await rows.remove(ctx, await rows.get(ctx, deleted.id))

      await asAdmin('DELETE', '/v2/cache', { 'x-image-cache-clear-target': 'queue' })
      expect(await entryOf(deleted.id)).toBeUndefined()
      expect((await readdir(join(cacheDir, 'whole'))).filter((name) => name.startsWith(deleted.id))).toEqual(
        [],
      )
      expect(await entryOf(kept.id)).toBeDefined()
    })

    it('cleans and prunes when it is told to', async () => {
      expect(await statusOf(asAdmin('POST', '/v2/cache/clean'))).toBe(200)
      const response = await asAdmin('POST', '/v2/cache/prune')
      expect(await response.json()).toEqual({ total_files_pruned: 0, total_bytes_pruned: 0 })
    })

    it('is for administrators', async () => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      for (const [method, path] of [
        ['GET', '/v2/cache'],
        ['DELETE', '/v2/cache'],
        ['PUT', `/v2/cache/${id}`],
        ['DELETE', `/v2/cache/${id}`],
        ['POST', '/v2/cache/clean'],
        ['POST', '/v2/cache/prune'],
        ['GET', `/v2/cache/nodes/${id}`],
      ] as const) {
        expect([path, await statusOf(api.ask(method, path))]).toEqual([path, 403])
      }
      expect(await statusOf(api.ask('DELETE', `/v2/cache/${crypto.randomUUID()}`))).toBe(404)
    })
  })

  it('the version list says that there is a cache', async () => {
    const { versions } = (await (await api.ask('GET', '/versions')).json()) as { versions: { id: string }[] }
    expect(versions[0]?.id).toBe('v2.18')
    expect(versions.map(({ id }) => id)).not.toContain('v2.8')
  })

  it('a site without a cache has none of this', async () => {
    const plain = await openApi(open)
    try {
      const { id } = await plain.createImage()
      for (const [method, path] of [
        ['GET', '/v2/cache'],
        ['PUT', `/v2/cache/${id}`],
        ['POST', '/v2/cache/prune'],
      ] as const) {
        expect((await plain.ask(method, path, { as: 'admin' })).status).toBe(404)
      }
    } finally {
      await plain.close()
    }
  })
})
