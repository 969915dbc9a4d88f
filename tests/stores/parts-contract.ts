import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StagingKey, WritableStore } from '#lib/stores/store.ts'
import { contentOf, someBytes, unaborted } from '#tests/contract/upload-world.ts'
import type { StoreWorld } from './store-world.ts'

const newKey = (): StagingKey => ({ uploadId: randomUUID(), imageId: randomUUID() })
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0
const readAll = async (store: WritableStore, url: string) =>
  contentOf((await store.open(url, null, unaborted)).stream)

/** What stores that take data in parts promise besides. */
export function partsContract(makeStore: () => Promise<StoreWorld>): void {
  let world: StoreWorld
  let store: WritableStore
  beforeEach(async () => {
    world = await makeStore()
    store = world.store
  })
  afterEach(() => world.close())

  test('an upload of several parts goes on elsewhere after its server was killed, and leaves nothing but the image', async () => {
    const key = newKey()
    const bytes = someBytes(Math.round(world.partBytes * 2.4))
    const cut = Math.round(world.partBytes * 1.6)
    const first = await store.openStaging(key)
    await first.append([bytes.subarray(0, cut)], 0)
    await first.sync()

    const other = world.reopen()
    expect(await other.stagedSize(key)).toBe(cut)
    const second = await other.openStaging(key)
    await second.append([bytes.subarray(cut)], cut)
    await second.sync()
    await second.seal()
    const target = new Uint8Array(2000)
    expect(await second.read(world.partBytes - 1000, target)).toBe(2000)
    expect(isSame(target, bytes.subarray(world.partBytes - 1000, world.partBytes + 1000))).toBe(true)
    const url = await second.commit()
    await second.close()
    expect(isSame(await readAll(other, url), bytes)).toBe(true)
    const across = { start: world.partBytes - 5, end: world.partBytes + 4 }
    const range = await other.open(url, across, unaborted)
    expect(isSame(await contentOf(range.stream), bytes.subarray(across.start, across.end + 1))).toBe(true)
    expect(await world.leftovers()).toEqual([])
    await other.remove(url)
    expect(await world.leftovers()).toEqual([])
  })

  test('what was not synced is lost with its server, and nothing else', async () => {
    const key = newKey()
    const bytes = someBytes(Math.round(world.partBytes * 1.5))
    const first = await store.openStaging(key)
    await first.append([bytes], 0)
    expect(await world.reopen().stagedSize(key)).toBe(world.partBytes)
  })

  test('a cut back to where a request began gives the very bytes that were there, though parts were finished since', async () => {
    const key = newKey()
    const [opened, more] = [Math.round(world.partBytes * 0.7), Math.round(world.partBytes * 1.6)]
    const bytes = someBytes(opened + more)
    const before = await store.openStaging(key)
    await before.append([bytes.subarray(0, opened)], 0)
    await before.sync()
    await before.close()

    const staging = await store.openStaging(key)
    await staging.append([someBytes(more, 99)], opened)
    await staging.truncate(opened)
    expect(staging.size()).toBe(opened)
    expect(await world.reopen().stagedSize(key)).toBe(opened)
    await staging.append([bytes.subarray(opened)], opened)
    const url = await staging.commit()
    await staging.close()
    expect(isSame(await readAll(store, url), bytes)).toBe(true)
    expect(await world.leftovers()).toEqual([])
  })

  test('a slow upload that is synced again and again stays a handful of objects', async () => {
    const key = newKey()
    const bytes = someBytes(50_000)
    const staging = await store.openStaging(key)
    for (let offset = 0; offset < bytes.length; offset += 1000) {
      await staging.append([bytes.subarray(offset, offset + 1000)], offset)
      await staging.sync()
    }
    expect((await world.leftovers()).length).toBeLessThanOrEqual(18)
    const again = await world.reopen().openStaging(key)
    expect(again.size()).toBe(bytes.length)
    expect(isSame(await readAll(store, await again.commit()), bytes)).toBe(true)
    expect(await world.leftovers()).toEqual([])
  })

  test('data that became an image is not swept with the upload that nobody knows any more', async () => {
    const key = newKey()
    const bytes = someBytes(Math.round(world.partBytes * 1.2))
    const staging = await store.openStaging(key)
    await staging.append([bytes], 0)
    await staging.sync()
    await staging.seal()
    await staging.close()
    // The server was killed between the two steps of its commit.
    const again = world.reopen()
    await again.sweepStaging(key.uploadId)
    const url = await (await again.openStaging(key)).commit()
    expect(isSame(await readAll(again, url), bytes)).toBe(true)
    expect(await again.listStaging()).toEqual([])
  })

  test('a discarded upload of several parts leaves nothing, sealed or not', async () => {
    const bytes = someBytes(Math.round(world.partBytes * 1.3))
    for (const isSealed of [false, true]) {
      const key = newKey()
      const staging = await store.openStaging(key)
      await staging.append([bytes], 0)
      await staging.sync()
      if (isSealed) await staging.seal()
      await store.discardStaging(key)
      expect(await world.leftovers()).toEqual([])
    }
  })

  test('an upload that nobody knows is swept with all its parts', async () => {
    const key = newKey()
    const staging = await store.openStaging(key)
    await staging.append([someBytes(Math.round(world.partBytes * 1.3))], 0)
    await staging.sync()
    await world.reopen().sweepStaging(key.uploadId)
    expect(await world.leftovers()).toEqual([])
  })
}
