import { beforeAll, expect, test } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { hex, uploadSteps } from '#tests/contract/upload-steps.ts'
import {
  contentOf,
  createUploadWorld,
  someBytes,
  type UploadWorld,
  unaborted,
} from '#tests/contract/upload-world.ts'
import { fixedVhd } from '#tests/formats/samples.ts'
import { openingSqlite } from '#tests/support/database.ts'
import type { StoreWorld } from './store-world.ts'

/** Whole uploads into a store of parts: what the store alone cannot promise. */
export function uploadsContract(openStore: () => StoreWorld): void {
  const openDatabase = openingSqlite()
  let database: Database
  let world: UploadWorld
  beforeAll(async () => {
    database = await openDatabase()
  })
  const { start, receive, finish } = uploadSteps(() => world)

  /** A server that knows nothing of what the one before had in memory. */
  const anotherNode = async (store: () => StoreWorld['store'], node: string) => {
    await world.close()
    world = await createUploadWorld({ database, node, store })
  }

  test('an upload that goes on at another node has the hashes of the whole data', async () => {
    const there = openStore()
    const bytes = someBytes(Math.round(there.partBytes * 2.3))
    const cut = Math.round(there.partBytes * 1.4)
    world = await createUploadWorld({ database, node: 'one/b/1/1/a', store: () => there.store })
    const upload = await start({ kind: 'tus', totalBytes: bytes.length })
    await receive(upload, bytes.subarray(0, cut))
    await anotherNode(there.reopen, 'two/b/1/1/a')
    await receive(upload, bytes.subarray(cut), cut)
    const image = await finish(upload)
    await world.close()
    expect(image).toMatchObject({
      ...{ status: 'active', sizeBytes: bytes.length },
      ...{ checksum: hex('md5', bytes), hashValue: hex('sha512', bytes) },
    })
    const { stream } = await there.store.open(image.locations[0]?.url ?? '', null, unaborted)
    expect(Buffer.compare(await contentOf(stream), bytes)).toBe(0)
    expect(await there.leftovers()).toEqual([])
  })

  test('a format that is known by its last bytes alone is recognised, and data without them is refused without a trace', async () => {
    const there = openStore()
    const disk = fixedVhd(someBytes(Math.round(there.partBytes * 1.2)))
    world = await createUploadWorld({ database, store: () => there.store })
    const { queued } = uploadSteps(() => world)
    const refused = await start({ totalBytes: disk.length }, await queued({ diskFormat: 'vhd' }))
    await receive(refused, someBytes(disk.length))
    await expect(finish(refused)).rejects.toMatchObject({ code: 'unsupported_media' })
    expect([await there.images(), await there.leftovers()]).toEqual([[], []])
    const upload = await start({ totalBytes: disk.length }, await queued({ diskFormat: 'vhd' }))
    await receive(upload, disk)
    expect(await finish(upload)).toMatchObject({ status: 'active', virtualSizeBytes: disk.length - 512 })
    await world.close()
  })
}
