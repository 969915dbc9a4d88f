import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Staging, StagingKey, WritableStore } from '#lib/stores/store.ts'
import { contentOf, someBytes, unaborted } from '#tests/contract/upload-world.ts'
import { readingContract } from './reading-contract.ts'

export interface StoreUnderTest {
  readonly store: WritableStore
  /** A second server's view of the same data, as after a restart. */
  readonly reopen: () => WritableStore
  close(): Promise<void>
}

const newKey = (): StagingKey => ({ uploadId: randomUUID(), imageId: randomUUID() })

async function stage(store: WritableStore, key: StagingKey, bytes: Uint8Array): Promise<Staging> {
  const staging = await store.openStaging(key)
  const middle = Math.floor(bytes.length / 3)
  await staging.append([bytes.subarray(0, middle)], 0)
  await staging.append([bytes.subarray(middle, 2 * middle), bytes.subarray(2 * middle)], middle)
  await staging.sync()
  return staging
}

async function put(store: WritableStore, key: StagingKey, bytes: Uint8Array): Promise<string> {
  const staging = await stage(store, key, bytes)
  const url = await staging.commit()
  await staging.close()
  return url
}

const readAll = async (store: WritableStore, url: string) =>
  contentOf((await store.open(url, null, unaborted)).stream)

const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

