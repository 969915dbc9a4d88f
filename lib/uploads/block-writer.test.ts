import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Staging } from '#lib/stores/store.ts'
import { createBlockWriter, MOST_BLOCKS_IN_FLIGHT } from './block-writer.ts'
import { BLOCK_BYTES, createBlockPool } from './blocks.ts'
import type { DigestFeed } from './digest-feed.ts'

const idleFeed: DigestFeed = {
  attach: () => undefined,
  pass: async () => undefined,
  staged: () => undefined,
  detach: async () => undefined,
  finish: async () => ({}),
  drop: () => undefined,
}

/** A staging in memory that counts the writes under way. */
function memoryStaging(write: () => Promise<void> = async () => undefined) {
  const pieces: Uint8Array[] = []
  const seen = { most: 0, now: 0 }
  let size = 0
  const staging: Staging = {
    size: () => size,
    async append(given, offset) {
      expect(offset).toBe(size)
      seen.now += 1
      seen.most = Math.max(seen.most, seen.now)
      const block = Buffer.concat(given)
      pieces.push(block)
      await write()
      size += block.length
      seen.now -= 1
    },
    sync: async () => undefined,
    read: async () => 0,
    truncate: async () => undefined,
    seal: async () => undefined,
    commit: async () => '',
    close: async () => undefined,
  }
  return { staging, seen, content: () => Buffer.concat(pieces) }
}

const writerOver = (staging: Staging, more = {}) =>
  createBlockWriter({
    staging,
    feed: idleFeed,
    blocks: createBlockPool(),
    assertMayWrite: async () => undefined,
    ...more,
  })

describe('the block writer', () => {
  test('stages every byte once and in order, one write at a time, however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 30 }),
        fc.nat(),
        async (chunks, often) => {
          const { staging, seen, content } = memoryStaging()
          const writer = writerOver(staging)
          for (const [index, chunk] of chunks.entries()) {
            await writer.write(chunk)
            if (index % ((often % 5) + 1) === 0) writer.handOver()
          }
          await writer.flush()
          expect(Buffer.compare(content(), Buffer.concat(chunks))).toBe(0)
          expect(seen.most).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  test('a chunk longer than a block is cut into blocks', async () => {
    const { staging, content } = memoryStaging()
    const writer = writerOver(staging)
    const chunk = new Uint8Array(3 * BLOCK_BYTES + 5).map((_, index) => index % 251)
    await writer.write(chunk)
    await writer.flush()
    expect(Buffer.compare(content(), chunk)).toBe(0)
  })

  test('a slow disk holds the sender: no more than a few blocks are ever in memory', async () => {
    const gates: (() => void)[] = []
    const { staging } = memoryStaging(() => new Promise((resolve) => gates.push(resolve)))
    let out = 0
    let mostOut = 0
    const pool = createBlockPool()
    const blocks = {
      take: () => {
        out += 1
        mostOut = Math.max(mostOut, out)
        return pool.take()
      },
      give: (block: ReturnType<typeof pool.take>) => {
        out -= 1
        pool.give(block)
      },
    }
    const writer = writerOver(staging, { blocks })
    const sending = writer.write(new Uint8Array(20 * BLOCK_BYTES)).then(() => writer.flush())
    let isDone = false
    void sending.then(() => {
      isDone = true
    })
    while (!isDone) {
      gates.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(mostOut).toBe(MOST_BLOCKS_IN_FLIGHT)
    expect(out).toBe(0)
  })

  test('the first failure stops everything after it', async () => {
    let writes = 0
    const { staging } = memoryStaging(async () => {
      writes += 1
      if (writes === 2) throw new Error('disk is full')
    })
    const writer = writerOver(staging)
    const sending = writer.write(new Uint8Array(10 * BLOCK_BYTES)).then(() => writer.flush())
    await expect(sending).rejects.toThrow('disk is full')
    await writer.settle()
    expect(writes).toBe(2)
    expect(staging.size()).toBe(BLOCK_BYTES)
  })

  test('bytes that are looked at and refused are not staged', async () => {
    const { staging } = memoryStaging()
    const refuse = () => {
      throw new Error('dangerous')
    }
    const writer = writerOver(staging, { look: refuse })
    await expect(writer.write(new Uint8Array(10)).then(() => writer.flush())).rejects.toThrow('dangerous')
    expect(staging.size()).toBe(0)
  })

  test('nothing is staged any more when this process may not write', async () => {
    const { staging } = memoryStaging()
    const writer = writerOver(staging, {
      assertMayWrite: async () => {
        throw new Error('the lease is over')
      },
    })
    await expect(writer.write(new Uint8Array(10)).then(() => writer.flush())).rejects.toThrow('lease')
    expect(staging.size()).toBe(0)
  })
})

test('a disk that fails to sync ahead fails the upload: it may never tell again', async () => {
  const { staging } = memoryStaging()
  const failing = { ...staging, sync: () => Promise.reject(new Error('bytes were lost')) }
  const writer = writerOver(failing)
  const sending = writer.write(new Uint8Array(65 * BLOCK_BYTES)).then(() => writer.flush())
  await expect(sending).rejects.toThrow('bytes were lost')
})
