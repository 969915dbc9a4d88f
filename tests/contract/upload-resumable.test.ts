import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { hex, MIB, uploadSteps } from './upload-steps.ts'
import {
  alice,
  aSender,
  createUploadWorld,
  inChunks,
  someBytes,
  type UploadWorld,
  unaborted,
} from './upload-world.ts'

forEachDatabase((openDatabase) => {
  let database: Database
  let world: UploadWorld
  beforeAll(async () => {
    database = await openDatabase()
  })
  beforeEach(async () => {
    world = await createUploadWorld({ database })
  })
  afterEach(() => world.close())

  const { queued, start, receive, finish, imageOf, files, expectGivenBack, expectActive } = uploadSteps(
    () => world,
  )

  describe('a resumable upload', () => {
    const bytes = someBytes(4_000_000)

    test('over several requests ends like an unbroken one', async () => {
      let upload = await start({ kind: 'tus', totalBytes: bytes.length })
      for (const end of [1, 1_000_000, 1_000_000, 3_333_333, bytes.length]) {
        const { receivedBytes } = upload
        upload = await receive(upload, bytes.subarray(receivedBytes, end), receivedBytes)
        expect(upload.receivedBytes).toBe(end)
      }
      await expectActive(await finish(upload), bytes)
    })

    test('keeps what came before the connection broke', async () => {
      const upload = await start({ kind: 'tus', totalBytes: bytes.length })
      const sender = aSender()
      const receiving = world.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
      sender.send(bytes.subarray(0, 1_234_567))
      sender.fail(new Error('ECONNRESET'))
      await expect(receiving).rejects.toMatchObject({ code: 'interrupted' })
      expect((await world.uploads.directory.find(alice, upload.id)).receivedBytes).toBe(1_234_567)
      await receive(upload, bytes.subarray(1_234_567), 1_234_567)
      await expectActive(await finish(upload), bytes)
    })

    test('takes data at its end only', async () => {
      const upload = await start({ kind: 'tus', totalBytes: bytes.length })
      await receive(upload, bytes.subarray(0, 1000))
      for (const offset of [0, 999, 1001]) {
        await expect(receive(upload, bytes.subarray(offset), offset)).rejects.toMatchObject({
          code: 'conflict',
        })
      }
      await receive(upload, bytes.subarray(1000), 1000)
      await expectActive(await finish(upload), bytes)
    })

    test('is not finished before all bytes are there, and stays', async () => {
      const upload = await start({ kind: 'tus', totalBytes: bytes.length })
      await receive(upload, bytes.subarray(0, 1000))
      await expect(finish(upload)).rejects.toMatchObject({ code: 'conflict', message: /1000 of 4000000/ })
      await receive(upload, bytes.subarray(1000), 1000)
      await expectActive(await finish(upload), bytes)
    })

    test('keeps nothing of a request that does not have its checksum', async () => {
      const upload = await start({ kind: 'tus', totalBytes: bytes.length })
      await receive(upload, bytes.subarray(0, 1000))
      const part = bytes.subarray(1000, 2_500_000)
      const send = (value: string) =>
        world.images.receiveData(alice, upload, {
          ...{ stream: inChunks(part, 65_536), offset: 1000, signal: unaborted },
          checksum: { algo: 'sha1', value },
        })
      await expect(send('0'.repeat(40))).rejects.toMatchObject({ code: 'invalid', field: 'checksum' })
      expect((await world.uploads.directory.find(alice, upload.id)).receivedBytes).toBe(1000)
      await send(hex('sha1', part))
      await receive(upload, bytes.subarray(2_500_000), 2_500_000)
      await expectActive(await finish(upload), bytes)
    })

    test('is finished once, however many ask', async () => {
      const upload = await start({ kind: 'tus', totalBytes: bytes.length })
      await receive(upload, bytes)
      const outcomes = await Promise.allSettled([finish(upload), finish(upload), finish(upload)])
      expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' })
      }
      await expectActive(await finish(upload), bytes)
    })

    test('is remembered when it was refused, with the same reason', async () => {
      const upload = await start({ kind: 'tus', totalBytes: 10 }, await queued({ diskFormat: 'vdi' }))
      await receive(upload, someBytes(10))
      const first = await finish(upload).catch((error: unknown) => error)
      expect(first).toMatchObject({ code: 'unsupported_media' })
      await expect(finish(upload)).rejects.toMatchObject({
        code: 'unsupported_media',
        message: (first as Error).message,
      })
      expect(await world.uploads.directory.find(alice, upload.id)).toMatchObject({ state: 'refused' })
    })

    test('has one writer: a second request is turned away, and does no harm', async () => {
      const upload = await start({ kind: 'tus', totalBytes: bytes.length })
      const sender = aSender()
      const receiving = world.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
      sender.send(bytes.subarray(0, 100))
      await expect.poll(() => sender.takenBytes()).toBe(100)
      await expect(receive(upload, bytes, 0)).rejects.toMatchObject({ code: 'conflict' })
      await expect(finish(upload)).rejects.toMatchObject({ code: 'conflict' })
      sender.send(bytes.subarray(100))
      sender.end()
      await receiving
      await expectActive(await finish(upload), bytes)
    })

    test('ends when it is cancelled, also while it is receiving', async () => {
      const upload = await start({ kind: 'tus', totalBytes: bytes.length })
      const sender = aSender()
      const receiving = world.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
      const outcome = receiving.catch((error: unknown) => error)
      sender.send(bytes.subarray(0, 2_000_000))
      await expect.poll(() => sender.takenBytes()).toBe(2_000_000)
      await world.images.abortUpload(alice, upload)
      expect(await outcome).toMatchObject({ code: 'interrupted' })
      await expectGivenBack(upload)
      await world.images.abortUpload(alice, upload)
    })

    test('of another project is absent, an administrator sees it', async () => {
      const upload = await start({ kind: 'tus', totalBytes: bytes.length })
      const { directory } = world.uploads
      const mallory = { ...alice, projectId: 'project-m' }
      await expect(directory.find(mallory, upload.id)).rejects.toMatchObject({ code: 'not_found' })
      expect(await directory.listOpen(mallory, upload.imageId)).toEqual([])
      expect(await directory.find({ ...mallory, roles: ['admin'] }, upload.id)).toMatchObject({
        id: upload.id,
      })
      expect(await directory.listOpen(alice, upload.imageId)).toMatchObject([
        { id: upload.id, receivedBytes: 0 },
      ])
    })
  })

  describe('deleting an image', () => {
    test('while its data comes ends the sending with gone, and removes the bytes', async () => {
      for (const kind of ['put', 'tus'] as const) {
        const upload = await start({ kind, totalBytes: 5 * MIB })
        const sender = aSender()
        const receiving = world.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
        const outcome = receiving.catch((error: unknown) => error)
        sender.send(someBytes(2 * MIB))
        await expect.poll(() => sender.takenBytes()).toBe(2 * MIB)
        await world.images.remove(alice, await imageOf(upload))
        expect(await outcome).toMatchObject({ code: 'gone' })
        expect(await files()).toEqual([])
        await expect(world.uploads.directory.find(alice, upload.id)).rejects.toMatchObject({
          code: 'not_found',
        })
      }
    })

    test('between two requests makes the next one end with gone', async () => {
      const upload = await start({ kind: 'tus', totalBytes: 5 * MIB })
      await receive(upload, someBytes(MIB))
      await world.images.remove(alice, await imageOf(upload))
      expect(await files()).toEqual([])
      await expect(receive(upload, someBytes(MIB), MIB)).rejects.toMatchObject({ code: 'gone' })
      await expect(finish(upload)).rejects.toMatchObject({ code: 'gone' })
      await world.images.abortUpload(alice, upload)
    })

    test('removes its data', async () => {
      const upload = await start({ totalBytes: 10 })
      await receive(upload, someBytes(10))
      await world.images.remove(alice, await finish(upload))
      expect(await files()).toEqual([])
    })
  })
})
