import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKillableServer, type KillableServer } from '#tests/api/killable-server.ts'
import { someBytes } from '#tests/contract/upload-world.ts'
import { glance, type Persona } from './clients.ts'

let folder: string
let server: KillableServer
let admin: Persona

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-interop-'))
  server = await createKillableServer(folder)
  await server.start()
  const { password } = server
  admin = { authUrl: server.at('/identity/v3'), userName: 'admin', password, projectName: 'admin' }
})
afterAll(async () => {
  await server?.kill()
  await rm(folder, { recursive: true, force: true })
})

/** The value of a row in the client's table. */
function cell(table: string, name: string): string {
  return new RegExp(`\\| ${name} +\\| (.*?) +\\|`).exec(table)?.[1] ?? ''
}

it('glance stages data, imports it, and shows the task that did it', async () => {
  const source = join(folder, 'source.raw')
  const saved = join(folder, 'saved.raw')
  await writeFile(source, someBytes(2_500_000))
  expect(await glance(admin, 'import-info')).toContain('glance-')
  const formats = ['--disk-format', 'raw', '--container-format', 'bare']
  const id = cell(await glance(admin, 'image-create', ...formats), 'id')
  await glance(admin, 'image-stage', '--file', source, id)
  expect(cell(await glance(admin, 'image-show', id), 'status')).toBe('uploading')
  await glance(admin, 'image-import', '--import-method', 'glance-direct', id)
  const status = async () => cell(await glance(admin, 'image-show', id), 'status')
  await expect.poll(status, { timeout: 60_000, interval: 100 }).toBe('active')
  await glance(admin, 'image-download', '--file', saved, id)
  expect(Buffer.compare(await readFile(saved), await readFile(source))).toBe(0)
  const list = await glance(admin, 'task-list')
  const taskId = /\| ([0-9a-f-]{36}) +\| api_image_import/.exec(list)?.[1] ?? ''
  const task = await glance(admin, 'task-show', taskId)
  expect([cell(task, 'status'), cell(task, 'message')]).toEqual(['success', 'Copied 2 MiB'])
}, 180_000)
