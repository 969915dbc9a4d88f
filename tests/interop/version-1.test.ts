import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cell, createProject, glance, openWorld, type Persona, type Project, type World } from './clients.ts'

let world: World
let weavers: Project

beforeAll(async () => {
  world = await openWorld(async () => ({ VITRINE_API_V1: 'true' }))
  weavers = await createProject(world.admin, 'weavers')
})
afterAll(() => world?.close())

const glance1 = (persona: Persona, ...args: string[]) =>
  glance(persona, '--os-image-api-version', '1', ...args)

it('glance with version 1 creates, lists, shows, updates, downloads and deletes', async () => {
  const { member, reader } = weavers
  const source = join(world.folder, 'source.raw')
  const saved = join(world.folder, 'saved.raw')
  const bytes = randomBytes(500_000)
  await writeFile(source, bytes)

  const formats = ['--disk-format', 'raw', '--container-format', 'bare']
  const created = await glance1(
    member,
    'image-create',
    '--name',
    'wool',
    ...formats,
    '--file',
    source,
    '--property',
    'k=v',
  )
  const id = cell(created, 'id')
  expect([cell(created, 'status'), cell(created, 'size')]).toEqual(['active', '500000'])
  expect(await glance1(reader, 'image-list')).toContain(id)
  await glance1(member, 'image-update', id, '--name', 'silk', '--min-ram', '64', '--property', 'k=w')
  const shown = await glance1(reader, 'image-show', id)
  expect([cell(shown, 'name'), cell(shown, 'min_ram'), cell(shown, "Property 'k'")]).toEqual([
    'silk',
    '64',
    'w',
  ])
  await glance1(member, 'image-download', '--file', saved, id)
  expect((await readFile(saved)).equals(bytes)).toBe(true)
  await glance1(member, 'image-delete', id)
  await expect(glance1(member, 'image-show', id)).rejects.toThrow(/404|No image|not found/i)
})

it('glance with version 1 shares, and keeps what others may not do', async () => {
  const { member, reader } = weavers
  const strangers = await createProject(world.admin, 'strangers')
  const id = cell(await glance1(member, 'image-create', '--name', 'shared'), 'id')
  await glance1(member, 'member-create', id, strangers.id)
  expect(await glance1(member, 'member-list', '--image-id', id)).toContain(strangers.id)
  expect(await glance1(strangers.member, 'member-list', '--tenant-id', strangers.id)).toContain(id)
  await glance1(member, 'member-delete', id, strangers.id)
  await expect(glance1(strangers.member, 'image-show', id)).rejects.toThrow(/404|No image|not found/i)
  // The client says so, and ends well.
  expect(await glance1(reader, 'image-delete', id)).toContain('403 Forbidden')
  await expect(glance1(member, 'image-update', id, '--is-public', 'True')).rejects.toThrow(
    /403|administrator/i,
  )
})
