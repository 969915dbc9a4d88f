import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createProject,
  openstack,
  openWorld,
  type Persona,
  type Project,
  python,
  type World,
} from './clients.ts'

// What each of the Python clients' operations answers to whom, on a site that has everything: stores, imports, a cache.
const PROGRAM = fileURLToPath(new URL('personas.py', import.meta.url))
const DATA = 'the bytes of a small disk'
const NAMES = ['admin', 'member', 'reader', 'stranger'] as const
type Name = (typeof NAMES)[number]
/** In the order of the names: `ok`, or the status of the refusal. */
type Row = readonly [operation: string, admin: unknown, member: unknown, reader: unknown, stranger: unknown]
type Tried = Readonly<Record<string, Readonly<Record<Name, unknown>>>>

let world: World
let weavers: Project
let personas: Readonly<Record<Name, Persona>>
let remote: Server
let source: string
let tried: Readonly<Record<'glance' | 'sdk', Tried>>

beforeAll(async () => {
  remote = createServer((_, response) => response.setHeader('Content-Length', DATA.length).end(DATA))
  await new Promise<void>((listening) => remote.listen(0, '127.0.0.1', listening))
  world = await openWorld(siteWithEverything)
  source = join(world.folder, 'source.raw')
  await writeFile(source, DATA)
  weavers = await createProject(world.admin, 'weavers')
  const strangers = await createProject(world.admin, 'strangers')
  personas = {
    admin: world.admin,
    member: weavers.member,
    reader: weavers.reader,
    stranger: strangers.member,
  }
  const { port } = remote.address() as AddressInfo
  const uri = `http://127.0.0.1:${port}/disk.raw`
  const told = JSON.stringify({ authUrl: world.admin.authUrl, personas, uri })
  tried = JSON.parse(await python(world.admin, await readFile(PROGRAM, 'utf8'), told)) as typeof tried
}, 300_000)
afterAll(async () => {
  remote?.close()
  await world?.close()
})

async function siteWithEverything(folder: string): Promise<Record<string, string>> {
  const stores = ['near', 'far'].map((id) => `  - { id: ${id}, type: file, folder: ${join(folder, id)} }`)
  const text = `default: near\nstores:\n${stores.join('\n')}\n  - { id: web, type: http }\n`
  await writeFile(join(folder, 'stores.yaml'), text)
  return {
    VITRINE_STORES_FILE: join(folder, 'stores.yaml'),
    VITRINE_CACHE_DIR: join(folder, 'cache'),
    VITRINE_SHOW_MULTIPLE_LOCATIONS: 'true',
    VITRINE_URL_ALLOWED_NETWORKS: '127.0.0.0/8',
    VITRINE_URL_ALLOWED_PORTS: '*',
  }
}

type Outcomes = readonly [admin: string, member: string, reader: string, stranger: string]

const OWNERS = ['ok', 'ok', 403, 404] as const
const VIEWERS = ['ok', 'ok', 'ok', 404] as const
const EVERYBODY = ['ok', 'ok', 'ok', 'ok'] as const
const ADMINS = ['ok', 403, 403, 403] as const
const ADMINS_OF_IMAGES = ['ok', 403, 403, 404] as const

const BOTH: readonly Row[] = [
  ['create', 'ok', 'ok', 403, 'ok'],
  ['list', 'ok', 'ok', 'ok', 'absent'],
  ['show', ...VIEWERS],
  ['update', ...OWNERS],
  ['publish', ...ADMINS_OF_IMAGES],
  ['delete', ...OWNERS],
  ['download', ...OWNERS],
  ['deactivate', ...OWNERS],
  ['reactivate', ...OWNERS],
  ['download what is deactivated', ...ADMINS_OF_IMAGES],
  ['add a tag', ...OWNERS],
  ['remove a tag', ...OWNERS],
  ['add a member', ...OWNERS],
  ['list members', ...VIEWERS],
  ['show a member', ...VIEWERS],
  ['accept for a member', ...ADMINS_OF_IMAGES],
  ['remove a member', ...OWNERS],
  ['stage', ...OWNERS],
  ['import what is staged', ...OWNERS],
  ['import from the web', ...OWNERS],
  ['copy to a store', ...ADMINS_OF_IMAGES],
  ['stores', ...EVERYBODY],
  ['schemas', ...EVERYBODY],
  ['list tasks', ...ADMINS],
  ['create a task', ...ADMINS],
]
const GLANCE_ALONE: readonly Row[] = [
  ['import methods', ...EVERYBODY],
  ['upload', ...OWNERS],
  ['tasks of an image', ...VIEWERS],
  ['delete from a store', ...ADMINS_OF_IMAGES],
  ['add a location', ...OWNERS],
  ['remove a location', ...ADMINS_OF_IMAGES],
  ['stores in detail', ...ADMINS],
  ['usage', ...EVERYBODY],
  ['list the cache', ...ADMINS],
  ['cache', ...ADMINS_OF_IMAGES],
]

const rowOf = (operation: string, table: Tried): Row => {
  const { admin, member, reader, stranger } = table[operation] ?? {}
  return [operation, admin, member, reader, stranger]
}

describe('glanceclient', () => {
  it.each([...BOTH, ...GLANCE_ALONE])('%s: administrator %s, member %s, reader %s, stranger %s', (...row) => {
    expect(rowOf(row[0], tried.glance)).toEqual(row)
  })
})

describe('openstacksdk', () => {
  it.each(BOTH)('%s: administrator %s, member %s, reader %s, stranger %s', (...row) => {
    expect(rowOf(row[0], tried.sdk)).toEqual(row)
  })
})

describe('openstack image …', () => {
  /** Commands of one operation, with the image's id in place of `ID`. */
  const operations: readonly (readonly [commands: readonly string[][], ...Outcomes])[] = [
    [[['show', 'ID']], 'ok', 'ok', 'ok', 'no'],
    [[['save', '--file', '/dev/null', 'ID']], 'ok', 'ok', 'no', 'no'],
    [
      [
        ['set', '--tag', 'linen', 'ID'],
        ['unset', '--tag', 'linen', 'ID'],
      ],
      'ok',
      'ok',
      'no',
      'no',
    ],
    [[['member', 'list', 'ID']], 'ok', 'ok', 'ok', 'no'],
    [
      [
        ['add', 'project', 'ID', 'PROJECT'],
        ['remove', 'project', 'ID', 'PROJECT'],
      ],
      'ok',
      'ok',
      'no',
      'no',
    ],
    [[['delete', 'ID']], 'ok', 'ok', 'no', 'no'],
  ]

  it.each(operations)(
    '%j: administrator %s, member %s, reader %s, stranger %s',
    async (commands, ...wanted) => {
      const create = ['image', 'create', 'linen', '--shared', '--disk-format', 'raw', '--file', source]
      const make = async () => (await openstack(weavers.member, ...create, '-f', 'value', '-c', 'id')).trim()
      const perform = async (persona: Persona, id: string) => {
        const words = (word: string) => (word === 'ID' ? id : word === 'PROJECT' ? weavers.id : word)
        for (const command of commands) await openstack(persona, 'image', ...command.map(words))
        return 'ok'
      }
      // For the two who may, an image each.
      const [first, second] = [await make(), await make()]
      const outcomes = { stranger: '', reader: '', member: '', admin: '' }
      for (const name of ['stranger', 'reader', 'member', 'admin'] as const) {
        outcomes[name] = await perform(personas[name], name === 'admin' ? second : first).catch(() => 'no')
      }
      expect(NAMES.map((name) => outcomes[name])).toEqual(wanted)
    },
    120_000,
  )
})
