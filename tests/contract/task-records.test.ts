import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createTaskRecords } from '#lib/db/tasks/task-records.ts'
import type { NewTask, TaskRecords } from '#lib/domain/task-records.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { addAll, adminOf, anImage } from './image-records-builders.ts'

const NOW = 1_700_000_000_000
const leaseOf = (owner: string, untilMs = NOW + 1000) => ({ owner, node: owner, untilMs })
const news = { nowMs: NOW, progress: null, message: '' }

forEachDatabase((open) => {
  let database: Database
  let tasks: TaskRecords
  beforeAll(async () => {
    database = await open()
    tasks = createTaskRecords(database)
  })

  function aTask(): NewTask {
    const nobody = { owner: null, userId: null, imageId: null, requestId: null }
    return { id: randomUUID(), type: 'import', ...nobody, input: {}, state: {}, createdAtMs: NOW }
  }
  const newTask = async (): Promise<string> => (await tasks.add(aTask())).id

  it('begins and ends a task together with what happens to its image, or neither', async () => {
    const images = createImageRecords(database)
    const ctx = adminOf('ops')
    const before = anImage()
    await addAll(images, [before])
    const importing = { before, after: { ...before, status: 'importing' as const } }
    const elsewhere = { ...importing, before: { ...before, status: 'active' as const } }
    const task = { ...aTask(), imageId: before.id }
    await expect(tasks.add(task, { ctx, change: elsewhere })).rejects.toMatchObject({ code: 'conflict' })
    expect(await tasks.find(task.id)).toBeNull()
    await tasks.add(task, { ctx, change: importing })
    expect((await images.get(ctx, before.id)).status).toBe('importing')

    await tasks.lease(task.id, leaseOf('worker'), { nowMs: NOW })
    const change = { before: importing.after, after: { ...before, status: 'active' as const } }
    const success = { status: 'success', result: null, message: '' } as const
    const end = { nowMs: NOW, image: { ctx, change } }
    await expect(tasks.end(task.id, 'another', success, end)).rejects.toMatchObject({ code: 'conflict' })
    expect((await images.get(ctx, before.id)).status).toBe('importing')
    await tasks.end(task.id, 'worker', success, end)
    expect((await images.get(ctx, before.id)).status).toBe('active')
    expect(await tasks.find(task.id)).toMatchObject({ status: 'success' })
  })

  it('gives a task to one of many workers', async () => {
    const id = await newTask()
    const workers = Array.from({ length: 8 }, (_, n) => tasks.lease(id, leaseOf(`w${n}`), { nowMs: NOW }))
    expect((await Promise.all(workers)).filter((taken) => taken !== null)).toHaveLength(1)
  })

  it('gives it to another when the lease has lapsed or its owner is dead; the first one has lost it', async () => {
    const id = await newTask()
    await tasks.lease(id, leaseOf('first'), { nowMs: NOW })
    expect(await tasks.lease(id, leaseOf('second'), { nowMs: NOW })).toBeNull()
    const dead = { nowMs: NOW, lapsedOwner: 'first' }
    expect(await tasks.lease(id, leaseOf('second'), dead)).toMatchObject({
      attempts: 2,
      status: 'processing',
    })
    expect(await tasks.lease(id, leaseOf('third', NOW + 9000), { nowMs: NOW + 1001 })).not.toBeNull()
    expect(await tasks.renew(id, leaseOf('second'), news)).toBe('lost')
    await expect(tasks.saveState(id, 'second', {})).rejects.toMatchObject({ code: 'conflict' })
    expect(await tasks.renew(id, leaseOf('third'), news)).toBe('held')
  })

  it('counts no try that was given back, and tells the holder of a cancellation', async () => {
    const id = await newTask()
    await tasks.lease(id, leaseOf('first'), { nowMs: NOW })
    await tasks.release(id, 'first')
    expect(await tasks.lease(id, leaseOf('second'), { nowMs: NOW })).toMatchObject({ attempts: 1 })
    expect(await tasks.requestCancel(id, NOW)).toBe(true)
    expect(await tasks.renew(id, leaseOf('second'), news)).toBe('cancelled')
    await tasks.end(id, 'second', { status: 'failure', result: null, message: 'Cancelled.' }, { nowMs: NOW })
    expect(await tasks.requestCancel(id, NOW)).toBe(false)
    expect(await tasks.lease(id, leaseOf('third'), { nowMs: NOW + 9000 })).toBeNull()
    await tasks.forgetExpired(NOW + 49 * 3600 * 1000)
    expect(await tasks.find(id)).toBeNull()
  })
})
