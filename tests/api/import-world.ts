import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import type { TaskWire } from '#lib/contract/task-wire.ts'
import { OCTETS, openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import type { OpenTestDatabase } from '#tests/support/database.ts'

/** A service with two stores, that may fetch from this machine. */
export interface ImportWorld extends TestApi {
  readonly folder: string
  show(id: string): Promise<ImageWire>
  stage(id: string, data: Uint8Array | string, as?: Persona): Promise<Response>
  /** A queued image of the red project with these bytes staged. */
  createStaged(data: Uint8Array | string, attributes?: Readonly<Record<string, unknown>>): Promise<ImageWire>
  startImport(id: string, body: unknown, more?: { as?: Persona; store?: string }): Promise<Response>
  tasksOf(id: string): Promise<TaskWire[]>
  /** The image's newest task, when it has ended. */
  ended(id: string): Promise<TaskWire>
  /** What lies in a store's folder or the staging area. */
  filesIn(place: 'a' | 'b' | 'import', part: 'images' | 'staging'): Promise<string[]>
}

export const WAIT = { timeout: 30_000, interval: 30 }

export async function openImportWorld(
  open: OpenTestDatabase,
  settings: Readonly<Record<string, string>> = {},
): Promise<ImportWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-import-'))
  const stores = ['a', 'b'].map((id) => `  - { id: ${id}, type: file, folder: ${join(folder, id)} }`)
  await writeFile(join(folder, 'stores.yaml'), `default: a\nstores:\n${stores.join('\n')}\n`)
  const api = await openApi(open, {
    VITRINE_STORES_FILE: join(folder, 'stores.yaml'),
    VITRINE_STAGING_DIR: join(folder, 'import'),
    VITRINE_URL_ALLOWED_NETWORKS: '127.0.0.0/8',
    VITRINE_URL_ALLOWED_PORTS: '*',
    ...settings,
  })
  const show = async (id: string) =>
    (await (await api.ask('GET', `/v2/images/${id}`, { as: 'admin' })).json()) as ImageWire
  const stage: ImportWorld['stage'] = (id, body, as = 'redMember') =>
    api.ask('PUT', `/v2/images/${id}/stage`, { as, body, headers: OCTETS })
  const tasksOf = async (id: string): Promise<TaskWire[]> => {
    const answer = await api.ask('GET', `/v2/images/${id}/tasks`, { as: 'admin' })
    return ((await answer.json()) as { tasks: TaskWire[] }).tasks
  }
  return {
    ...{ ...api, folder, show, stage, tasksOf },
    async createStaged(data, attributes = {}) {
      const { id } = await api.createImage({ disk_format: 'raw', container_format: 'bare', ...attributes })
      const answer = await stage(id, data)
      if (answer.status !== 204) throw new Error(`stage: ${answer.status} ${await answer.text()}`)
      return show(id)
    },
    startImport: (id, body, { as = 'redMember', store } = {}) =>
      api.ask('POST', `/v2/images/${id}/import`, {
        ...{ as, body },
        headers: store === undefined ? {} : { 'X-Image-Meta-Store': store },
      }),
    async ended(id) {
      const statusOf = async () => (await tasksOf(id))[0]?.status
      await expect.poll(statusOf, WAIT).toMatch(/^(success|failure)$/)
      return (await tasksOf(id))[0] as TaskWire
    },
    filesIn: (place, part) => readdir(join(folder, place, part)).catch(() => []),
    async close() {
      await api.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export interface RemoteFiles {
  readonly url: string
  /** Answers that were begun and not ended: `/endless` sends some and then waits, `/held` waits to be ended with the data. */
  readonly open: Set<ServerResponse>
  close(): Promise<void>
}

/** Serves `data` at every path but `/endless` (which never ends), `/held` (which a test ends) and `/absent`. */
export async function serveRemoteFiles(data: Uint8Array): Promise<RemoteFiles> {
  const open = new Set<ServerResponse>()
  const server: Server = createServer((request, response) => {
    if (request.url === '/absent') return void response.writeHead(404).end()
    response.setHeader('Content-Length', request.url === '/endless' ? 1e9 : data.length)
    if (request.url !== '/endless' && request.url !== '/held') return void response.end(data)
    open.add(response)
    response.once('close', () => open.delete(response))
    if (request.url === '/held') return response.flushHeaders()
    response.write(data)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    ...{ open, url: `http://127.0.0.1:${port}` },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}
