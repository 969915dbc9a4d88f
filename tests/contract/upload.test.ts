import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { overLimit } from '#lib/domain/errors.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { hex, MIB, uploadSteps } from './upload-steps.ts'
import {
  alice,
  aSender,
  contentOf,
  createUploadWorld,
  someBytes,
  type UploadWorld,
  type UploadWorldOptions,
  unaborted,
} from './upload-world.ts'

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

  const { queued, start, receive, finish, imageOf, expectGivenBack, expectActive } = uploadSteps(() => world)

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
      expect([...new Set(progress.map(({ step }) => step))]).toEqual([
        'receiving',
        'hashing',
        'inspecting',
        'storing',
      ])
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
      await expect(receive(upload, someBytes(99))).rejects.toMatchObject({
        code: 'invalid',
        message: /99 of 100/,
      })
      await expectGivenBack(upload)
    })

    test('when more bytes come than announced', async () => {
      const upload = await start({ totalBytes: 100 })
      await expect(receive(upload, someBytes(101))).rejects.toMatchObject({ code: 'invalid' })
      await expectGivenBack(upload)
    })

    test('when it grows larger than images may be', async () => {
      const upload = await start()
      await expect(receive(upload, new Uint8Array(64 * MIB + 1))).rejects.toMatchObject({
        code: 'over_limit',
      })
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
      const receiving = world.images.receiveData(alice, upload, {
        ...aSender(),
        offset: 0,
        signal: abort.signal,
      })
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

    test('when its store has no room even for a beginning, and is none later', async () => {
      const full = async () => {
        throw overLimit('The store is full.')
      }
      await open({ store: (store) => ({ ...store, openStaging: full }) })
      for (const kind of ['put', 'tus'] as const) {
        const upload = await start({ kind, totalBytes: 100 })
        await expect(receive(upload, someBytes(100))).rejects.toMatchObject({ code: 'over_limit' })
        await world.images.abortUpload(alice, upload)
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

  test.each(['md5', 'sha1', 'sha256', 'sha512'] as const)(
    'data with the expected %s is accepted',
    async (algo) => {
      const bytes = someBytes(70_000)
      const upload = await start({
        totalBytes: bytes.length,
        expectedHash: { algo, value: hex(algo, bytes) },
      })
      await receive(upload, bytes)
      await expectActive(await finish(upload), bytes)
    },
  )

  test('a site may take data that is not what disk_format says, but never dangerous data', async () => {
    await open({ settings: { requireFormatMatch: false } })
    const odd = await start({ totalBytes: 5000 }, await queued({ diskFormat: 'qcow2' }))
    await receive(odd, someBytes(5000))
    expect((await finish(odd)).status).toBe('active')
    const dangerous = await start({}, await queued({ diskFormat: 'raw' }))
    const bytes = qcow2WithBackingFile()
    await expect(receive(dangerous, bytes).then(() => finish(dangerous))).rejects.toMatchObject({
      code: 'unsupported_media',
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
      await expect(world.images.openData(alice, image, null, unaborted)).rejects.toMatchObject({
        code: 'forbidden',
      })
      const admin = { ...alice, roles: ['admin', 'member', 'reader'] }
      const { stream } = await world.images.openData(admin, image, null, unaborted)
      expect(await contentOf(stream)).toHaveLength(10)
    })

    test('of a queued image is not there yet', async () => {
      const image = await queued()
      await expect(world.images.openData(alice, image, null, unaborted)).rejects.toMatchObject({
        code: 'conflict',
      })
    })

    test('that has vanished from the store is unavailable, not absent', async () => {
      const image = await activeImage(someBytes(10))
      await world.store.remove(image.locations[0]?.url ?? '')
      await expect(world.images.openData(alice, image, null, unaborted)).rejects.toMatchObject({
        code: 'unavailable',
      })
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
        async append(pieces, offset) {
          const lengthBytes = pieces.reduce((sum, piece) => sum + piece.length, 0)
          if (offset + lengthBytes > roomBytes) throw overLimit('No room.')
          await staging.append(pieces, offset)
        },
      }
    },
  }
}
