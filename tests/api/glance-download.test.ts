import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '#lib/config.ts'
import { createRuntime } from '#lib/runtime.ts'
import type { Persona } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'
import { startFileServer } from '#tests/support/file-server.ts'
import { type ImportWorld, openImportWorld } from './import-world.ts'
import { openRemoteRegion, type RemoteRegion } from './remote-region.ts'

const DATA = Buffer.alloc(300_001, 'an image of another region ')
const PROTECTIONS = ['[hw_secret]', 'create = admin', 'read = admin', 'update = admin', 'delete = admin']
const OPEN = [
  '[.*]',
  ...['create', 'read', 'update', 'delete'].map((what) => `${what} = member,admin,reader`),
]

describe('glance-download', () => {
  const open = openingSqlite()
  let remote: RemoteRegion
  let world: ImportWorld
  let folder: string
  beforeAll(async () => {
    remote = await openRemoteRegion(open)
    folder = await mkdtemp(join(tmpdir(), 'vitrine-regions-'))
    await writeFile(join(folder, 'protections.ini'), [...PROTECTIONS, ...OPEN, ''].join('\n'))
    world = await openImportWorld(open, {
      ...remote.settings,
      VITRINE_ENABLED_IMPORT_METHODS: 'glance-download',
      VITRINE_PROPERTY_PROTECTION_FILE: join(folder, 'protections.ini'),
    })
  })
  afterAll(async () => {
    await world.close()
    await remote.close()
    await rm(folder, { recursive: true })
  })

  const method = (imageId: unknown, more: object = {}) => ({
    method: { name: 'glance-download', glance_region: 'RegionOne', glance_image_id: imageId, ...more },
  })
  const createReady = (attributes: object = {}) =>
    world.createImage({ disk_format: 'raw', container_format: 'bare', ...attributes })
  /** The end of the import of a remote image, and what became of ours. */
  const bring = async (remoteId: string, as: Persona = 'redMember') => {
    const { id } = await world.createImage({ disk_format: 'raw', container_format: 'bare' }, as)
    const answer = await world.startImport(id, method(remoteId), { as })
    expect([answer.status, await answer.text()]).toEqual([202, ''])
    return { task: await world.ended(id), image: await world.show(id), id }
  }

  it('brings the data, the formats and the properties that a machine needs, with our own account', async () => {
    const { id: remoteId, os_hash_value: hash } = await remote.createActive(DATA, {
      ...{
        visibility: 'public',
        name: 'theirs',
        os_type: 'linux',
        os_distro: 'debian',
        'trait:HW_X': 'required',
      },
      ...{ hw_disk_bus: 'scsi', hw_secret: 'hidden', os_version: '12', note: 'not ours' },
    })
    const { id } = await createReady({
      name: 'ours',
      disk_format: 'iso',
      hw_disk_bus: 'virtio',
      os_version: '13',
    })
    const answer = await world.startImport(id, method(remoteId, { glance_service_interface: 'internal' }))
    expect(answer.status).toBe(202)
    expect(await world.ended(id)).toMatchObject({
      status: 'success',
      input: { import_req: { method: { glance_region: 'RegionOne', glance_image_id: remoteId } } },
    })
    const image = await world.show(id)
    expect(image).toMatchObject({
      ...{ name: 'ours', status: 'active', visibility: 'shared', size: DATA.length, os_hash_value: hash },
      ...{ disk_format: 'raw', container_format: 'bare', hw_disk_bus: 'scsi', os_version: '13' },
      ...{ os_type: 'linux', os_distro: 'debian', 'trait:HW_X': 'required' },
    })
    expect(image).not.toHaveProperty('note')
    expect(image).not.toHaveProperty('hw_secret')
    expect(remote.downloads.at(-1)?.token).toMatch(/^vt-/)
  })

  it.each<[string, Readonly<Record<string, unknown>>, Persona, 'success' | 'failure']>([
    ['a community image', { visibility: 'community' }, 'stranger', 'success'],
    [
      'a private image of his project there',
      { visibility: 'private', owner: 'project-red' },
      'redMember',
      'success',
    ],
    [
      "another project's private image",
      { visibility: 'private', owner: 'project-red' },
      'stranger',
      'failure',
    ],
    ['a private image that only our account may see', { visibility: 'private' }, 'blueMember', 'failure'],
    ['an image shared with his project there', { visibility: 'shared' }, 'blueMember', 'success'],
    ['an image shared with others', { visibility: 'shared' }, 'stranger', 'failure'],
  ])('holds what our account sees against his project: %s', async (_what, attributes, as, status) => {
    const { id } = await remote.createActive(DATA, attributes)
    await remote.ask('POST', `/v2/images/${id}/members`, { as: 'admin', body: { member: 'project-blue' } })
    const brought = await bring(id, as)
    expect(brought.task.status).toBe(status)
    expect(brought.image.status).toBe(status === 'success' ? 'active' : 'queued')
  })

  it('tells alike of what is absent and of what is not his', async () => {
    const { id } = await remote.createActive(DATA, { visibility: 'private' })
    const absent = randomUUID()
    const hidden = await bring(id)
    const nothing = await bring(absent)
    expect(hidden.task.message.replace(id, 'X')).toBe(nothing.task.message.replace(absent, 'X'))
    expect(hidden.image.status).toBe('queued')
  })

  it('wants an active image there', async () => {
    const { id } = await remote.createActive(DATA, { visibility: 'public' })
    await remote.ask('POST', `/v2/images/${id}/actions/deactivate`, { as: 'admin' })
    const { task, image } = await bring(id)
    expect([task.status, task.message]).toEqual(['failure', expect.stringContaining('deactivated')])
    expect(image.status).toBe('queued')
  })

  it('goes on with a broken transfer where it broke', async () => {
    const { id, os_hash_value: hash } = await remote.createActive(DATA, { visibility: 'public' })
    remote.troubles.push('break')
    const before = remote.downloads.length
    const { task, image } = await bring(id)
    expect(task.status).toBe('success')
    expect(image).toMatchObject({ status: 'active', os_hash_value: hash })
    expect(remote.downloads.slice(before).map(({ range }) => range)).toEqual([null, 'bytes=150000-'])
  })

  it.each<[string, string, string]>([
    ['of another length', 'short', 'bytes'],
    ['of another hash', 'x'.repeat(DATA.length), 'sha512'],
  ])('refuses data %s than the image, and leaves nothing', async (_what, body, reason) => {
    const { id: remoteId } = await remote.createActive(DATA, { visibility: 'public' })
    remote.troubles.push({ status: 200, headers: { 'content-length': String(body.length) }, body })
    const { task, image, id } = await bring(remoteId)
    expect([task.status, task.message]).toEqual(['failure', expect.stringContaining(reason)])
    expect(image).toMatchObject({ status: 'queued', size: null })
    expect(await world.filesIn('import', 'images')).not.toContain(id)
    expect(await world.filesIn('a', 'images')).not.toContain(id)
  })

  it('follows a redirect of the data without the token, where the site lets it go', async () => {
    const files = await startFileServer()
    const { id } = await remote.createActive(DATA, { visibility: 'public' })
    files.files.set('/signed', { bytes: DATA })
    remote.troubles.push({ status: 307, headers: { location: `${files.url}/signed` } })
    const followed = await bring(id)
    remote.troubles.push({ status: 307, headers: { location: 'http://169.254.169.254/latest' } })
    const refused = await bring(id)
    await files.close()
    expect(followed.task.status).toBe('success')
    expect(files.requests).toEqual([{ method: 'GET', path: '/signed', range: null }])
    expect([refused.task.status, refused.image.status]).toEqual(['failure', 'queued'])
  })

  it.each<[string, unknown, object, string]>([
    ['an id that is no UUID', 'mine', {}, 'glance_image_id'],
    ['no id', undefined, {}, 'glance_image_id'],
    ['a path for an id', '../../v3/users', {}, 'glance_image_id'],
    ['no region', randomUUID(), { glance_region: undefined }, 'glance_region'],
    ['an unknown region', randomUUID(), { glance_region: 'Atlantis' }, 'glance_region'],
    [
      'an unknown interface',
      randomUUID(),
      { glance_service_interface: 'secret' },
      'glance_service_interface',
    ],
  ])('answers %s with 400, before anything changes', async (_what, imageId, more, field) => {
    const { id } = await createReady()
    const answer = await world.startImport(id, method(imageId, more))
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ field })])
    expect([(await world.show(id)).status, await world.tasksOf(id)]).toEqual(['queued', []])
  })

  it('needs an image without data', async () => {
    const { id } = await world.createActive(DATA)
    const answer = await world.startImport(id, method(randomUUID()), { as: 'admin' })
    expect(answer.status).toBe(409)
  })

  it('needs an account to ask with: without one the service does not start', async () => {
    const config = loadConfig({
      VITRINE_ENABLED_IMPORT_METHODS: 'glance-download',
      VITRINE_LOG_LEVEL: 'silent',
    })
    await expect(createRuntime(config, await open())).rejects.toThrow(/VITRINE_REMOTE_IMAGES_AUTH_URL/)
  })
})
