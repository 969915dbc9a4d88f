import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  createProject,
  environmentOf,
  openstack,
  openWorld,
  type Persona,
  type Project,
  type World,
} from './clients.ts'

const run = promisify(execFile)
const SOURCE = fileURLToPath(new URL('gophercloud', import.meta.url))

let world: World
let painters: Project
let sculptors: Project
/** The program, compiled with Debian's Go and its library. */
let program: string

beforeAll(async () => {
  world = await openWorld()
  program = join(world.folder, 'gopher')
  const env = {
    ...{ PATH: '/usr/bin:/bin', HOME: world.folder, GOCACHE: join(world.folder, 'cache') },
    ...{ GO111MODULE: 'off', GOPATH: '/usr/share/gocode', CGO_ENABLED: '0' },
  }
  const compiled = run('go', ['build', '-o', program, '.'], { cwd: SOURCE, env: env as never })
  painters = await createProject(world.admin, 'painters')
  sculptors = await createProject(world.admin, 'sculptors')
  await compiled
}, 300_000)
afterAll(() => world?.close())

async function gopher(persona: Persona, ...args: string[]): Promise<string> {
  const env = { ...environmentOf(persona), OS_DOMAIN_NAME: 'Default' }
  const { stdout } = await run(program, args, { env: env as never })
  return stdout
}

it('gophercloud creates, uploads, polls, compares, changes, downloads, shares and deletes, as a member', async () => {
  expect(await gopher(painters.member, 'life', sculptors.id)).toContain('done')
})

it('gophercloud does the same as an administrator', async () => {
  expect(await gopher(world.admin, 'life', sculptors.id)).toContain('done')
})

it('gophercloud lists with every filter, sort and page that it knows', async () => {
  expect(await gopher(painters.member, 'filters')).toContain('done')
})

it('gophercloud stages, imports and polls as Terraform does, and reads the tasks as an administrator', async () => {
  expect(await gopher(painters.member, 'import')).toContain('done')
  expect(await gopher(world.admin, 'tasks')).toMatch(/tasks: [1-9]/)
})

it('gophercloud accepts what is shared with its project', async () => {
  const create = ['image', 'create', 'offered', '--shared', '-f', 'value', '-c', 'id']
  const id = (await openstack(painters.member, ...create)).trim()
  await openstack(painters.member, 'image', 'add', 'project', id, sculptors.id)
  expect(await gopher(sculptors.member, 'accept', id, sculptors.id)).toContain('done')
})

it('gophercloud learns what a reader and a stranger may not do', async () => {
  const create = ['image', 'create', 'watched', '--private', '-f', 'value', '-c', 'id']
  const id = (await openstack(painters.member, ...create)).trim()
  // Show, download, change, delete.
  expect(await gopher(painters.reader, 'look', id)).toContain('200 403 403 403')
  expect(await gopher(sculptors.member, 'look', id)).toContain('404 404 404 404')
})
