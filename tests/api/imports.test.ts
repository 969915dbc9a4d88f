import { createHash } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Persona } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import {
  type ImportWorld,
  openImportWorld,
  type RemoteFiles,
  serveRemoteFiles,
  WAIT,
} from './import-world.ts'

const DATA = 'some raw bytes that become an image'
const DIRECT = { method: { name: 'glance-direct' } }
const sha512 = createHash('sha512').update(DATA).digest('hex')

forEachDatabase((open) => {
  let world: ImportWorld
  let remote: RemoteFiles
  beforeAll(async () => {
    world = await openImportWorld(open)
    remote = await serveRemoteFiles(Buffer.from(DATA))
  })
  afterAll(async () => {
    await remote.close()
    await world.close()
  })

  const createReady = () => world.createImage({ disk_format: 'raw', container_format: 'bare' })
  const download = (path: string) => ({ method: { name: 'web-download', uri: `${remote.url}${path}` } })

  describe('staging', () => {
    it('answers 204 and leaves the image uploading, with its size', async () => {
      const image = await world.createStaged(DATA)
      expect(image).toMatchObject({ status: 'uploading', size: DATA.length, checksum: null })
    })

    it('refuses a second staging, and one of an active image, with 409', async () => {
      const { id } = await world.createStaged(DATA)
      expect((await world.stage(id, DATA)).status).toBe(409)
      expect((await world.stage((await world.createActive(DATA)).id, DATA, 'admin')).status).toBe(409)
    })

    it('refuses another content type with 415, a reader with 403, a stranger with 404; nothing changes', async () => {
      const { id } = await createReady()
      const text = { body: DATA, headers: { 'Content-Type': 'text/plain' } }
      expect((await world.ask('PUT', `/v2/images/${id}/stage`, text)).status).toBe(415)
      expect((await world.stage(id, DATA, 'redReader')).status).toBe(403)
      expect((await world.stage(id, DATA, 'stranger')).status).toBe(404)
      expect((await world.show(id)).status).toBe('queued')
    })

    it('removes the staged bytes with the image', async () => {
      const { id } = await world.createStaged(DATA)
      expect(await world.filesIn('import', 'images')).toContain(id)
      expect((await world.ask('DELETE', `/v2/images/${id}`)).status).toBe(204)
      await expect.poll(() => world.filesIn('import', 'images'), WAIT).not.toContain(id)
    })
  })

  describe('glance-direct', () => {
    it('answers 202 and makes the staged data the image, in every store that was named', async () => {
      const { id } = await world.createStaged(DATA)
      const answer = await world.startImport(id, { ...DIRECT, stores: ['b', 'a'] })
      expect([answer.status, await answer.text()]).toEqual([202, ''])
      expect(await world.ended(id)).toMatchObject({ status: 'success', result: { image_id: id } })
      const image = await world.show(id)
      expect(image).toMatchObject({ status: 'active', size: DATA.length, os_hash_value: sha512 })
      expect(image).toMatchObject({ os_glance_importing_to_stores: '', os_glance_failed_import: '' })
      expect(image).not.toHaveProperty('os_glance_import_task')
      expect(await world.filesIn('a', 'images')).toContain(id)
      expect(await world.filesIn('b', 'images')).toContain(id)
      await expect.poll(() => world.filesIn('import', 'images'), WAIT).not.toContain(id)
      expect(await (await world.ask('GET', `/v2/images/${id}/file`)).text()).toBe(DATA)
    })

    it('queues the image again when the data is not what it is said to be, and says why', async () => {
      const { id } = await world.createStaged(DATA, { disk_format: 'qcow2' })
      await world.startImport(id, DIRECT)
      const task = await world.ended(id)
      expect([task.status, task.message]).toEqual(['failure', expect.stringContaining('qcow2')])
      const image = await world.show(id)
      expect(image).toMatchObject({ status: 'queued', size: null, os_glance_failed_import: 'a' })
      expect(image).not.toHaveProperty('os_glance_import_task')
      expect(await world.filesIn('import', 'images')).not.toContain(id)
      expect(await world.filesIn('a', 'images')).not.toContain(id)
      expect((await world.stage(id, DATA)).status).toBe(204)
    })

    it('wants staged data and formats: else 409', async () => {
      expect((await world.startImport((await createReady()).id, DIRECT)).status).toBe(409)
      const { id } = await world.createImage({})
      expect((await world.stage(id, DATA)).status).toBe(204)
      expect((await world.startImport(id, DIRECT)).status).toBe(409)
    })

    it('answers the second of two imports with 409', async () => {
      const { id } = await world.createStaged(DATA)
      const answers = await Promise.all([world.startImport(id, DIRECT), world.startImport(id, DIRECT)])
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
      expect((await world.ended(id)).status).toBe('success')
    })
  })

  describe('web-download', () => {
    it('fetches the data', async () => {
      const { id } = await createReady()
      expect((await world.startImport(id, download('/disk.img'))).status).toBe(202)
      expect((await world.ended(id)).message).toBe('Copied 0 MiB')
      expect(await world.show(id)).toMatchObject({ status: 'active', os_hash_value: sha512 })
    })

    it('fails with a reason when there is nothing, and the image is queued again', async () => {
      const { id } = await createReady()
      await world.startImport(id, download('/absent'))
      expect(await world.ended(id)).toMatchObject({
        status: 'failure',
        message: expect.stringContaining('404'),
      })
      expect((await world.show(id)).status).toBe('queued')
    })

    it('refuses an address that the site does not allow with 400, before anything changes', async () => {
      const { id } = await createReady()
      for (const uri of ['file:///etc/passwd', 'http://169.254.169.254/latest', undefined]) {
        const answer = await world.startImport(id, { method: { name: 'web-download', uri } })
        expect(answer.status).toBe(400)
      }
      expect(await world.tasksOf(id)).toEqual([])
    })

    it('ends when the image is deleted, and leaves nothing', async () => {
      const { id } = await createReady()
      await world.startImport(id, download('/endless'))
      await expect.poll(() => remote.open.size, WAIT).toBe(1)
      expect((await world.ask('DELETE', `/v2/images/${id}`)).status).toBe(204)
      await expect.poll(() => remote.open.size, WAIT).toBe(0)
      await expect.poll(() => world.filesIn('import', 'staging'), WAIT).toEqual([])
    })
  })

  describe('copy-image', () => {
    const copy = (more: object) => ({ method: { name: 'copy-image' }, ...more })

    it('copies into the stores that lack the data; the image stays active', async () => {
      const { id } = await world.createActive(DATA)
      expect((await world.startImport(id, copy({ all_stores: true }), { as: 'admin' })).status).toBe(202)
      expect((await world.show(id)).status).toBe('active')
      expect((await world.ended(id)).status).toBe('success')
      expect(await world.filesIn('b', 'images')).toContain(id)
      const nothingToDo = await world.startImport(id, copy({ all_stores: true }), { as: 'admin' })
      expect([nothingToDo.status, (await world.tasksOf(id)).length]).toEqual([202, 1])
      const named = await world.startImport(id, copy({ stores: ['b'] }), { as: 'admin' })
      expect(named.status).toBe(400)
    })

    it('is for administrators, and needs an active image', async () => {
      const { id } = await world.createActive(DATA, { owner: 'project-red' })
      expect((await world.startImport(id, copy({ stores: ['b'] }))).status).toBe(403)
      const { id: queued } = await createReady()
      expect((await world.startImport(queued, copy({ stores: ['b'] }), { as: 'admin' })).status).toBe(409)
    })
  })

  describe('a store that cannot take the data', () => {
    const folder = () => join(world.folder, 'b')
    const breakStore = async () => {
      await mkdir(folder(), { recursive: true })
      await rename(folder(), `${folder()}-away`)
      await writeFile(folder(), 'where a folder should be')
    }
    const repairStore = async () => {
      await rm(folder())
      await rename(`${folder()}-away`, folder())
    }
    beforeEach(breakStore)
    afterEach(repairStore)

    it('ends the import, and no other store keeps the data', async () => {
      const { id } = await world.createStaged(DATA)
      await world.startImport(id, { ...DIRECT, stores: ['a', 'b'] })
      expect((await world.ended(id)).status).toBe('failure')
      expect(await world.show(id)).toMatchObject({ status: 'queued', os_glance_failed_import: 'a,b' })
      expect(await world.filesIn('a', 'images')).not.toContain(id)
    })

    it('is only named where all_stores_must_succeed is false: the others have the data', async () => {
      const { id } = await world.createStaged(DATA)
      await world.startImport(id, { ...DIRECT, all_stores: true, all_stores_must_succeed: false })
      const task = await world.ended(id)
      expect([task.status, task.message]).toEqual(['success', expect.stringContaining('Not stored in b')])
      expect(await world.show(id)).toMatchObject({
        ...{ status: 'active', stores: 'a', os_hash_value: sha512 },
        ...{ os_glance_importing_to_stores: '', os_glance_failed_import: 'b' },
      })
    })

    it('fails the import all the same when there is no other', async () => {
      const { id } = await world.createStaged(DATA)
      await world.startImport(id, { ...DIRECT, stores: ['b'], all_stores_must_succeed: false })
      expect((await world.ended(id)).status).toBe('failure')
      expect(await world.show(id)).toMatchObject({ status: 'queued', os_glance_failed_import: 'b' })
    })

    it('fails a copy, which leaves the image as it was; tried again when the store is well, it is there', async () => {
      const { id } = await world.createActive(DATA)
      const copy = { method: { name: 'copy-image' }, stores: ['b'] }
      expect((await world.startImport(id, copy, { as: 'admin' })).status).toBe(202)
      const task = await world.ended(id)
      expect(task.status).toBe('failure')
      expect(await world.show(id)).toMatchObject({ status: 'active', stores: 'a' })
      const retry = (as: Persona) => world.ask('POST', `/v2/tasks/${task.id}/actions/retry`, { as })
      expect((await retry('redMember')).status).toBe(404)

      await repairStore()
      expect((await retry('admin')).status).toBe(202)
      expect(await world.ended(id)).toMatchObject({ status: 'success' })
      expect(await world.show(id)).toMatchObject({ status: 'active', stores: 'a,b' })
      expect((await retry('admin')).status).toBe(400)
      await breakStore()
    })
  })

  it.each([
    ['an unknown method', 400, { method: { name: 'teleport' } }],
    ['a method that is not enabled', 400, { method: { name: 'glance-download' } }],
    ['no method', 400, {}],
    ['stores that are no list', 400, { ...DIRECT, stores: 'a' }],
    ['all_stores that is no boolean', 400, { ...DIRECT, all_stores: 'yes' }],
    ['stores and all_stores', 400, { ...DIRECT, stores: ['a'], all_stores: true }],
    ['an unknown store', 409, { ...DIRECT, stores: ['nowhere'] }],
    ['the staging area as a store', 409, { ...DIRECT, stores: ['os_glance_staging_store'] }],
  ])('answers %s with %i', async (_what, status, body) => {
    const { id } = await world.createStaged(DATA)
    expect((await world.startImport(id, body)).status).toBe(status)
    expect((await world.show(id)).status).toBe('uploading')
  })

  it('refuses other stores in the header than in the body with 400, readers with 403 and strangers with 404', async () => {
    const { id } = await world.createStaged(DATA)
    expect((await world.startImport(id, { ...DIRECT, stores: ['a'] }, { store: 'b' })).status).toBe(400)
    expect((await world.startImport(id, DIRECT, { as: 'redReader' })).status).toBe(403)
    expect((await world.startImport(id, DIRECT, { as: 'stranger' })).status).toBe(404)
    // As openstacksdk names its one store: in both places.
    expect((await world.startImport(id, { ...DIRECT, stores: ['b'] }, { store: 'b' })).status).toBe(202)
    await world.ended(id)
    expect(await world.filesIn('b', 'images')).toContain(id)
  })

  it('tells which methods there are', async () => {
    const answer = await world.ask('GET', '/v2/info/import')
    expect(await answer.json()).toMatchObject({
      'import-methods': { type: 'array', value: ['glance-direct', 'web-download', 'copy-image'] },
    })
  })
})
