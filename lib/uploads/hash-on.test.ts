import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { BLOCK_BYTES, createBlockPool } from './blocks.ts'
import { type HashMiddle, hashOn } from './hash-on.ts'
import { createHashPool } from './hash-pool.ts'

const hashes = createHashPool({ appDir: process.cwd(), threadCount: 2 })
const ports = { hashes, blocks: createBlockPool() }
afterAll(() => hashes.close())

const data = new Uint8Array(5 * BLOCK_BYTES + 12_345).map((_, index) => index % 251)

async function* from(start: number, breaksAt = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  for (let at = start; at < data.length; at += 65_536) {
    if (at >= breaksAt) throw new Error('The server ends.')
    yield data.subarray(at, at + 65_536)
  }
}

test.each(['md5', 'sha1', 'sha256', 'sha512'] as const)(
  'a %s that was cut short goes on where it was, and is that of all the data',
  async (algo) => {
    const kept: HashMiddle[] = []
    const how = { algo, tell: () => undefined, keep: (middle: HashMiddle) => kept.push(middle) }
    const often = { ...how, keepEveryBytes: 2 * BLOCK_BYTES }
    const cut = hashOn(ports, from(0, 4 * BLOCK_BYTES + 1), { ...often, from: null })
    await expect(cut).rejects.toThrow('The server ends.')
    expect(kept.map(({ doneBytes }) => doneBytes)).toEqual([2 * BLOCK_BYTES])
    const middle = kept[0] as HashMiddle
    const told: number[] = []
    const tell = (doneBytes: number) => void told.push(doneBytes)
    const whole = await hashOn(ports, from(middle.doneBytes), { ...how, from: middle, tell })
    const digest = createHash(algo).update(data).digest('hex')
    expect(whole).toEqual({ digest, sizeBytes: data.length })
    expect(told[0]).toBe(3 * BLOCK_BYTES)
  },
)

test('a state that is none fails, and does not hang', async () => {
  const how = { algo: 'sha512', tell: () => undefined, keep: () => undefined } as const
  const broken = hashOn(ports, from(0), { ...how, from: { doneBytes: 0, state: 'no state' } })
  await expect(broken).rejects.toThrow('Hash worker')
})
