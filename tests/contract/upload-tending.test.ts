import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { createUploadRecords } from '#lib/db/upload-records.ts'
import { DomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { Upload, UploadRequest } from '#lib/domain/upload.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import { createNodeId } from '#lib/uploads/node-id.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'
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
const MINUTE_MS = 60_000
const bytes = someBytes(5_000_000)

const nodeWith = (index: number, value: string) => createNodeId().split('/').with(index, value).join('/')
/** A server that was killed: its process number belongs to nobody. */
const killedNode = () => nodeWith(2, '999999')

/** Servers over one database and one folder: after each other, or beside each other. */
forEachDatabase((openDatabase) => {
  let database: Database
  let folder: string
  let clock: ManualClock
  let worlds: UploadWorld[]
  beforeAll(async () => {
    database = await openDatabase()
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-tending-'))
    clock = createManualClock()
    worlds = []
  })
  afterEach(async () => {
    for (const world of worlds) await world.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function aServer(options: Partial<UploadWorldOptions> = {}) {
    const world = await createUploadWorld({ database, folder, clock, ...options })
    worlds.push(world)
    return world
  }
  const start = async (world: UploadWorld, request: Partial<UploadRequest> = {}) => {
    const image = await world.images.add(alice, aRawImage(randomUUID()))
    return world.images.startUpload(alice, image, { kind: 'tus', totalBytes: bytes.length, ...request })
  }
  const receive = (world: UploadWorld, upload: Upload, part: Uint8Array, offset: number) =>
    world.images.receiveData(alice, upload, { stream: inChunks(part, 100_000), offset, signal: unaborted })
  const offsetAt = async (world: UploadWorld, { id }: Upload) =>
    (await world.uploads.directory.find(alice, id)).receivedBytes
  const files = async () => {
    const folders = ['staging', 'images'].map((name) => readdir(join(folder, name)).catch(() => []))
    return (await Promise.all(folders)).flat()
  }
  const rowOf = (upload: Upload) => createUploadRecords(database).find(upload.id)
  const imageOf = (world: UploadWorld, upload: Upload) => world.images.get(alice, upload.imageId)
  const expectWhole = async (world: UploadWorld, image: Image) => {
    expect(image).toMatchObject({
      ...{
        status: 'active',
        sizeBytes: bytes.length,
        checksum: createHash('md5').update(bytes).digest('hex'),
      },
      hashValue: createHash('sha512').update(bytes).digest('hex'),
    })
    const { stream } = await world.images.openData(alice, image, null, unaborted)
    expect(Buffer.compare(await contentOf(stream), bytes)).toBe(0)
  }

  /** A server that dies with a request under way: its promises never settle, its lease stays. */
  async function killedWhileReceiving(world: UploadWorld, upload: Upload, part: Uint8Array) {
    const sender = aSender()
    const receiving = world.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
    receiving.catch(() => undefined)
    sender.send(part)
    await expect.poll(() => sender.takenBytes()).toBe(part.length)
    // After a second's silence what waits in memory is written.
    clock.advance(2_000)
    await expect.poll(() => offsetAt(world, upload)).toBe(part.length)
  }

  test('after a restart an upload goes on where it was, and ends like an unbroken one', async () => {
    const first = await aServer({ node: killedNode() })
    const upload = await start(first)
    await killedWhileReceiving(first, upload, bytes.subarray(0, 3_333_333))
    const second = await aServer()
    await second.tend()
    expect(await offsetAt(second, upload)).toBe(3_333_333)
    await receive(second, upload, bytes.subarray(3_333_333), 3_333_333)
    await expectWhole(second, await second.images.finishUpload(alice, upload))
  })

  test('after a loss of power only synced bytes count: the rest is sent again', async () => {
    const first = await aServer({ node: nodeWith(1, 'earlier') })
    const upload = await start(first)
    await receive(first, upload, bytes.subarray(0, 2_000_000), 0)
    // The file got longer, but its tail never reached the disk.
    await truncate(join(folder, 'staging', upload.id), 3_500_000)
    const second = await aServer()
    expect(await offsetAt(second, upload)).toBe(2_000_000)
    await receive(second, upload, bytes.subarray(2_000_000), 2_000_000)
    await expectWhole(second, await second.images.finishUpload(alice, upload))
  })

  test('a resumable upload with all its bytes whose server ended before finishing is finished', async () => {
    const first = await aServer({ node: killedNode() })
    const upload = await start(first)
    await receive(first, upload, bytes, 0)
    const second = await aServer()
    await second.tend()
    await expectWhole(second, await imageOf(second, upload))
    expect(second.troubles).toEqual([])
  })

  test('an upload whose server ended between commit and activation is finished', async () => {
    const first = await aServer({ node: killedNode(), store: dyingAfterCommit })
    const upload = await start(first)
    await receive(first, upload, bytes, 0)
    await expect(first.images.finishUpload(alice, upload)).rejects.toThrow('killed')
    expect(await files()).toEqual([upload.imageId])
    const second = await aServer()
    expect(await offsetAt(second, upload)).toBe(bytes.length)
    await second.tend()
    await expectWhole(second, await imageOf(second, upload))
  })

  test('a plain upload whose server ended is given back with its bytes removed', async () => {
    const first = await aServer({ node: killedNode() })
    const upload = await start(first, { kind: 'put' })
    const sender = aSender()
    const receiving = first.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
    receiving.catch(() => undefined)
    sender.send(bytes.subarray(0, 2 * MIB))
    await expect.poll(() => sender.takenBytes()).toBe(2 * MIB)
    const second = await aServer()
    await second.tend()
    expect((await imageOf(second, upload)).status).toBe('queued')
    expect(await files()).toEqual([])
    expect(await rowOf(upload)).toBeNull()
  })

  test('a plain upload whose server ended right after the claim is given back at once', async () => {
    const upload = await start(await aServer({ node: killedNode() }), { kind: 'put' })
    const second = await aServer()
    await second.tend()
    expect((await imageOf(second, upload)).status).toBe('queued')
  })

  test('a plain upload that was claimed and never received is given back after a minute, not before', async () => {
    const world = await aServer()
    const upload = await start(world, { kind: 'put' })
    await world.tend()
    expect((await imageOf(world, upload)).status).toBe('saving')
    clock.advance(MINUTE_MS + 1)
    await world.tend()
    expect((await imageOf(world, upload)).status).toBe('queued')
  })

  test('tending leaves uploads that are being received alone, on this node and on others', async () => {
    const first = await aServer()
    const upload = await start(first, { kind: 'put' })
    const sender = aSender()
    const receiving = first.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
    sender.send(bytes.subarray(0, 100))
    await expect.poll(() => sender.takenBytes()).toBe(100)
    const elsewhere = await aServer({ node: nodeWith(0, 'elsewhere') })
    await first.tend()
    await elsewhere.tend()
    sender.send(bytes.subarray(100))
    sender.end()
    await receiving
    await expectWhole(first, await first.images.finishUpload(alice, upload))
  })

  test('an upload without activity expires; activity puts it off', async () => {
    const world = await aServer({ settings: { expiryMs: 10 * MINUTE_MS } })
    const upload = await start(world)
    clock.advance(9 * MINUTE_MS)
    await receive(world, upload, bytes.subarray(0, 1000), 0)
    clock.advance(9 * MINUTE_MS)
    await world.tend()
    expect(await offsetAt(world, upload)).toBe(1000)
    clock.advance(2 * MINUTE_MS)
    await world.tend()
    await expect(world.uploads.directory.find(alice, upload.id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await imageOf(world, upload)).status).toBe('queued')
    expect(await files()).toEqual([])
  })

  test('how an upload ended is remembered for a day', async () => {
    const world = await aServer()
    const upload = await start(world)
    await receive(world, upload, bytes, 0)
    await world.images.finishUpload(alice, upload)
    clock.advance(23 * 60 * MINUTE_MS)
    await world.tend()
    expect(await world.uploads.directory.find(alice, upload.id)).toMatchObject({ state: 'finished' })
    clock.advance(2 * 60 * MINUTE_MS)
    await world.tend()
    expect(await rowOf(upload)).toBeNull()
    await expectWhole(world, await imageOf(world, upload))
  })

  test('staged bytes of no upload are removed', async () => {
    const world = await aServer()
    const upload = await start(world)
    await receive(world, upload, bytes.subarray(0, 10), 0)
    await writeFile(join(folder, 'staging', randomUUID()), 'left behind')
    await world.tend()
    expect(await files()).toEqual([upload.id])
  })

  test('an upload whose image went without a word is removed with its bytes', async () => {
    const first = await aServer({ node: killedNode() })
    const upload = await start(first)
    await receive(first, upload, bytes.subarray(0, 10), 0)
    // The row went, and the server died before the rest of the deletion.
    await database.kysely.deleteFrom('images').where('id', '=', upload.imageId).execute()
    await (await aServer()).tend()
    expect(await files()).toEqual([])
    expect(await rowOf(upload)).toBeNull()
  })

  test('data that could not be removed with its image is removed later', async () => {
    const broken = await aServer({ store: failingToRemove })
    const upload = await start(broken, { kind: 'put' })
    await receive(broken, upload, bytes, 0)
    await broken.images.remove(alice, await broken.images.finishUpload(alice, upload))
    expect(broken.troubles).toMatchObject([{ code: 'unavailable' }])
    expect(await files()).toEqual([upload.imageId])
    const mended = await aServer()
    clock.advance(2 * MINUTE_MS)
    await mended.tend()
    expect(await files()).toEqual([])
  })

  test('a deletion that failed keeps the data', async () => {
    const world = await aServer()
    const upload = await start(world)
    await receive(world, upload, bytes, 0)
    const image = await world.images.finishUpload(alice, upload)
    // The deletion was noted, and its server died before the row went.
    await world.doomed.note([
      { url: image.locations[0]?.url ?? '', storeId: 'file', imageId: image.id, notedAtMs: 0 },
    ])
    await world.tend()
    await expectWhole(world, image)
    expect(await world.doomed.list(Number.MAX_SAFE_INTEGER)).toEqual([])
  })

  test('a sender that falls silent is cut off, and what came is kept', async () => {
    const world = await aServer({ settings: { idleMs: 30_000 } })
    const upload = await start(world)
    const sender = aSender()
    const receiving = world.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
    const outcome = receiving.catch((error: unknown) => error)
    sender.send(bytes.subarray(0, 1_500_000))
    await expect.poll(() => sender.takenBytes()).toBe(1_500_000)
    clock.advance(31_000)
    expect(await outcome).toMatchObject({ code: 'interrupted', message: /30 seconds/ })
    expect(await offsetAt(world, upload)).toBe(1_500_000)
  })

  test('a node that was taken over writes nothing more', async () => {
    const slow = await aServer({ node: nodeWith(0, 'slow'), settings: { idleMs: 10 * MINUTE_MS } })
    const upload = await start(slow)
    const sender = aSender()
    const receiving = slow.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
    const outcome = receiving.catch((error: unknown) => error)
    sender.send(bytes.subarray(0, 1_000_000))
    await expect.poll(() => sender.takenBytes()).toBe(1_000_000)
    // It stands still so long that its lease lapses, with a megabyte in memory that no other node knows of.
    const ahead = createManualClock(clock.nowMs() + MINUTE_MS)
    const other = await aServer({ node: nodeWith(0, 'other'), clock: ahead })
    await receive(other, upload, bytes, 0)
    clock.advance(MINUTE_MS)
    sender.send(new Uint8Array(2_000_000))
    sender.end()
    expect(await outcome).toMatchObject({ code: 'conflict' })
    await expectWhole(other, await other.images.finishUpload(alice, upload))
  })

  test('a node hears with its next renewal that another one deleted the image, and nothing is left', async () => {
    const [one, other] = [
      await aServer({ node: nodeWith(0, 'one') }),
      await aServer({ node: nodeWith(0, 'other') }),
    ]
    const upload = await start(one)
    const sender = aSender()
    const receiving = one.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
    const outcome = receiving.catch((error: unknown) => error)
    sender.send(bytes.subarray(0, 1_500_000))
    await expect.poll(() => sender.takenBytes()).toBe(1_500_000)
    await other.images.remove(alice, await imageOf(other, upload))
    clock.advance(4_000)
    expect(await outcome).toMatchObject({ code: 'gone' })
    await other.tend()
    expect([await files(), await rowOf(upload)]).toEqual([[], null])
  })

  test('a server that ends keeps what its requests received', async () => {
    const first = await aServer()
    const upload = await start(first)
    const sender = aSender()
    const receiving = first.images.receiveData(alice, upload, { ...sender, offset: 0, signal: unaborted })
    const outcome = receiving.catch((error: unknown) => error)
    sender.send(bytes.subarray(0, 2_222_222))
    await expect.poll(() => sender.takenBytes()).toBe(2_222_222)
    await first.uploads.close()
    expect(await outcome).toMatchObject({ code: 'interrupted' })
    expect((await rowOf(upload))?.receivedBytes).toBe(2_222_222)
  })
})

function dyingAfterCommit(store: WritableStore): WritableStore {
  return {
    ...store,
    async openStaging(key) {
      const staging = await store.openStaging(key)
      return {
        ...staging,
        async commit() {
          await staging.commit()
          throw new Error('killed')
        },
      }
    },
  }
}

function failingToRemove(store: WritableStore): WritableStore {
  return { ...store, remove: () => Promise.reject(new DomainError('unavailable', 'The disk is away.')) }
}
