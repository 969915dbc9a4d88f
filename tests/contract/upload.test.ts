import { createHash, randomUUID } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import {
  alice,
  aRawImage,
  contentOf,
  createUploadWorld,
  inChunks,
  someBytes,
  type UploadWorld,
  unaborted,
} from './upload-world.ts'

const hex = (algo: string, bytes: Uint8Array) => createHash(algo).update(bytes).digest('hex')

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

  const queued = async (change = {}) => world.images.add(alice, aRawImage(randomUUID(), change))

  test('a plain upload ends as an active image with its size, hashes and bytes', async () => {
    const image = await queued()
    const bytes = someBytes(3_500_001)
    const upload = await world.images.startUpload(alice, image, { kind: 'put', totalBytes: bytes.length })
    await world.images.receiveData(alice, upload, {
      stream: inChunks(bytes, 65_536),
      offset: 0,
      signal: unaborted,
    })
    const active = await world.images.finishUpload(alice, upload)
    expect(active).toMatchObject({
      status: 'active',
      sizeBytes: bytes.length,
      virtualSizeBytes: bytes.length,
      checksum: hex('md5', bytes),
      hashAlgo: 'sha512',
      hashValue: hex('sha512', bytes),
    })
    const data = await world.images.openData(alice, active, null, unaborted)
    expect(data.lengthBytes).toBe(bytes.length)
    expect(Buffer.compare(await contentOf(data.stream), bytes)).toBe(0)
  })
})
