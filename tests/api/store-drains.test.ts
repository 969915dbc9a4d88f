import { mkdir, readdir, rename, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TaskWire } from '#lib/contract/task-wire.ts'
import type { Persona } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { careWorld, DATA, SOON } from './care-world.ts'

const AGAIN = {
  status: 'processing',
  message: expect.stringMatching(/Tried again after \d+ s \(\d of 6\)/),
}

forEachDatabase((open) => {
  const {
    api,
    statusOf,
    jsonOf,
    admin,
    show,
    store,
    set,
    pathOf,
    isThere,
    taskOf,
    download,
    ended,
    upload,
    beginUpload,
    drain,
    anImageIn,
    move,
    anImageInBoth,
    start,
    close,
  } = careWorld(open)
  beforeAll(start)
  afterAll(close)

  describe('moving an image', () => {
    it('brings its data into the other store and removes it from the first', async () => {
      const id = await anImageIn('fast')
      expect(await move(id, 'fast', 'slow')).toMatchObject({ status: 'success', type: 'vitrine_move' })
      expect(await show(id)).toMatchObject({ status: 'active', stores: 'slow' })
      expect(await show(id)).not.toHaveProperty('os_glance_import_task')
      expect([isThere('fast', id), isThere('slow', id)]).toEqual([false, true])
      expect(await (await download(id)).text()).toBe(DATA)
    })

    it('moves nothing whose hash is wrong, and leaves the image as it was', async () => {
      const id = await anImageIn('fast')
      await writeFile(pathOf('fast', id), DATA.toUpperCase())
      const task = await move(id, 'fast', 'slow')
      expect(task).toMatchObject({ status: 'failure', message: expect.stringContaining('was expected') })
      expect(await show(id)).toMatchObject({ status: 'active', stores: 'fast' })
      expect(await show(id)).not.toHaveProperty('os_glance_import_task')
      expect([isThere('fast', id), isThere('slow', id)]).toEqual([true, false])
    })

    it('only removes the data where the other store has it in full', async () => {
      const id = await anImageInBoth()
      expect((await move(id, 'slow', 'fast')).result).toMatchObject({ outcome: 'dropped' })
      expect(await show(id)).toMatchObject({ stores: 'fast' })
    })

    it('keeps the data where the other store’s copy is not what it should be', async () => {
      const id = await anImageInBoth()
      await writeFile(pathOf('slow', id), 'cut')
      expect(await move(id, 'fast', 'slow')).toMatchObject({ status: 'failure' })
      expect((await show(id)).stores).toBe('fast,slow')
      expect(isThere('fast', id)).toBe(true)
    })

    it('is tried again later when its data could not be read', async () => {
      const id = await anImageIn('fast')
      const away = `${pathOf('fast', id)}-away`
      await rename(pathOf('fast', id), away)
      await mkdir(pathOf('fast', id))
      const body = { from: 'fast', to: 'slow' }
      const { task_id } = await jsonOf<{ task_id: string }>(admin('POST', `/images/${id}/move`, body))
      await vi.waitFor(async () => expect(await taskOf(task_id)).toMatchObject(AGAIN), SOON)
      await rmdir(pathOf('fast', id))
      await rename(away, pathOf('fast', id))
      expect(await ended(task_id)).toMatchObject({ status: 'success' })
      expect(await show(id)).toMatchObject({ stores: 'slow' })
    })

    it('is refused for what cannot be moved', async () => {
      const id = await anImageIn('fast')
      const order = (from: string, to: string) => statusOf(admin('POST', `/images/${id}/move`, { from, to }))
      expect(await order('slow', 'fast')).toBe(400)
      expect(await order('fast', 'fast')).toBe(400)
      expect(await order('fast', 'nowhere')).toBe(400)
      expect(await order('fast', 'shut')).toBe(409)
      const body = { from: 'fast', to: 'slow' }
      expect(await statusOf(api.ask('POST', `/v2/vitrine/images/${id}/move`, { body }))).toBe(403)
      const { id: queued } = await api.createImage()
      expect(await statusOf(admin('POST', `/images/${queued}/move`, body))).toBe(409)
    })
  })

  describe('draining a store', () => {
    it('moves everything out, drops what lies elsewhere too, and leaves the store empty and closed', async () => {
      const [one, two, both] = [await anImageIn('fast'), await anImageIn('fast'), await anImageInBoth()]
      const broken = await anImageIn('fast')
      await writeFile(pathOf('fast', broken), DATA.toUpperCase())
      const { task_id } = await jsonOf<{ task_id: string }>(admin('POST', '/stores/fast/drain', {}))
      const failed = await ended(task_id)
      // What has a wrong hash stays, and is named.
      expect(failed).toMatchObject({ status: 'failure', type: 'vitrine_drain' })
      expect(failed.message).toContain('could not be moved')
      for (const id of [one, two, both]) {
        expect(await show(id)).toMatchObject({ stores: 'slow', status: 'active' })
        expect([isThere('fast', id), isThere('slow', id)]).toEqual([false, true])
      }
      const bad = (failed.result as { failures: { image_id: string }[] }).failures
      expect(bad).toContainEqual(expect.objectContaining({ image_id: broken }))
      for (const { image_id } of bad) await api.ask('DELETE', `/v2/images/${image_id}`, { as: 'admin' })
      expect(await statusOf(admin('PATCH', '/stores/fast', { state: 'draining' }))).toBe(400)
      const again = await jsonOf<{ task_id: string }>(admin('POST', '/stores/fast/drain', { to: 'slow' }))
      expect(await ended(again.task_id)).toMatchObject({ status: 'success' })
      expect(await store('fast')).toMatchObject({
        state: 'draining',
        images: 0,
        drain: { status: 'success' },
      })
      expect(await readdir(join(api.runtime.config.dataDir, 'fast', 'images'))).toEqual([])
      expect((await upload('fast')).status).toBe(409)
      expect(await set('fast', 'open')).toBe(200)
    })

    it('waits for uploads that had begun, says so, and moves what they brought', async () => {
      const { id } = await api.createImage({ disk_format: 'raw', container_format: 'bare' })
      const send = await beginUpload(id, 'fast')
      const taskId = await drain('fast')
      const waits = (count: string) => expect.stringContaining(`Waits for ${count} under way.`)
      await vi.waitFor(async () => {
        const { uploads_under_way, drain: task } = await store('fast')
        expect({ uploads_under_way, ...task }).toMatchObject({
          ...{ uploads_under_way: 1, status: 'processing', message: waits('1 upload') },
          progress: { step: 'waiting' },
        })
      }, SOON)
      expect((await taskOf(taskId)).message).toEqual(waits('1 upload'))
      await send()
      expect(await ended(taskId)).toMatchObject({ status: 'success' })
      expect(await show(id)).toMatchObject({ stores: 'slow', status: 'active' })
      expect(await store('fast')).toMatchObject({ images: 0, uploads_under_way: 0 })
      expect(await set('fast', 'open')).toBe(200)
    })

    it('tries again what could not be moved for a reason that passes, and is begun anew after it was ended', async () => {
      const id = await anImageIn('fast')
      const away = `${pathOf('fast', id)}-away`
      // A folder where the file should be: it cannot be read.
      await rename(pathOf('fast', id), away)
      await mkdir(pathOf('fast', id))
      const taskId = await drain('fast')
      const tried = () => vi.waitFor(async () => expect(await taskOf(taskId)).toMatchObject(AGAIN), SOON)
      await tried()
      const act = (what: 'cancel' | 'retry', as: Persona) =>
        api.ask('POST', `/v2/tasks/${taskId}/actions/${what}`, { as })
      expect((await act('cancel', 'redMember')).status).toBe(404)
      expect((await act('cancel', 'admin')).status).toBe(202)
      expect(await ended(taskId)).toMatchObject({ status: 'failure', message: 'Cancelled.' })
      const again = (await jsonOf<TaskWire>(act('retry', 'admin'))).id
      await vi.waitFor(async () => expect(await taskOf(again)).toMatchObject(AGAIN), SOON)
      await rmdir(pathOf('fast', id))
      await rename(away, pathOf('fast', id))
      expect(await ended(again)).toMatchObject({ status: 'success' })
      expect(await show(id)).toMatchObject({ stores: 'slow' })
      expect(await set('fast', 'open')).toBe(200)
    })

    it('is refused where nothing could take the data', async () => {
      expect(await set('slow', 'read_only')).toBe(200)
      expect(await statusOf(admin('POST', '/stores/fast/drain', {}))).toBe(409)
      expect(await store('fast')).toMatchObject({ state: 'open' })
      expect(await set('slow', 'open')).toBe(200)
      expect(await statusOf(admin('POST', '/stores/fast/drain', { to: 'fast' }))).toBe(400)
      expect(await statusOf(admin('POST', '/stores/fast/drain', { to: 'shut' }))).toBe(409)
    })
  })
})
