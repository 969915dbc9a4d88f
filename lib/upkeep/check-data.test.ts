import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import type { CheckMiddle, CheckResult, DataCheckRecords, DueCheck } from '#lib/domain/data-checks.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ByteRange } from '#lib/domain/repository.ts'
import { systemClock } from '#lib/jobs/clock.ts'
import { createStoreRegistry } from '#lib/stores/registry.ts'
import type { ReadableStore } from '#lib/stores/store.ts'
import { BLOCK_BYTES, createBlockPool } from '#lib/uploads/blocks.ts'
import { hashOn } from '#lib/uploads/hash-on.ts'
import { createHashPool } from '#lib/uploads/hash-pool.ts'
import { createDataChecks } from './check-data.ts'
import { createPace } from './pace.ts'

const hashes = createHashPool({ appDir: process.cwd(), threadCount: 1 })
const ports = { hashes, blocks: createBlockPool() }
afterAll(() => hashes.close())

const DUE: DueCheck = { imageId: 'i', storeId: 'disk', url: 'file:///i' }
const data = new Uint8Array(4 * BLOCK_BYTES + 5).map((_, index) => index % 251)

/** One image that is due, and a store that gives its data. */
function openWorld() {
  const results: CheckResult[] = []
  const opened: (ByteRange | null)[] = []
  /** Ends the server when so many bytes were given. */
  let interrupt: { readonly atByte: number; readonly close: () => void } | null = null
  let middle: CheckMiddle | null = null
  const records: DataCheckRecords = {
    ...{ ofImage: () => never(), requestImage: () => never(), requestStore: () => never() },
    nextDue: async () => (results.length === 0 ? DUE : null),
    lease: async () => ({ middle }),
    renew: async () => true,
    release: async (_due, _owner, kept) => {
      middle = kept
    },
    end: async (_due, _owner, { result }) => void results.push(result),
  }
  const store = {
    id: 'disk',
    sizeOf: async () => data.length,
    async open(_url: string, range: ByteRange | null, signal: AbortSignal) {
      opened.push(range)
      return { stream: giving(range?.start ?? 0, signal), lengthBytes: data.length - (range?.start ?? 0) }
    },
  } as unknown as ReadableStore
  async function* giving(start: number, signal: AbortSignal) {
    for (let at = start; at < data.length; at += BLOCK_BYTES) {
      if (at === interrupt?.atByte) interrupt.close()
      signal.throwIfAborted()
      yield data.subarray(at, at + BLOCK_BYTES)
    }
  }
  const hashValue = createHash('sha512').update(data).digest('hex')
  const image = { id: 'i', sizeBytes: data.length, hashAlgo: 'sha512', hashValue } as Image
  /** As a server has it from its start on. */
  const startServer = () =>
    createDataChecks({
      ...{ records, stores: createStoreRegistry([store], 'disk'), imageOf: async () => image },
      ...{ clock: systemClock, node: 'node', pace: createPace(null), everyMs: null },
      hash: (stream, hashing) => hashOn(ports, stream, { ...hashing, keepEveryBytes: BLOCK_BYTES }),
      onChecked: () => undefined,
    })
  return {
    ...{ results, opened, startServer },
    middle: () => middle,
    age: (ms: number) => {
      if (middle !== null) middle = { ...middle, atMs: middle.atMs - ms }
    },
    async endAt(atByte: number): Promise<void> {
      const server = startServer()
      const ending = new AbortController()
      interrupt = { atByte, close: () => ending.abort() }
      await server.job.run(ending.signal)
      interrupt = null
    },
    run: () => startServer().job.run(new AbortController().signal),
  }
}

const never = () => Promise.reject(new Error('never asked'))

test('a check goes on where the end of its server cut it short, however often, and judges all the data', async () => {
  const { endAt, run, opened, results, middle } = openWorld()
  await endAt(2 * BLOCK_BYTES)
  expect(middle()).toMatchObject({ algo: 'sha512', doneBytes: BLOCK_BYTES })
  await endAt(4 * BLOCK_BYTES)
  expect(results).toEqual([])
  await run()
  expect(opened.map((range) => range?.start ?? 0)).toEqual([0, BLOCK_BYTES, 3 * BLOCK_BYTES])
  expect(results).toEqual(['intact'])
})

test('what was read more than a day ago is read again', async () => {
  const { endAt, run, opened, results, age } = openWorld()
  await endAt(3 * BLOCK_BYTES)
  age(25 * 3600_000)
  await run()
  expect(opened).toEqual([null, null])
  expect(results).toEqual(['intact'])
})
