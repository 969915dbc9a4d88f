import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TaskWire } from '#lib/contract/task-wire.ts'
import type { Persona } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import {
  type ImportWorld,
  openImportWorld,
  type RemoteFiles,
  serveRemoteFiles,
  WAIT,
} from './import-world.ts'

const DATA = 'bytes from elsewhere'

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

  const ask = (method: string, path: string, as: Persona = 'admin', body?: unknown) =>
    world.ask(method, path, { as, ...(body === undefined ? {} : { body }) })
  const list = async (query: string): Promise<{ tasks: TaskWire[]; next?: string }> =>
    (await (await ask('GET', `/v2/tasks${query}`)).json()) as { tasks: TaskWire[]; next?: string }
  const startDownload = async (path: string): Promise<{ imageId: string; task: TaskWire }> => {
    const { id } = await world.createImage({ disk_format: 'raw', container_format: 'bare' })
    await world.startImport(id, { method: { name: 'web-download', uri: `${remote.url}${path}` } })
    return { imageId: id, task: (await world.tasksOf(id))[0] as TaskWire }
  }

  describe('looking tasks up', () => {
    it('shows a task whole, and in a list without input, result and message', async () => {
      const { imageId, task } = await startDownload('/file')
      await world.ended(imageId)
      const shown = (await (await ask('GET', `/v2/tasks/${task.id}`)).json()) as TaskWire
      expect(shown).toMatchObject({
        ...{ id: task.id, type: 'api_image_import', status: 'success', owner: 'project-red' },
        ...{ image_id: imageId, result: { image_id: imageId }, message: 'Copied 0 MiB' },
        ...{ self: `/v2/tasks/${task.id}`, schema: '/v2/schemas/task' },
      })
      const lifeMs = Date.parse(shown.expires_at ?? '') - Date.parse(shown.updated_at)
      expect(lifeMs).toBe(48 * 3600 * 1000)
      const { tasks } = await list('?status=success&limit=1')
      expect(tasks).toHaveLength(1)
      for (const name of ['input', 'result', 'message']) expect(tasks[0]).not.toHaveProperty(name)
    })

    it('pages through all of them in order', async () => {
      for (const path of ['/1', '/2', '/3']) await world.ended((await startDownload(path)).imageId)
      const whole = (await list('?sort_key=created_at&sort_dir=asc')).tasks.map(({ id }) => id)
      const paged: string[] = []
      let next: string | undefined = '?sort_key=created_at&sort_dir=asc&limit=2'
      while (next !== undefined) {
        const page = await list(next)
        paged.push(...page.tasks.map(({ id }) => id))
        next = page.next?.replace('/v2/tasks', '')
      }
      expect(paged).toEqual(whole)
    })

    it.each([
      '?status=busy',
      '?type=party',
      '?sort_key=input',
      '?sort_dir=up',
      '?limit=-1',
      '?marker=nothing',
      '?marker=3b9d2a3e-0f3c-4a57-9a4d-2b8a5f3f9c11',
    ])('refuses %s with 400', async (query) => {
      expect((await ask('GET', `/v2/tasks${query}`)).status).toBe(400)
    })

    it('is for administrators; others find theirs at their images', async () => {
      const { imageId, task } = await startDownload('/file')
      expect((await ask('GET', '/v2/tasks', 'redMember')).status).toBe(403)
      expect((await ask('GET', `/v2/tasks/${task.id}`, 'redMember')).status).toBe(403)
      const own = await ask('GET', `/v2/images/${imageId}/tasks`, 'redReader')
      expect(await own.json()).toMatchObject({ tasks: [{ id: task.id }] })
      expect((await ask('GET', `/v2/images/${imageId}/tasks`, 'stranger')).status).toBe(404)
    })

    it('answers 404 for an unknown task, and 405 with Allow for a deletion', async () => {
      const nobody = '/v2/tasks/3b9d2a3e-0f3c-4a57-9a4d-2b8a5f3f9c11'
      expect((await ask('GET', nobody)).status).toBe(404)
      const deletion = await ask('DELETE', nobody)
      expect([deletion.status, deletion.headers.get('allow')]).toEqual([405, 'GET'])
    })
  })

  describe('a task under way', () => {
    it('tells how far it is, and is cancelled by the owner: the image is queued again', async () => {
      const { imageId, task } = await startDownload('/endless')
      const progress = async () =>
        ((await (await ask('GET', `/v2/tasks/${task.id}`)).json()) as { result: unknown }).result
      await expect
        .poll(progress, WAIT)
        .toMatchObject({ vitrine_progress: { step: 'downloading', total_bytes: 1e9 } })
      expect((await ask('POST', `/v2/tasks/${task.id}/actions/cancel`, 'redReader')).status).toBe(403)
      expect((await ask('POST', `/v2/tasks/${task.id}/actions/cancel`, 'stranger')).status).toBe(404)
      expect((await ask('POST', `/v2/tasks/${task.id}/actions/cancel`, 'redMember')).status).toBe(202)
      expect(await world.ended(imageId)).toMatchObject({ status: 'failure', message: 'Cancelled.' })
      expect((await world.show(imageId)).status).toBe('queued')
      await expect.poll(() => world.filesIn('import', 'staging'), WAIT).toEqual([])
      expect((await ask('POST', `/v2/tasks/${task.id}/actions/cancel`)).status).toBe(409)
    })

    it('that has failed is tried again as another task', async () => {
      const { imageId, task } = await startDownload('/absent')
      expect((await world.ended(imageId)).status).toBe('failure')
      const again = await ask('POST', `/v2/tasks/${task.id}/actions/retry`, 'redMember')
      expect(again.status).toBe(202)
      const { id } = (await again.json()) as TaskWire
      expect(again.headers.get('location')).toBe(`/v2/tasks/${id}`)
      await expect.poll(async () => (await world.tasksOf(imageId)).length, WAIT).toBe(2)
      expect((await world.ended(imageId)).status).toBe('failure')
      const { imageId: fine, task: done } = await startDownload('/file')
      await world.ended(fine)
      expect((await ask('POST', `/v2/tasks/${done.id}/actions/retry`)).status).toBe(409)
    })
  })

  describe('POST /v2/tasks', () => {
    const input = (more: object = {}) => ({
      type: 'import',
      input: {
        ...{ import_from: `${remote.url}/file`, import_from_format: 'raw' },
        image_properties: { name: 'from a task', container_format: 'bare' },
        ...more,
      },
    })

    it('makes the image and imports into it', async () => {
      const answer = await ask('POST', '/v2/tasks', 'admin', input())
      const task = (await answer.json()) as TaskWire
      expect([answer.status, answer.headers.get('location')]).toEqual([201, `/v2/tasks/${task.id}`])
      expect(task).toMatchObject({ type: 'import', input: input().input })
      await world.ended(task.image_id ?? '')
      expect(await world.show(task.image_id ?? '')).toMatchObject({
        ...{ name: 'from a task', status: 'active', size: DATA.length, disk_format: 'raw' },
      })
    })

    it('refuses files, other types and missing input with 400, and leaves no image behind', async () => {
      const bodies = [input({ import_from: 'file:///etc/passwd' }), { ...input(), type: 'api_image_import' }]
      const images = async () => (await (await ask('GET', '/v2/images?name=from a task')).json()) as unknown
      const before = await images()
      for (const body of [...bodies, { type: 'import', input: {} }, {}]) {
        expect((await ask('POST', '/v2/tasks', 'admin', body)).status).toBe(400)
      }
      expect(await images()).toEqual(before)
      expect((await ask('POST', '/v2/tasks', 'redMember', input())).status).toBe(403)
    })
  })
})
