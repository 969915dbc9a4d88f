import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ReadableStore } from '#lib/stores/store.ts'
import { contentOf, someBytes, unaborted } from '#tests/contract/upload-world.ts'

export interface ReadableUnderTest {
  readonly store: ReadableStore
  /** Brings data where the store finds it; gives its url. */
  put(bytes: Uint8Array): Promise<string>
  remove(url: string): Promise<void>
  close(): Promise<void>
}

const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0
const readAll = async (store: ReadableStore, url: string) =>
  contentOf((await store.open(url, null, unaborted)).stream)

/** What every store promises to readers. */
export function readingContract(makeWorld: () => Promise<ReadableUnderTest>): void {
  let world: ReadableUnderTest
  let store: ReadableStore
  beforeEach(async () => {
    world = await makeWorld()
    store = world.store
  })
  afterEach(() => world.close())

  test('committed data is read back byte for byte, with its size', async () => {
    const bytes = someBytes(2_500_000)
    const url = await world.put(bytes)
    expect(await store.sizeOf(url)).toBe(bytes.length)
    const data = await store.open(url, null, unaborted)
    expect(data.lengthBytes).toBe(bytes.length)
    expect(isSame(await contentOf(data.stream), bytes)).toBe(true)
  })

  test('empty data is data', async () => {
    const url = await world.put(new Uint8Array(0))
    expect(await store.sizeOf(url)).toBe(0)
    expect(await readAll(store, url)).toHaveLength(0)
  })

  test.each([
    [0, 0],
    [0, 2_499_999],
    [1_048_575, 1_048_576],
    [2_499_999, 2_499_999],
  ])('bytes %i to %i are read as a range', async (start, end) => {
    const bytes = someBytes(2_500_000)
    const url = await world.put(bytes)
    const data = await store.open(url, { start, end }, unaborted)
    expect(data.lengthBytes).toBe(end - start + 1)
    expect(isSame(await contentOf(data.stream), bytes.subarray(start, end + 1))).toBe(true)
  })

  test.each([
    [10, 10],
    [5, 4],
    [-1, 4],
  ])('the range %i to %i is outside ten bytes', async (start, end) => {
    const url = await world.put(someBytes(10))
    await expect(store.open(url, { start, end }, unaborted)).rejects.toMatchObject({ code: 'bad_range' })
  })

  test('a pull gives at most 1 MiB', async () => {
    const url = await world.put(someBytes(2_500_000))
    const { stream } = await store.open(url, null, unaborted)
    for await (const piece of stream) expect(piece.length).toBeLessThanOrEqual(1024 * 1024)
  })

  test('a stream that is aborted fails with the reason', async () => {
    const url = await world.put(someBytes(5_000_000))
    const abort = new AbortController()
    const { stream } = await store.open(url, null, abort.signal)
    const reader = stream.getReader()
    await reader.read()
    const reason = new Error('enough')
    abort.abort(reason)
    await expect(reader.read().then(() => reader.read())).rejects.toBe(reason)
  })

  test('absent data is not found, for opening and measuring', async () => {
    const url = await world.put(someBytes(10))
    await world.remove(url)
    await expect(store.open(url, null, unaborted)).rejects.toMatchObject({ code: 'not_found' })
    await expect(store.sizeOf(url)).rejects.toMatchObject({ code: 'not_found' })
  })
}
