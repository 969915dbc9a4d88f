import { createHash, randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { overLimit } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { Upload, UploadRequest } from '#lib/domain/upload.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import {
  alice,
  aRawImage,
  aSender,
  contentOf,
  createUploadWorld,
  inChunks,
  someBytes,
  type UploadWorld,
  type UploadWorldOptions,
  unaborted,
} from './upload-world.ts'

const MIB = 1024 ** 2
const hex = (algo: string, bytes: Uint8Array) => createHash(algo).update(bytes).digest('hex')

/** A qcow2 header (version 3, one cluster of 64 KiB) that names a backing file, and some clusters behind it. */
function qcow2WithBackingFile(): Uint8Array {
  const bytes = new Uint8Array(2 * MIB)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x514649fb)
  view.setUint32(4, 3)
  view.setBigUint64(8, 512n)
  view.setUint32(16, 11)
  view.setUint32(20, 16)
  view.setBigUint64(24, 1_048_576n)
  view.setUint32(36, 1)
  view.setBigUint64(40, 131_072n)
  view.setBigUint64(48, 65_536n)
  view.setUint32(56, 1)
  view.setUint32(96, 4)
  view.setUint32(100, 104)
  bytes.set(new TextEncoder().encode('/etc/passwd'), 512)
  return bytes
}

