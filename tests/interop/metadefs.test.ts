import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ClientError,
  createProject,
  openstack,
  openWorld,
  type Persona,
  type Project,
  glance as runGlance,
  type World,
} from './clients.ts'

const IMAGE = 'OS::Glance::Image'

let world: World
let admin: Persona
let painters: Project

beforeAll(async () => {
  world = await openWorld()
  admin = world.admin
  painters = await createProject(admin, 'painters')
})

afterAll(() => world?.close())

const used = new Set<string>()
/** Remembers what was used, to compare it with what there is. */
function glance(persona: Persona, command: string, ...args: string[]): Promise<string> {
  used.add(command)
  return runGlance(persona, command, ...args)
}

/** The cells of one of the client's tables, without its header. */
async function table(persona: Persona, ...args: [string, ...string[]]): Promise<string[][]> {
  const lines = (await glance(persona, ...args)).split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(1).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}
const firstColumn = async (persona: Persona, ...args: [string, ...string[]]) =>
  (await table(persona, ...args)).map(([cell]) => cell)
/** A table of names and values as an object. */
const shown = async (persona: Persona, ...args: [string, ...string[]]): Promise<Record<string, string>> =>
  Object.fromEntries(await table(persona, ...args))

describe('the shipped definitions', () => {
  it('are there from the first start, for every reader', async () => {
    const names = await firstColumn(painters.reader, 'md-namespace-list', '--page-size', '7')
    expect(names).toEqual(expect.arrayContaining(['OS::Compute::Watchdog', 'OS::OperatingSystem']))
    expect(new Set(names).size).toBe(names.length)
    const ofImages = await firstColumn(painters.reader, 'md-namespace-list', '--resource-types', IMAGE)
    expect(ofImages).toContain('OS::Compute::Watchdog')
  })

  it('are shown with the prefix of images', async () => {
    const args = ['md-namespace-show', 'OS::Compute::Watchdog', '--resource-type', IMAGE] as const
    expect((await shown(painters.reader, ...args)).properties).toContain('hw_watchdog_action')
  })

  it('are deleted by nobody, and written by no member', async () => {
    await expect(glance(admin, 'md-namespace-delete', 'OS::OperatingSystem')).rejects.toThrow(/403/)
    await expect(glance(painters.member, 'md-namespace-create', 'Painters::Own')).rejects.toThrow(/403/)
  })
})

