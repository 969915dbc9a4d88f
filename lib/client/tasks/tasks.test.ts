import { describe, expect, it } from 'vitest'
import { wordsOf } from '#tests/support/words.ts'
import { taskCan } from './task-can.ts'
import type { AnyTask } from './task-words.ts'
import { progressOf, progressText, stepText, taskTitle, wasCancelled } from './task-words.ts'

const t = wordsOf('tasks')
const MIB = 1024 ** 2
const OWN = { projectId: 'red', roles: ['reader', 'member'] }

function task(method: Record<string, unknown>, more: Partial<AnyTask> & Record<string, unknown> = {}) {
  return {
    ...{ id: 't', type: 'api_image_import', status: 'failure', owner: 'red', image_id: 'i', message: '' },
    ...{ input: { import_req: { method } }, result: null },
    ...more,
  } as unknown as AnyTask
}
const download = (more = {}) => task({ name: 'web-download', uri: 'https://mirror.example/a.img' }, more)

describe('words of a task', () => {
  it('say where data comes from, also of a task that only its line in the list tells', () => {
    expect(taskTitle(download(), t)).toBe('Import from mirror.example')
    expect(taskTitle(task({ name: 'copy-image' }), t)).toBe('Copy to other stores')
    const { input: _, ...stub } = download() as AnyTask & { input: unknown }
    expect(taskTitle(stub, t)).toBe('Import')
    expect(taskTitle(download({ input: { import_from: 'http://old.example/x' } }), t)).toBe(
      'Import from old.example',
    )
  })

  it('say how far it is with what is known', () => {
    const at = { step: 'downloading', bytes: MIB, total_bytes: 4 * MIB, bytes_per_second: 2 * MIB }
    const running = download({ status: 'processing', result: { vitrine_progress: at } })
    expect(progressOf(running)).toEqual(at)
    expect(stepText(at, t)).toBe('Fetching the data')
    expect(progressText(at, t)).toBe('1 of 4 MiB · 25 % · 2 MiB/s')
    expect(progressText({ ...at, total_bytes: null, bytes_per_second: null }, t)).toBe('1 MiB')
    const converting = { step: 'image_conversion', bytes: 40, total_bytes: 100, bytes_per_second: 3 }
    expect(progressText(converting, t)).toBe('40 %')
    expect(progressOf(download({ result: { vitrine_progress: at } }))).toBeNull()
  })

  it('tell a cancelled task from a failed one', () => {
    expect(wasCancelled(download({ message: 'Cancelled.' }))).toBe(true)
    expect(wasCancelled(download({ message: 'The host answered 404.' }))).toBe(false)
  })
})

describe('doing a task again', () => {
  it('is for its own project’s members and administrators', () => {
    expect(taskCan.retry(download(), OWN, 'queued').allowed).toBe(true)
    expect(taskCan.retry(download(), { ...OWN, projectId: 'blue' }, 'queued')).toEqual({
      allowed: false,
      reason: 'Another project began this task.',
    })
    expect(taskCan.cancel(download(), { projectId: 'red', roles: ['reader'] }).allowed).toBe(false)
    expect(taskCan.cancel(download(), { projectId: 'blue', roles: ['admin'] }).allowed).toBe(true)
  })

  it('is for administrators alone where data is moved between stores', () => {
    for (const type of ['vitrine_move', 'vitrine_drain']) {
      const move = task({}, { type: type as never })
      expect(taskCan.retry(move, { projectId: 'blue', roles: ['admin'] }, 'active').allowed).toBe(true)
      for (const may of [taskCan.retry(move, OWN, 'active'), taskCan.cancel(move, OWN)]) {
        expect(may).toEqual({ allowed: false, reason: 'Only administrators move data between stores.' })
      }
    }
  })

  it('needs an image that can take the data, and data that is still there', () => {
    expect(taskCan.retry(download(), OWN, 'active')).toMatchObject({ allowed: false })
    expect(taskCan.retry(task({ name: 'copy-image' }), OWN, 'active').allowed).toBe(true)
    expect(taskCan.retry(task({ name: 'glance-direct' }), OWN, 'queued')).toMatchObject({
      reason: expect.stringContaining('staged'),
    })
  })
})