forEachDatabase((openDatabase) => {
  let database: Database
  let world: UploadWorld
  beforeAll(async () => {
    database = await openDatabase()
  })
  const open = async (options: Omit<UploadWorldOptions, 'database'> = {}) => {
    await world.close()
    world = await createUploadWorld({ database, ...options })
  }
  beforeEach(async () => {
    world = await createUploadWorld({ database })
  })
  afterEach(() => world.close())

  const queued = (change: Partial<Image> = {}) => world.images.add(alice, aRawImage(randomUUID(), change))
  const start = async (request: Partial<UploadRequest> = {}, image?: Image) =>
    world.images.startUpload(alice, image ?? (await queued()), { kind: 'put', totalBytes: null, ...request })
  const receive = (upload: Upload, bytes: Uint8Array, offset = 0) =>
    world.images.receiveData(alice, upload, { stream: inChunks(bytes, 65_536), offset, signal: unaborted })
  const finish = (upload: Upload) => world.images.finishUpload(alice, upload)
  const imageOf = (upload: Upload) => world.images.get(alice, upload.imageId)
  const files = async () => {
    const folders = ['staging', 'images'].map((name) => readdir(join(world.folder, name)).catch(() => []))
    return (await Promise.all(folders)).flat()
  }
  const expectGivenBack = async (upload: Upload) => {
    expect(await imageOf(upload)).toMatchObject({ status: 'queued', sizeBytes: null, checksum: null })
    expect(await files()).toEqual([])
  }
  const expectActive = async (image: Image, bytes: Uint8Array) => {
    expect(image).toMatchObject({
      ...{ status: 'active', sizeBytes: bytes.length, checksum: hex('md5', bytes) },
      ...{ hashAlgo: 'sha512', hashValue: hex('sha512', bytes) },
    })
    const { stream, lengthBytes } = await world.images.openData(alice, image, null, unaborted)
    expect(lengthBytes).toBe(bytes.length)
    expect(Buffer.compare(await contentOf(stream), bytes)).toBe(0)
    expect(await files()).toEqual([image.id])
  }

  describe('an upload', () => {
    test.each([0, 1, 65_536, MIB, 3_500_001])('of %i bytes ends as an active image', async (count) => {
      const bytes = someBytes(count)
      const upload = await start({ totalBytes: count })
      await receive(upload, bytes)
      await expectActive(await finish(upload), bytes)
    })

    test('of unknown length takes what comes', async () => {
      const bytes = someBytes(2_000_000)
      const upload = await start()
      await receive(upload, bytes)
      await expectActive(await finish(upload), bytes)
    })

    test('gives the virtual size of a raw image', async () => {
      const upload = await start({ totalBytes: 5000 })
      await receive(upload, someBytes(5000))
      expect((await finish(upload)).virtualSizeBytes).toBe(5000)
    })

    test('tells its progress and its steps, a few times a second at most', async () => {
      const upload = await start({ totalBytes: 20 * MIB })
      await receive(upload, someBytes(20 * MIB))
      await finish(upload)
      const progress = world.events.filter((event) => event.type === 'upload.progress')
      expect([...new Set(progress.map(({ step }) => step))]).toEqual(['receiving', 'hashing', 'inspecting', 'storing'])
      expect(progress.length).toBeLessThan(60)
      expect(progress.at(-1)).toMatchObject({ receivedBytes: 20 * MIB, totalBytes: 20 * MIB })
    })
  })

  describe('an upload is not begun', () => {
    test.each([
      ['disk_format', { diskFormat: null }],
      ['container_format', { containerFormat: null }],
    ])('while %s is not set; the message says what to do', async (field, change) => {
      const image = await queued(change)
      const starting = start({}, image)
      await expect(starting).rejects.toMatchObject({ code: 'invalid', field, message: /PATCH/ })
      expect((await world.images.get(alice, image.id)).status).toBe('queued')
    })

    test('into an image that has data or is being written', async () => {
      const upload = await start({ totalBytes: 1 })
      await expect(start({}, await imageOf(upload))).rejects.toMatchObject({ code: 'conflict' })
      await receive(upload, someBytes(1))
      const active = await finish(upload)
      await expect(start({}, active)).rejects.toMatchObject({ code: 'conflict' })
    })

    test('into an unknown store', async () => {
      await expect(start({ storeId: 'attic' })).rejects.toMatchObject({ code: 'invalid', field: 'store' })
    })

    test('when it is announced larger than images may be', async () => {
      await expect(start({ totalBytes: 65 * MIB })).rejects.toMatchObject({ code: 'over_limit' })
    })
  })

  describe('a plain upload is given back', () => {
    test('when fewer bytes come than announced', async () => {
      const upload = await start({ totalBytes: 100 })
      await expect(receive(upload, someBytes(99))).rejects.toMatchObject({ code: 'invalid', message: /99 of 100/ })
      await expectGivenBack(upload)
    })

    test('when more bytes come than announced', async () => {
      const upload = await start({ totalBytes: 100 })
      await expect(receive(upload, someBytes(101))).rejects.toMatchObject({ code: 'invalid' })
      await expectGivenBack(upload)
    })

    test('when it grows larger than images may be', async () => {
      const upload = await start()
      await expect(receive(upload, new Uint8Array(64 * MIB + 1))).rejects.toMatchObject({ code: 'over_limit' })
      await expectGivenBack(upload)
    })

    test('when the connection breaks', async () => {
      const upload = await start({ totalBytes: 5 * MIB })
      const sender = aSender()
      const receiving = world.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
      sender.send(someBytes(2 * MIB))
      sender.fail(new Error('ECONNRESET'))
      await expect(receiving).rejects.toMatchObject({ code: 'interrupted' })
      await expectGivenBack(upload)
    })

    test('when its request is aborted', async () => {
      const upload = await start({ totalBytes: 5 * MIB })
      const abort = new AbortController()
      const receiving = world.images.receiveData(alice, upload, { ...aSender(), offset: 0, signal: abort.signal })
      abort.abort()
      await expect(receiving).rejects.toMatchObject({ code: 'interrupted' })
      await expectGivenBack(upload)
    })
  })

  describe('data is refused, and the image queued again,', () => {
    test('when it is not what disk_format says', async () => {
      const upload = await start({ totalBytes: 5000 }, await queued({ diskFormat: 'qcow2' }))
      await receive(upload, someBytes(5000))
      await expect(finish(upload)).rejects.toMatchObject({ code: 'unsupported_media', message: /qcow2/ })
      await expectGivenBack(upload)
    })

    test('when it is dangerous, as early as that shows', async () => {
      const upload = await start({ totalBytes: 60 * MIB })
      const sender = aSender()
      const receiving = world.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
      sender.send(qcow2WithBackingFile())
      sender.send(new Uint8Array(MIB))
      await expect(receiving).rejects.toMatchObject({ code: 'unsupported_media' })
      await expectGivenBack(upload)
    })

    test('when it has another hash than expected, and both are named', async () => {
      const bytes = someBytes(1000)
      const expectedHash = { algo: 'sha256', value: '0'.repeat(64) } as const
      const upload = await start({ totalBytes: 1000, expectedHash })
      await receive(upload, bytes)
      const finishing = finish(upload)
      await expect(finishing).rejects.toMatchObject({ code: 'invalid', field: 'expected_hash' })
      await expect(finishing).rejects.toThrow(hex('sha256', bytes))
      await expect(finishing).rejects.toThrow('0'.repeat(64))
      await expectGivenBack(upload)
    })

    test('when the store is full', async () => {
      await open({ store: (store) => fullAfter(store, 2 * MIB) })
      for (const kind of ['put', 'tus'] as const) {
        const upload = await start({ kind, totalBytes: 5 * MIB })
        await expect(receive(upload, someBytes(5 * MIB))).rejects.toMatchObject({ code: 'over_limit' })
        await expectGivenBack(upload)
      }
    })

    test('and the next upload of the same image succeeds', async () => {
      const image = await queued({ diskFormat: 'iso' })
      const refused = await start({ totalBytes: 100 }, image)
      await receive(refused, someBytes(100))
      await expect(finish(refused)).rejects.toMatchObject({ code: 'unsupported_media' })
      const raw = { ...(await imageOf(refused)), diskFormat: 'raw' }
      await world.images.save(alice, { before: await imageOf(refused), after: raw })
      const upload = await start({ totalBytes: 100 }, await imageOf(refused))
      await receive(upload, someBytes(100))
      await expectActive(await finish(upload), someBytes(100))
    })
  })

  test.each(['md5', 'sha1', 'sha256', 'sha512'] as const)('data with the expected %s is accepted', async (algo) => {
    const bytes = someBytes(70_000)
    const upload = await start({ totalBytes: bytes.length, expectedHash: { algo, value: hex(algo, bytes) } })
    await receive(upload, bytes)
    await expectActive(await finish(upload), bytes)
  })

  test('a site may take data that is not what disk_format says, but never dangerous data', async () => {
    await open({ settings: { requireFormatMatch: false } })
    const odd = await start({ totalBytes: 5000 }, await queued({ diskFormat: 'qcow2' }))
    await receive(odd, someBytes(5000))
    expect((await finish(odd)).status).toBe('active')
    const dangerous = await start({}, await queued({ diskFormat: 'raw' }))
    const bytes = qcow2WithBackingFile()
    await expect(receive(dangerous, bytes).then(() => finish(dangerous))).rejects.toMatchObject({ code: 'unsupported_media' })
  })

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
        await expect(receive(upload, bytes.subarray(offset), offset)).rejects.toMatchObject({ code: 'conflict' })
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
      await expect(finish(upload)).rejects.toMatchObject({ code: 'unsupported_media', message: (first as Error).message })
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
      expect(await directory.find({ ...mallory, roles: ['admin'] }, upload.id)).toMatchObject({ id: upload.id })
      expect(await directory.listOpen(alice, upload.imageId)).toMatchObject([{ id: upload.id, receivedBytes: 0 }])
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
        await expect(world.uploads.directory.find(alice, upload.id)).rejects.toMatchObject({ code: 'not_found' })
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

  describe('data', () => {
    const activeImage = async (bytes: Uint8Array) => {
      const upload = await start({ totalBytes: bytes.length })
      await receive(upload, bytes)
      return finish(upload)
    }

    test('is read in ranges', async () => {
      const bytes = someBytes(3_000_000)
      const image = await activeImage(bytes)
      const range = { start: 1_000_000, end: 2_500_000 }
      const { stream, lengthBytes } = await world.images.openData(alice, image, range, unaborted)
      expect(lengthBytes).toBe(1_500_001)
      expect(Buffer.compare(await contentOf(stream), bytes.subarray(1_000_000, 2_500_001))).toBe(0)
      const outside = world.images.openData(alice, image, { start: 0, end: 3_000_000 }, unaborted)
      await expect(outside).rejects.toMatchObject({ code: 'bad_range' })
    })

    test('of a deactivated image is for administrators', async () => {
      const image = { ...(await activeImage(someBytes(10))), status: 'deactivated' } as const
      await expect(world.images.openData(alice, image, null, unaborted)).rejects.toMatchObject({ code: 'forbidden' })
      const admin = { ...alice, roles: ['admin', 'member', 'reader'] }
      const { stream } = await world.images.openData(admin, image, null, unaborted)
      expect(await contentOf(stream)).toHaveLength(10)
    })

    test('of a queued image is not there yet', async () => {
      const image = await queued()
      await expect(world.images.openData(alice, image, null, unaborted)).rejects.toMatchObject({ code: 'conflict' })
    })

    test('that has vanished from the store is unavailable, not absent', async () => {
      const image = await activeImage(someBytes(10))
      await world.store.remove(image.locations[0]?.url ?? '')
      await expect(world.images.openData(alice, image, null, unaborted)).rejects.toMatchObject({ code: 'unavailable' })
    })
  })
})

/** A store with room for so many bytes of one upload. */
function fullAfter(store: WritableStore, roomBytes: number): WritableStore {
  return {
    ...store,
    async openStaging(key) {
      const staging = await store.openStaging(key)
      return {
        ...staging,
        async append(block, offset) {
          if (offset + block.length > roomBytes) throw overLimit('No room.')
          await staging.append(block, offset)
        },
      }
    },
  }
}
