import { describe, expect, test } from 'vitest'
import { backOffMs } from './back-off.ts'
import { FIRST_CHUNK_BYTES, nextChunkBytes, smallerChunkBytes } from './chunk-size.ts'
import { type Meter, measure, secondsLeft, speedOf } from './meter.ts'

const MIB = 1024 ** 2
const steady: Meter = [0, 1000, 2000, 3000].reduce<Meter>(
  (meter, atMs) => measure(meter, atMs, atMs * 10),
  [],
)

describe('speed', () => {
  test('is bytes per second over the window', () => {
    expect(speedOf(steady, 3000)).toBe(10_000)
  })

  test('is unknown until enough was seen', () => {
    expect(speedOf(measure([], 0, 0), 1000)).toBeNull()
    expect(speedOf([], 1000)).toBeNull()
  })

  test('falls while nothing arrives', () => {
    expect(speedOf(steady, 6000)).toBe(5000)
  })

  test('forgets what is older than the window', () => {
    const later = measure(steady, 20_000, 30_000)
    expect(later).toHaveLength(1)
  })

  test('begins anew when bytes go back, and is never negative', () => {
    expect(measure(steady, 3500, 10)).toEqual([{ atMs: 3500, bytes: 10 }])
  })

  test('gives the time left, or nothing when nothing moves', () => {
    expect(secondsLeft(5000, 1000)).toBe(5)
    expect(secondsLeft(5000, 0)).toBeNull()
    expect(secondsLeft(5000, null)).toBeNull()
  })
})

describe('waiting before the next attempt', () => {
  test('grows to a minute and stays there', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 100].map((attempts) => backOffMs(attempts, 0.5))
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000, 30_000, 60_000, 60_000, 60_000])
  })

  test('is spread by a fifth', () => {
    expect([backOffMs(0, 0), backOffMs(0, 1)]).toEqual([800, 1200])
  })

  test('honours what the server asks for', () => {
    expect(backOffMs(0, 0.5, 7000)).toBe(7000)
  })
})

describe('length of a request', () => {
  test('doubles on a quick line and halves on a slow one', () => {
    expect(nextChunkBytes(FIRST_CHUNK_BYTES, 100)).toBe(16 * MIB)
    expect(nextChunkBytes(FIRST_CHUNK_BYTES, 60_000)).toBe(4 * MIB)
    expect(nextChunkBytes(FIRST_CHUNK_BYTES, 4000)).toBe(FIRST_CHUNK_BYTES)
  })

  test('stays between 256 KiB and 64 MiB', () => {
    expect(nextChunkBytes(64 * MIB, 1)).toBe(64 * MIB)
    expect(nextChunkBytes(256 * 1024, 1e9)).toBe(256 * 1024)
  })

  test('shrinks to a quarter when a proxy refuses it, and gives up at the least', () => {
    expect(smallerChunkBytes(FIRST_CHUNK_BYTES)).toBe(2 * MIB)
    expect(smallerChunkBytes(256 * 1024)).toBeNull()
  })
})
