import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cell, createProject, glance, openWorld, type Persona, type Project, type World } from './clients.ts'

// A site with two stores, imports and a cache, as an operator of a Glance would set it up.
const DATA = 'the bytes of a small disk'
const FORMATS = ['--disk-format', 'raw', '--container-format', 'bare']

let world: World
let weavers: Project
let strangers: Project
let source: string
let remote: Server
let uri: string

beforeAll(async () => {
  world = await openWorld(async (folder) => {
    const stores = ['near', 'far'].map((id) => `  - { id: ${id}, type: file, folder: ${join(folder, id)} }`)
    await writeFile(join(folder, 'stores.yaml'), `default: near\nstores:\n${stores.join('\n')}\n`)
    return {
      VITRINE_STORES_FILE: join(folder, 'stores.yaml'),
      VITRINE_CACHE_DIR: join(folder, 'cache'),
      VITRINE_URL_ALLOWED_NETWORKS: '127.0.0.0/8',
      VITRINE_URL_ALLOWED_PORTS: '*',
    }
  })
  source = join(world.folder, 'source.raw')
  await writeFile(source, DATA)
  remote = createServer((_, response) => response.setHeader('Content-Length', DATA.length).end(DATA))
  await new Promise<void>((listening) => remote.listen(0, '127.0.0.1', listening))
  uri = `http://127.0.0.1:${(remote.address() as AddressInfo).port}/disk.raw`
  weavers = await createProject(world.admin, 'weavers')
  strangers = await createProject(world.admin, 'strangers')
})
afterAll(async () => {
  remote?.close()
  await world?.close()
})

const create = async (...more: string[]) =>
  cell(await glance(weavers.member, 'image-create', '--name', 'wool', ...FORMATS, ...more), 'id')
const field = async (id: string, name: string, persona: Persona = weavers.member) =>
  cell(await glance(persona, 'image-show', id), name)
const becomes = (id: string, status: string) =>
  expect.poll(() => field(id, 'status'), { timeout: 120_000, interval: 200 }).toBe(status)

describe('glance, importing', () => {
  it('learns what the site can do', async () => {
    expect(await glance(weavers.reader, 'import-info')).toContain('web-download')
    expect(await glance(weavers.reader, 'stores-info')).toMatch(/near[\s\S]*far/)
    expect(await glance(world.admin, 'stores-info', '--detail')).toContain('file')
    await glance(weavers.reader, 'usage')
  })

  it('stages, imports into the store that it names, and shows the tasks', async () => {
    const id = await create()
    await glance(weavers.member, 'image-stage', '--file', source, id)
    expect(await field(id, 'status')).toBe('uploading')
    await glance(weavers.member, 'image-import', id, '--import-method', 'glance-direct', '--stores', 'far')
    await becomes(id, 'active')
    expect(await field(id, 'stores')).toBe('far')
    expect(await glance(weavers.member, 'image-tasks', id)).toContain('success')
  })

  it('creates and imports in one go, from a file and from an address', async () => {
    const args = ['image-create-via-import', '--name', 'at once', ...FORMATS]
    const fromFile = cell(
      await glance(weavers.member, ...args, '--import-method', 'glance-direct', '--file', source),
      'id',
    )
    const fromWeb = cell(
      await glance(weavers.member, ...args, '--import-method', 'web-download', '--uri', uri),
      'id',
    )
    await becomes(fromFile, 'active')
    await becomes(fromWeb, 'active')
    expect(await field(fromWeb, 'size')).toBe(String(DATA.length))
  })

  it('copies to the other store as an administrator, and deletes from one', async () => {
    const id = await create('--file', source, '--store', 'near')
    const copy = ['image-import', id, '--import-method', 'copy-image', '--stores', 'far']
    await expect(glance(weavers.member, ...copy)).rejects.toThrow(/403/)
    await glance(world.admin, ...copy)
    await expect.poll(() => field(id, 'stores'), { timeout: 120_000, interval: 200 }).toBe('near,far')
    // The task ends after its last copy, and holds the image until then.
    await expect
      .poll(() => glance(world.admin, 'image-tasks', id), { timeout: 120_000, interval: 200 })
      .toContain('success')
    await glance(world.admin, 'stores-delete', '--store', 'near', id)
    expect(await field(id, 'stores')).toBe('far')
  })

  it('is refused to readers and strangers', async () => {
    const id = await create()
    const stage = ['image-stage', '--file', source, id]
    await expect(glance(weavers.reader, ...stage)).rejects.toThrow(/403/)
    await expect(glance(strangers.member, ...stage)).rejects.toThrow(/404|No image|not found/i)
    await expect(glance(weavers.member, 'stores-info', '--detail')).rejects.toThrow(/403/)
  })
})

describe('glance, looking at tasks and the cache', () => {
  it('makes a task of the old kind, lists and shows it, as an administrator', async () => {
    const properties = { name: 'by task', disk_format: 'raw', container_format: 'bare' }
    const input = JSON.stringify({
      import_from: uri,
      import_from_format: 'raw',
      image_properties: properties,
    })
    const created = await glance(world.admin, 'task-create', '--type', 'import', '--input', input)
    const id = cell(created, 'id')
    const status = async () => cell(await glance(world.admin, 'task-show', id), 'status')
    await expect.poll(status, { timeout: 120_000, interval: 200 }).toBe('success')
    expect(await glance(world.admin, 'task-list')).toContain(id)
    await expect(glance(weavers.member, 'task-list')).rejects.toThrow(/403/)
  })

  it('queues an image, lists what is cached, and clears it, as an administrator', async () => {
    const id = await create('--file', source)
    await glance(world.admin, 'cache-queue', id)
    const list = () => glance(world.admin, 'cache-list')
    await expect.poll(list, { timeout: 120_000, interval: 200 }).toContain(id)
    await glance(world.admin, 'cache-delete', id)
    await glance(world.admin, 'cache-clear')
    expect(await list()).not.toContain(id)
    await expect(glance(weavers.member, 'cache-list')).rejects.toThrow(/403/)
  })
})