describe('glance md-…, as an administrator', () => {
  const NS = 'Site::Frames'
  beforeAll(async () => {
    await glance(admin, 'md-namespace-create', NS, '--visibility', 'public', '--display-name', 'Frames')
  })

  it('updates a namespace and keeps what is not named', async () => {
    await glance(admin, 'md-namespace-update', NS, '--description', 'Of wood', '--protected', 'True')
    expect(await shown(admin, 'md-namespace-show', NS)).toMatchObject({
      ...{
        namespace: NS,
        display_name: 'Frames',
        description: 'Of wood',
        visibility: 'public',
        protected: 'True',
      },
    })
    await glance(admin, 'md-namespace-update', NS, '--protected', 'False')
  })

  it('creates, shows, updates, lists and deletes properties', async () => {
    const schema = JSON.stringify({ type: 'integer', minimum: 1, operators: ['<or>'] })
    await glance(admin, 'md-property-create', NS, '--name', 'width', '--title', 'Width', '--schema', schema)
    await glance(admin, 'md-property-update', NS, 'width', '--name', 'breadth', '--title', 'Breadth')
    expect(await shown(admin, 'md-property-show', NS, 'breadth')).toMatchObject({
      title: 'Breadth',
      minimum: '1',
    })
    expect(await table(painters.reader, 'md-property-list', NS)).toEqual([['breadth', 'Breadth', 'integer']])
    await glance(admin, 'md-property-delete', NS, 'breadth')
    await glance(
      admin,
      'md-property-create',
      NS,
      '--name',
      'other',
      '--title',
      'O',
      '--schema',
      '{"type":"string"}',
    )
    await glance(admin, 'md-namespace-properties-delete', NS)
    expect(await table(admin, 'md-property-list', NS)).toEqual([])
  })

  it('creates, shows, updates, lists and deletes objects', async () => {
    const schema = JSON.stringify({
      ...{ description: 'At the back', required: ['length'] },
      properties: { length: { title: 'Length', type: 'number' } },
    })
    await glance(admin, 'md-object-create', NS, '--name', 'Nail', '--schema', schema)
    await glance(admin, 'md-object-update', NS, 'Nail', '--name', 'Hook')
    expect(await shown(admin, 'md-object-show', NS, 'Hook')).toMatchObject({ description: 'At the back' })
    expect(await shown(admin, 'md-object-property-show', NS, 'Hook', 'length')).toMatchObject({
      title: 'Length',
    })
    expect(await firstColumn(painters.reader, 'md-object-list', NS)).toEqual(['Hook'])
    await glance(admin, 'md-object-delete', NS, 'Hook')
    await glance(admin, 'md-object-create', NS, '--name', 'String', '--schema', '{}')
    await glance(admin, 'md-namespace-objects-delete', NS)
    expect(await table(admin, 'md-object-list', NS)).toEqual([])
  })

  it('creates, replaces, renames, lists and deletes tags', async () => {
    await glance(admin, 'md-tag-create', NS, '--name', 'old')
    await glance(admin, 'md-tag-create-multiple', NS, '--names', 'gold,silver')
    // Not --append: the client fails at its own header before it sends anything.
    await glance(admin, 'md-tag-create', NS, '--name', 'bronze')
    await glance(admin, 'md-tag-update', NS, 'gold', '--name', 'gilded')
    expect(await shown(admin, 'md-tag-show', NS, 'gilded')).toMatchObject({ name: 'gilded' })
    expect((await firstColumn(painters.reader, 'md-tag-list', NS)).sort()).toEqual([
      'bronze',
      'gilded',
      'silver',
    ])
    await glance(admin, 'md-tag-delete', NS, 'silver')
    await glance(admin, 'md-namespace-tags-delete', NS)
    expect(await table(admin, 'md-tag-list', NS)).toEqual([])
  })

  it('associates resource types and takes them away', async () => {
    await glance(admin, 'md-resource-type-associate', NS, '--name', 'Site::Wall', '--prefix', 'wall_')
    expect(await table(admin, 'md-namespace-resource-type-list', NS)).toEqual([['Site::Wall', 'wall_', '']])
    expect(await firstColumn(admin, 'md-resource-type-list')).toEqual(
      expect.arrayContaining([IMAGE, 'Site::Wall']),
    )
    await glance(admin, 'md-resource-type-deassociate', NS, 'Site::Wall')
    expect(await table(admin, 'md-namespace-resource-type-list', NS)).toEqual([])
  })

  it('imports a namespace from a file, hides it from other projects, and deletes it', async () => {
    const file = join(world.folder, 'brushes.json')
    const properties = { bristles: { title: 'Bristles', type: 'string', enum: ['pig', 'sable'] } }
    await writeFile(
      file,
      JSON.stringify({ namespace: 'Site::Brushes', properties, tags: [{ name: 'soft' }] }),
    )
    await glance(admin, 'md-namespace-import', '--file', file)
    expect(await shown(admin, 'md-namespace-show', 'Site::Brushes')).toMatchObject({ visibility: 'private' })
    const hidden = glance(painters.member, 'md-namespace-show', 'Site::Brushes')
    await expect(hidden).rejects.toThrow(ClientError)
    await expect(hidden).rejects.toThrow(/404/)
    await glance(admin, 'md-namespace-delete', 'Site::Brushes')
    await expect(glance(admin, 'md-namespace-show', 'Site::Brushes')).rejects.toThrow(/404/)
  })
})

it('every command about definitions that the clients have was used', async () => {
  const commands = (help: string) => [...new Set(help.match(/\bmd-[a-z-]+|\bmetadef [a-z ]+/g))].sort()
  expect(commands(await runGlance(admin, 'help'))).toEqual([...used].sort())
  // Debian's openstackclient has none yet.
  expect(commands(await openstack(admin, 'help', 'image'))).toEqual([])
})