/** What every store that takes data promises. Each store runs this suite. */
export function storeContract(makeStore: () => Promise<StoreUnderTest>): void {
  readingContract(async () => {
    const { store, close } = await makeStore()
    return { store, put: (bytes) => put(store, newKey(), bytes), remove: store.remove, close }
  })
  let world: StoreUnderTest
  let store: WritableStore
  beforeEach(async () => {
    world = await makeStore()
    store = world.store
  })
  afterEach(() => world.close())

  test('a store that works says so, and tells what room it has, or nothing', async () => {
    await expect(store.probe?.('write', unaborted) ?? store.listStaging()).resolves.not.toThrow()
    const room = (await store.capacity?.(unaborted)) ?? null
    if (room !== null) expect(room.freeBytes).toBeLessThanOrEqual(room.totalBytes)
  })

  test('what is removed cannot be removed again', async () => {
    const url = await put(store, newKey(), someBytes(10))
    await store.remove(url)
    await expect(store.remove(url)).rejects.toMatchObject({ code: 'not_found' })
  })

  test.each(['file:///etc/passwd', 'http://elsewhere/x', 'nonsense', ''])(
    'the url %j of something that is not ours is not found',
    async (url) => {
      await expect(store.open(url, null, unaborted)).rejects.toMatchObject({ code: 'not_found' })
    },
  )

  test('staged bytes are there after a restart, and can be continued and read', async () => {
    const key = newKey()
    const bytes = someBytes(3_000_000)
    const first = await stage(store, key, bytes.subarray(0, 1_700_001))
    await first.close()

    const again = world.reopen()
    expect(await again.stagedSize(key)).toBe(1_700_001)
    const second = await again.openStaging(key)
    expect(second.size()).toBe(1_700_001)
    await second.append([bytes.subarray(1_700_001)], 1_700_001)
    await second.seal()
    const target = new Uint8Array(10)
    expect(await second.read(1_699_996, target)).toBe(10)
    expect(isSame(target, bytes.subarray(1_699_996, 1_700_006))).toBe(true)
    const url = await second.commit()
    await second.close()
    expect(isSame(await readAll(again, url), bytes)).toBe(true)
  })

  test('bytes are added at the end only', async () => {
    const staging = await stage(store, newKey(), someBytes(100))
    await expect(staging.append([someBytes(1)], 50)).rejects.toMatchObject({ code: 'conflict' })
    await expect(staging.append([someBytes(1)], 101)).rejects.toMatchObject({ code: 'conflict' })
    expect(staging.size()).toBe(100)
    await staging.close()
  })

  test('reading at the end of what is staged gives what there is', async () => {
    const staging = await stage(store, newKey(), someBytes(100))
    expect(await staging.read(95, new Uint8Array(10))).toBe(5)
    expect(await staging.read(100, new Uint8Array(10))).toBe(0)
    await staging.close()
  })

  test('what is cut off is forgotten, and other bytes can follow', async () => {
    const key = newKey()
    const bytes = someBytes(2_000_000)
    const staging = await stage(store, key, someBytes(1_500_000, 7))
    await staging.truncate(0)
    expect(staging.size()).toBe(0)
    await staging.append([bytes], 0)
    const url = await staging.commit()
    await staging.close()
    expect(isSame(await readAll(store, url), bytes)).toBe(true)
  })

  test('after a crash between commit and its notice, the staging shows the committed data and commits again', async () => {
    const key = newKey()
    const bytes = someBytes(1_200_000)
    const url = await put(store, key, bytes)

    const again = world.reopen()
    expect(await again.stagedSize(key)).toBe(bytes.length)
    const staging = await again.openStaging(key)
    expect(staging.size()).toBe(bytes.length)
    const target = new Uint8Array(16)
    expect(await staging.read(1_000_000, target)).toBe(16)
    expect(isSame(target, bytes.subarray(1_000_000, 1_000_016))).toBe(true)
    expect(await staging.commit()).toBe(url)
    await staging.close()
    expect(isSame(await readAll(again, url), bytes)).toBe(true)
  })

  test('a discarded upload leaves nothing, staged or committed; discarding again is fine', async () => {
    const staged = newKey()
    const committed = newKey()
    await (await stage(store, staged, someBytes(100))).close()
    const url = await put(store, committed, someBytes(100))
    for (const key of [staged, committed, staged, committed]) await store.discardStaging(key)
    expect(await store.stagedSize(staged)).toBe(0)
    await expect(store.open(url, null, unaborted)).rejects.toMatchObject({ code: 'not_found' })
    expect(await store.listStaging()).toEqual([])
  })

  test('everything that is staged is listed until it is committed or swept', async () => {
    const keys = [newKey(), newKey(), newKey()] as const
    for (const key of keys) await (await stage(store, key, someBytes(10))).close()
    const committing = await store.openStaging(keys[0])
    await committing.commit()
    await committing.close()
    await store.sweepStaging(keys[1].uploadId)
    await store.sweepStaging(keys[1].uploadId)
    expect(await store.listStaging()).toEqual([keys[2].uploadId])
  })

  test('ids that differ only in case are two images', async () => {
    const id = 'abcdef00-0000-4000-8000-00000000abcd'
    const lower = await put(store, { uploadId: randomUUID(), imageId: id }, someBytes(100, 1))
    const upper = await put(store, { uploadId: randomUUID(), imageId: id.toUpperCase() }, someBytes(100, 2))
    expect(lower.toLowerCase()).not.toBe(upper.toLowerCase())
    expect(isSame(await readAll(store, lower), someBytes(100, 1))).toBe(true)
    expect(isSame(await readAll(store, upper), someBytes(100, 2))).toBe(true)
  })

  test.each(['../../evil', '..', '.', '/etc/passwd', 'a\0b', 'ä', '%2e%2e', '='.repeat(40)])(
    'the id %j is a name like any other, and stays in its place',
    async (id) => {
      const key = { uploadId: `up-${id}`, imageId: id }
      await (await stage(store, key, someBytes(5))).close()
      expect(await store.listStaging()).toEqual([key.uploadId])
      const staging = await store.openStaging(key)
      const url = await staging.commit()
      await staging.close()
      expect(isSame(await readAll(store, url), someBytes(5))).toBe(true)
    },
  )

  test('a url holds no credentials', async () => {
    const url = new URL(await put(store, newKey(), someBytes(1)))
    const words = [...url.searchParams.keys()].filter((name) => name !== 'dsName' && name !== 'dcPath')
    expect([url.username, url.password, words]).toEqual(['', '', []])
  })
}
