import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { recountUsage } from '#lib/db/quota/recount.ts'
import { usageOf } from '#lib/db/quota/usage.ts'
import { createTaskRecords } from '#lib/db/tasks/task-records.ts'
import type { Context } from '#lib/domain/context.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import { type Limits, type ProjectLimits, UNLIMITED } from '#lib/domain/limits.ts'
import type { ImageRepository } from '#lib/domain/repository.ts'
import type { UploadRequest } from '#lib/domain/upload.ts'
import { quotaLayer } from '#lib/layers/quota.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { MIB } from './upload-steps.ts'
import {
  alice,
  aRawImage,
  createUploadWorld,
  inChunks,
  someBytes,
  type UploadWorld,
  unaborted,
} from './upload-world.ts'

const NO_COUNTS = { properties: -1, tags: -1, members: -1, locations: -1, sizeBytes: -1 }

forEachDatabase((openDatabase) => {
  let database: Database
  let world: UploadWorld
  let images: ImageRepository
  let projectLimits: ProjectLimits
  let owner: string
  let ctx: Context
  const limits: Limits = { of: async () => projectLimits }

  beforeAll(async () => {
    database = await openDatabase()
  })
  beforeEach(async () => {
    world = await createUploadWorld({ database, limits })
    images = quotaLayer(NO_COUNTS, limits)(world.images)
    projectLimits = UNLIMITED
    // A project of its own for each test.
    owner = `project-${randomUUID()}`
    ctx = { ...alice, projectId: owner }
  })
  afterEach(() => world.close())

  const limited = (change: Partial<ProjectLimits>) => {
    projectLimits = { ...UNLIMITED, ...change }
  }
  const add = () => images.add(ctx, aRawImage(randomUUID(), { owner }))
  const addMany = async (count: number) => {
    const made: Image[] = []
    for (let index = 0; index < count; index += 1) made.push(await add())
    return made
  }
  const start = (image: Image, totalBytes: number | null, kind: UploadRequest['kind'] = 'put') =>
    images.startUpload(ctx, image, { kind, totalBytes })
  const upload = async (image: Image, bytes: Uint8Array, isAnnounced = true) => {
    const started = await start(image, isAnnounced ? bytes.length : null)
    const stream = inChunks(bytes, 65_536)
    const received = await images.receiveData(ctx, started, { stream, offset: 0, signal: unaborted })
    return images.finishUpload(ctx, received)
  }
  const usage = () => usageOf(database.kysely, owner)
  const size = async () => (await usage()).image_size_total
  const outcomes = async (work: readonly Promise<unknown>[]) => {
    const settled = await Promise.allSettled(work)
    const refused = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
    for (const error of refused) expect(isDomainError(error, 'over_limit'), String(error)).toBe(true)
    return { granted: settled.length - refused.length, refused: refused.length }
  }

  describe('what a project uses', () => {
    test('is counted from the first image to its deletion', async () => {
      const image = await add()
      expect(await usage()).toMatchObject({ image_count_total: { used: 1 }, image_size_total: { used: 0 } })

      const active = await upload(image, someBytes(MIB))
      expect(await usage()).toEqual({
        image_size_total: { used: MIB, reserved: 0 },
        image_stage_total: { used: 0, reserved: 0 },
        image_count_total: { used: 1, reserved: 0 },
        image_count_uploading: { used: 0, reserved: 0 },
      })

      await images.remove(ctx, active)
      expect(await usage()).toMatchObject({ image_count_total: { used: 0 }, image_size_total: { used: 0 } })
    })

    test('counts the data once for each location', async () => {
      const active = await upload(await add(), someBytes(1000))
      const [location] = active.locations
      if (location === undefined) throw new Error('An active image has a location.')
      const copy = { ...location, url: `${location.url}-copy` }

      // Below the location layer, which would look for the copy.
      const records = createImageRecords(database)
      const change = { before: active, after: { ...active, locations: [location, copy] } }
      const after = await records.save(ctx, change)
      expect(await size()).toEqual({ used: 2000, reserved: 0 })

      await expect(
        records.save(ctx, { ...change, within: { ...UNLIMITED, image_size_total: 1999 } }),
      ).rejects.toMatchObject({ code: 'over_limit' })

      await records.remove(ctx, after)
      expect(await size()).toEqual({ used: 0, reserved: 0 })
    })

    test('goes along when an image changes its owner', async () => {
      const active = await upload(await add(), someBytes(1000))
      const heir = `project-${randomUUID()}`

      await images.save(ctx, { before: active, after: { ...active, owner: heir } })

      expect(await size()).toEqual({ used: 0, reserved: 0 })
      expect(await usageOf(database.kysely, heir)).toMatchObject({
        image_size_total: { used: 1000 },
        image_count_total: { used: 1 },
      })
    })
  })

  describe('counting anew', () => {
    const mine = async () => (await recountUsage(database)).filter(({ projectId }) => projectId === owner)

    test('finds nothing to set right, and sets right what somebody changed by hand', async () => {
      const [, , other] = (await addMany(3)) as [Image, Image, Image]
      await upload(await add(), someBytes(3000))
      await start(other, MIB, 'tus')
      const before = await usage()
      expect(await mine()).toEqual([])

      await database.kysely
        .updateTable('quota_usage')
        .set({ stored_bytes: 5, images: -1, reserved_store_bytes: 0 })
        .where('project_id', '=', owner)
        .execute()
      expect(await mine()).toMatchObject([
        { was: { stored_bytes: 5, images: -1 }, is: { stored_bytes: 3000, images: 4 } },
      ])
      expect(await usage()).toEqual(before)
    })
  })

  describe('uploads at the same time', () => {
    test('that fit together only in part are granted in part, and nothing of the others stays', async () => {
      limited({ image_size_total: 5 * MIB })
      const many = await addMany(20)

      expect(await outcomes(many.map((image) => start(image, MIB)))).toEqual({ granted: 5, refused: 15 })

      expect(await size()).toEqual({ used: 0, reserved: 5 * MIB })
      const states = await Promise.all(many.map(async ({ id }) => (await images.get(ctx, id)).status))
      expect(states.filter((status) => status === 'queued')).toHaveLength(15)
    })

    test('of unknown length share what there is to the byte', async () => {
      limited({ image_size_total: 3 * MIB })
      const many = await addMany(6)

      const { granted } = await outcomes(many.map((image) => upload(image, someBytes(MIB), false)))

      expect(granted).toBeLessThanOrEqual(3)
      expect(await size()).toEqual({ used: granted * MIB, reserved: 0 })
      await upload((await addMany(1))[0] as Image, someBytes((3 - granted) * MIB), false)
      expect(await size()).toEqual({ used: 3 * MIB, reserved: 0 })
    })

    test('are no more than image_count_uploading', async () => {
      limited({ image_count_uploading: 2 })
      const many = await addMany(8)

      expect(await outcomes(many.map((image) => start(image, 10)))).toEqual({ granted: 2, refused: 6 })
    })

    test('and images no more than image_count_total', async () => {
      limited({ image_count_total: 3 })

      expect(await outcomes(Array.from({ length: 12 }, add))).toEqual({ granted: 3, refused: 9 })
      expect((await usage()).image_count_total.used).toBe(3)
    })
  })

  describe('room that was reserved', () => {
    beforeEach(() => limited({ image_size_total: MIB }))

    test('comes back when the upload is aborted', async () => {
      const [one, other] = (await addMany(2)) as [Image, Image]
      const first = await start(one, MIB)
      await expect(start(other, 1)).rejects.toMatchObject({ code: 'over_limit' })

      await images.abortUpload(ctx, first)

      await upload(other, someBytes(MIB))
      expect(await size()).toEqual({ used: MIB, reserved: 0 })
    })

    test('comes back when the image is deleted', async () => {
      const image = await add()
      await start(image, MIB, 'tus')
      await images.remove(ctx, await images.get(ctx, image.id))
      expect(await size()).toEqual({ used: 0, reserved: 0 })
    })

    test('comes back when a plain upload loses its server', async () => {
      await start(await add(), MIB)
      // A server of another start finds the upload; the one before never said a word.
      await database.kysely.updateTable('uploads').set({ lease_until_ms: 0 }).execute()
      await world.tend()
      expect(await size()).toEqual({ used: 0, reserved: 0 })
    })

    test('stays with a resumable upload until it expires', async () => {
      const started = await start(await add(), MIB, 'tus')
      await world.tend()
      expect(await size()).toEqual({ used: 0, reserved: MIB })

      await database.kysely
        .updateTable('uploads')
        .set({ expires_at_ms: 0 })
        .where('id', '=', started.id)
        .execute()
      await world.tend()
      expect(await size()).toEqual({ used: 0, reserved: 0 })
    })

    test('for a stream of unknown length ends with 413 at the first byte too many, and says the numbers', async () => {
      const image = await add()
      await expect(upload(image, someBytes(MIB + 1), false)).rejects.toMatchObject({
        code: 'over_limit',
        message: expect.stringMatching(
          /may have 1048576 bytes .*image_size_total.*0 are used and 0 reserved/,
        ),
      })
      expect(await images.get(ctx, image.id)).toMatchObject({ status: 'queued' })
      expect(await size()).toEqual({ used: 0, reserved: 0 })
    })
  })

  describe('a reservation for a task', () => {
    const holder = () => ({ kind: 'task', id: randomUUID() }) as const
    const ask = { kind: 'store', bytes: MIB, copies: 2 } as const

    test('takes room for every copy, once however often it is made', async () => {
      const task = holder()
      const reservation = await world.quota.reserve(ctx, { ...ask, projectId: owner, holder: task })
      await world.quota.reserve(ctx, { ...ask, projectId: owner, holder: task })
      expect(await size()).toEqual({ used: 0, reserved: 2 * MIB })

      await reservation.release()
      expect(await size()).toEqual({ used: 0, reserved: 0 })
    })

    test.each(['success', 'failure'] as const)('ends with the task: %s', async (status) => {
      const tasks = createTaskRecords(database)
      const task = holder()
      const facts = { owner, userId: null, imageId: null, requestId: null, input: {}, state: {} }
      await tasks.add({ id: task.id, type: 'import', createdAtMs: 0, ...facts })
      for (const kind of ['store', 'stage'] as const) {
        await world.quota.reserve(ctx, { ...ask, kind, projectId: owner, holder: task, countsAsUpload: true })
      }
      const lease = { owner: 'worker', node: 'worker', untilMs: 1 }
      await tasks.lease(task.id, lease, { nowMs: 0 })
      expect(await usage()).toMatchObject({
        image_size_total: { reserved: 2 * MIB },
        image_count_uploading: { reserved: 2 },
      })
      await tasks.end(task.id, 'worker', { status, result: null, message: '' }, { nowMs: 1 })
      expect(await usage()).toMatchObject({
        image_size_total: { reserved: 0 },
        image_stage_total: { reserved: 0 },
        image_count_uploading: { reserved: 0 },
      })
    })

    test('of staged bytes is kept apart from those of images', async () => {
      limited({ image_stage_total: MIB, image_size_total: 0 })
      await world.quota.reserve(ctx, { ...ask, kind: 'stage', copies: 1, projectId: owner, holder: holder() })
      const more = { ...ask, kind: 'stage', bytes: 1, copies: 1, projectId: owner, holder: holder() } as const
      await expect(world.quota.reserve(ctx, more)).rejects.toMatchObject({ code: 'over_limit' })
    })

    test('for an image that nobody owns is never refused', async () => {
      limited({ image_size_total: 0 })
      const reservation = await world.quota.reserve(ctx, { ...ask, projectId: null, holder: holder() })
      expect(await reservation.cover(10 * MIB)).toBe(Number.POSITIVE_INFINITY)
    })
  })
})
