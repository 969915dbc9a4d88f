import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import type { AuditListWire } from '#lib/contract/event-audit-wire.ts'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import type { StoreWire } from '#lib/contract/store-wire.ts'
import type { TaskWire } from '#lib/contract/task-wire.ts'
import { OCTETS, openApi, type TestApi } from '#tests/support/api.ts'
import type { OpenTestDatabase } from '#tests/support/database.ts'

export const DATA = 'data of an image'
export const SOON = { timeout: 30_000, interval: 50 }

const STORES = `
default: fast
stores:
  - { id: fast, type: file, folder: fast, weight: 5 }
  - { id: slow, type: file, folder: slow }
  - { id: shut, type: file, folder: shut, read_only: true }
`

/** What the tests of store care share: a service with three stores. `fast` is the default one, and `shut` takes nothing. */
export function careWorld(open: OpenTestDatabase) {
  let folder = ''
  let opened: TestApi
  const api: Pick<TestApi, 'ask' | 'createImage' | 'runtime'> = {
    ask: (...question) => opened.ask(...question),
    createImage: (...attributes) => opened.createImage(...attributes),
    get runtime() {
      return opened.runtime
    },
  }

  const statusOf = async (response: Promise<Response>): Promise<number> => (await response).status
  const jsonOf = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T
  const admin = (method: string, path: string, body?: unknown) =>
    api.ask(method, `/v2/vitrine${path}`, { as: 'admin', ...(body === undefined ? {} : { body }) })
  const show = (id: string) => jsonOf<ImageWire>(api.ask('GET', `/v2/images/${id}`, { as: 'admin' }))
  const store = (id: string) => jsonOf<StoreWire>(admin('GET', `/stores/${id}`))
  const set = (id: string, state: string) => statusOf(admin('PATCH', `/stores/${id}`, { state }))
  const pathOf = (storeId: string, id: string) => join(api.runtime.config.dataDir, storeId, 'images', id)
  const isThere = (storeId: string, id: string) => existsSync(pathOf(storeId, id))
  const taskOf = (id: string) => jsonOf<TaskWire>(api.ask('GET', `/v2/tasks/${id}`, { as: 'admin' }))
  const download = (id: string) => api.ask('GET', `/v2/images/${id}/file`, { as: 'admin' })
  const eventsOf = async (type: string) =>
    (await jsonOf<AuditListWire>(admin('GET', `/events?type=${type}`))).events

  async function ended(taskId: string): Promise<TaskWire> {
    return vi.waitFor(async () => {
      const task = await taskOf(taskId)
      if (task.status !== 'success' && task.status !== 'failure') throw new Error(`It is ${task.status}.`)
      return task
    }, SOON)
  }

  async function upload(storeId?: string): Promise<Response> {
    const { id } = await api.createImage({ disk_format: 'raw', container_format: 'bare' })
    const choice = storeId === undefined ? {} : { 'x-image-meta-store': storeId }
    const put = await api.ask('PUT', `/v2/images/${id}/file`, {
      body: DATA,
      headers: { ...OCTETS, ...choice },
    })
    return put.status === 204 ? api.ask('GET', `/v2/images/${id}`, { as: 'admin' }) : put
  }

  /** Resumable: nothing of it was sent yet. @returns sends all of it */
  async function beginUpload(id: string, storeId: string): Promise<() => Promise<void>> {
    const metadata = `image_id ${Buffer.from(id).toString('base64')},store ${Buffer.from(storeId).toString('base64')}`
    const tus = { 'Tus-Resumable': '1.0.0' }
    const begun = await api.ask('POST', '/uploads', {
      headers: { ...tus, 'Upload-Length': String(DATA.length), 'Upload-Metadata': metadata },
    })
    expect(begun.status).toBe(201)
    return async () => {
      const sent = await api.ask('PATCH', new URL(begun.headers.get('location') ?? '', 'http://x').pathname, {
        headers: { ...tus, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
        body: DATA,
      })
      expect(sent.status).toBe(204)
    }
  }

  async function drain(storeId: string): Promise<string> {
    return (await jsonOf<{ task_id: string }>(admin('POST', `/stores/${storeId}/drain`, {}))).task_id
  }

  async function anImageIn(storeId: string): Promise<string> {
    return ((await (await upload(storeId)).json()) as ImageWire).id
  }

  async function move(id: string, from: string, to: string): Promise<TaskWire> {
    const { task_id } = await jsonOf<{ task_id: string }>(admin('POST', `/images/${id}/move`, { from, to }))
    return ended(task_id)
  }

  /** The same image in both stores. */
  async function anImageInBoth(): Promise<string> {
    const id = await anImageIn('slow')
    const body = { method: { name: 'copy-image' }, stores: ['fast'] }
    expect(await statusOf(api.ask('POST', `/v2/images/${id}/import`, { as: 'admin', body }))).toBe(202)
    await vi.waitFor(async () => expect((await show(id)).stores).toBe('fast,slow'), SOON)
    await vi.waitFor(async () => expect(await show(id)).not.toHaveProperty('os_glance_import_task'), SOON)
    return id
  }
  return {
    ...{ api, statusOf, jsonOf, admin, show, store, set, pathOf, isThere, taskOf, download, eventsOf },
    ...{ ended, upload, beginUpload, drain, anImageIn, move, anImageInBoth },
    async start() {
      folder = await mkdtemp(join(tmpdir(), 'vitrine-store-care-'))
      const file = join(folder, 'stores.yaml')
      await writeFile(file, STORES)
      opened = await openApi(open, { VITRINE_STORES_FILE: file })
    },
    async close() {
      await opened.close()
      await rm(folder, { recursive: true })
    },
  }
}
