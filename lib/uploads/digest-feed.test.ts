import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { BLOCK_BYTES, createBlockPool } from './blocks.ts'
import { createDigestFeed, type DigestFeed } from './digest-feed.ts'
import type { HashAlgo } from './hash-messages.ts'
import { createHashPool, type HashPool, type HashStream } from './hash-pool.ts'

const pool = createHashPool({ appDir: process.cwd(), threadCount: 2 })
afterAll(() => pool.close())
const blocks = createBlockPool()

const ALGOS: readonly HashAlgo[] = ['md5', 'sha512', 'sha256']
const truth = (bytes: Uint8Array) =>
  Object.fromEntries(ALGOS.map((algo) => [algo, createHash(algo).update(bytes).digest('hex')]))

/** What is staged, as a source. */
function stagedSource(bytes: Uint8Array) {
  return async (offset: number, target: Uint8Array) => {
    const piece = bytes.subarray(offset, offset + target.length)
    target.set(piece)
    return piece.length
  }
}

/** Passes `bytes[from, to)` as blocks, staging each before or after its hash, as a writer would. */
async function passAll(
  feed: DigestFeed,
  bytes: Uint8Array,
  from: number,
  cuts: readonly number[],
): Promise<number> {
  let offset = from
  for (const cut of cuts) {
    const lengthBytes = Math.min(cut, bytes.length - offset, BLOCK_BYTES)
    const block = blocks.take()
    block.bytes.set(bytes.subarray(offset, offset + lengthBytes))
    const passed = feed.pass(block, lengthBytes, offset)
    offset += lengthBytes
    feed.staged(offset)
    await passed
    blocks.give(block)
  }
  return offset
}

const chunks = fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 12 })
const content = fc.uint8Array({ minLength: 0, maxLength: 200_000 })

describe('the digest feed', () => {
  test('gives what node:crypto gives, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(content, chunks, async (bytes, cuts) => {
        const feed = createDigestFeed(pool, blocks, ALGOS)
        feed.attach(stagedSource(bytes), 0)
        await passAll(feed, bytes, 0, [...cuts, ...Array<number>(8).fill(30_000)])
        expect(await feed.finish(bytes.length)).toEqual(truth(bytes))
      }),
      { numRuns: 40 },
    )
  })

  test('gives the same after a restart at any offset, and a second one', async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.nat(), fc.nat(), chunks, async (bytes, first, second, cuts) => {
        const offsets = [first % (bytes.length + 1), second % (bytes.length + 1)].toSorted((a, b) => a - b)
        let feed = createDigestFeed(pool, blocks, ALGOS)
        let position = 0
        for (const offset of offsets) {
          feed.attach(stagedSource(bytes), position)
          position = await passAll(feed, bytes.subarray(0, offset), position, [...cuts, 100_000, 100_000])
          await feed.detach()
          feed.drop()
          feed = createDigestFeed(pool, blocks, ALGOS)
        }
        feed.attach(stagedSource(bytes), position)
        await passAll(feed, bytes, position, [...cuts, 100_000, 100_000])
        expect(await feed.finish(bytes.length)).toEqual(truth(bytes))
      }),
      { numRuns: 40 },
    )
  })

  test('keeps its place between requests', async () => {
    const bytes = new Uint8Array(150_000).fill(7)
    let reads = 0
    const source = stagedSource(bytes)
    const counting = (offset: number, target: Uint8Array) => {
      reads += 1
      return source(offset, target)
    }
    const feed = createDigestFeed(pool, blocks, ALGOS)
    feed.attach(counting, 0)
    const position = await passAll(feed, bytes, 0, [60_000])
    await feed.detach()
    feed.attach(counting, position)
    await passAll(feed, bytes, position, [90_000])
    expect(await feed.finish(bytes.length)).toEqual(truth(bytes))
    expect(reads).toBe(0)
  })

  test('forgets bytes that were hashed but never staged', async () => {
    const bytes = new Uint8Array(100_000).fill(3)
    const feed = createDigestFeed(pool, blocks, ALGOS)
    feed.attach(stagedSource(bytes), 0)
    await passAll(feed, new Uint8Array(80_000).fill(9), 0, [80_000])
    await feed.detach()
    feed.attach(stagedSource(bytes), 50_000)
    await passAll(feed, bytes, 50_000, [50_000])
    expect(await feed.finish(bytes.length)).toEqual(truth(bytes))
  })

  test('a thread that dies is replaced, and what it knew is read again', async () => {
    const bytes = new Uint8Array(120_000).fill(5)
    const { mortal, kill } = mortalPool(pool)
    const feed = createDigestFeed(mortal, blocks, ALGOS)
    feed.attach(stagedSource(bytes), 0)
    await passAll(feed, bytes.subarray(0, 60_000), 0, [60_000])
    kill()
    await passAll(feed, bytes, 60_000, [30_000, 30_000])
    expect(await feed.finish(bytes.length)).toEqual(truth(bytes))
  })

  test('threads that always die are an error, not an endless loop', async () => {
    const dead = { begin: () => [deadStream(), deadStream(), deadStream()], close: async () => undefined }
    const bytes = new Uint8Array(10)
    const feed = createDigestFeed(dead, blocks, ALGOS)
    feed.attach(stagedSource(bytes), bytes.length)
    await expect(feed.finish(bytes.length)).rejects.toThrow('dead')
  })

  test('staged bytes that have vanished are an error', async () => {
    const feed = createDigestFeed(pool, blocks, ALGOS)
    feed.attach(async () => 0, 10)
    await expect(feed.finish(10)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

function deadStream(): HashStream {
  const fail = () => Promise.reject(new Error('dead'))
  return { update: fail, digest: fail, drop: () => undefined }
}

/** A pool whose streams begun so far can be made to fail. */
function mortalPool(inner: HashPool) {
  let generation = 0
  const mortal: HashPool = {
    ...inner,
    begin(algos) {
      const born = generation
      const unlessDead = <T>(work: () => Promise<T>) =>
        born === generation ? work() : Promise.reject(new Error('dead'))
      return inner.begin(algos).map((stream) => ({
        update: (block, lengthBytes) => unlessDead(() => stream.update(block, lengthBytes)),
        digest: () => unlessDead(() => stream.digest()),
        drop: () => stream.drop(),
      }))
    },
  }
  return {
    mortal,
    kill: () => {
      generation += 1
    },
  }
}
