import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { createBlockPool } from './blocks.ts'
import { createHashPool, type HashPool } from './hash-pool.ts'

let pool: HashPool
afterEach(() => pool.close())

test('many uploads share the threads without mixing their hashes', async () => {
  pool = createHashPool({ appDir: process.cwd(), threadCount: 2 })
  const blocks = createBlockPool()
  const digests = await Promise.all(
    Array.from({ length: 12 }, async (_, number) => {
      const streams = pool.begin(['md5', 'sha512'])
      for (let round = 0; round < 5; round += 1) {
        const block = blocks.take()
        block.bytes.fill(number)
        await Promise.all(streams.map((stream) => stream.update(block, 1000 + round)))
        blocks.give(block)
      }
      return Promise.all(streams.map((stream) => stream.digest()))
    }),
  )
  digests.forEach((digest, number) => {
    const bytes = Buffer.alloc(1000 + 1001 + 1002 + 1003 + 1004, number)
    expect(digest).toEqual(['md5', 'sha512'].map((algo) => createHash(algo).update(bytes).digest('hex')))
  })
})

test('a closed pool fails what is under way', async () => {
  pool = createHashPool({ appDir: process.cwd() })
  const [stream] = pool.begin(['md5'])
  const block = createBlockPool().take()
  const updates = Array.from({ length: 50 }, () => stream?.update(block, block.bytes.length))
  await pool.close()
  const outcomes = await Promise.allSettled([...updates, stream?.digest()])
  expect(outcomes.at(-1)?.status).toBe('rejected')
})
