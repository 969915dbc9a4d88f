import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { BLOCK_BYTES, createBlockPool } from './blocks.ts'
import { hashData } from './hash-data.ts'
import { createHashPool } from './hash-pool.ts'

const hashes = createHashPool({ appDir: process.cwd(), threadCount: 2 })
const ports = { hashes, blocks: createBlockPool() }
afterAll(() => hashes.close())

async function* inChunks(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}

const data = new Uint8Array(3 * BLOCK_BYTES + 12_345).map((_, index) => index % 251)

test.each([
  ['no data', new Uint8Array(0), 1],
  ['less than a block', data.subarray(0, 1000), 7],
  ['exactly two blocks', data.subarray(0, 2 * BLOCK_BYTES), 65_536],
  ['chunks larger than blocks', data, 2 * BLOCK_BYTES + 1],
])('hashes %s as it is, and tells how far it is', async (_what, bytes, chunkBytes) => {
  let toldBytes = 0
  const hashed = await hashData(ports, inChunks(bytes, chunkBytes), ['md5', 'sha256'], (done) => {
    toldBytes = done
  })
  const hex = (algo: string) => createHash(algo).update(bytes).digest('hex')
  expect(hashed).toEqual({
    digests: { md5: hex('md5'), sha256: hex('sha256') },
    sizeBytes: bytes.length,
  })
  expect(toldBytes).toBe(bytes.length)
})

test('ends with the failure of the data', async () => {
  async function* breaking(): AsyncGenerator<Uint8Array> {
    yield data
    throw new Error('The store is gone.')
  }
  await expect(hashData(ports, breaking(), ['md5'], () => undefined)).rejects.toThrow('The store is gone.')
})
