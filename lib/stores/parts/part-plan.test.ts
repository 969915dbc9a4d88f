import { expect, test } from 'vitest'
import { planParts, sizeOfPart } from './part-plan.ts'

const MIB = 1024 ** 2
const GIB = 1024 ** 3
const TIB = 1024 ** 4
const s3 = { partBytes: 16 * MIB, mostParts: 10_000, largestPartBytes: 5 * GIB }

/** Bytes that fit into all parts. */
function capacity(plan: ReturnType<typeof planParts>, limits = s3): number {
  let bytes = 0
  for (let number = 1; number <= limits.mostParts; number += 1) bytes += sizeOfPart(plan, number, limits)
  return bytes
}

test('data of known length has parts of one size, as small as wanted', () => {
  expect(planParts(100 * GIB, s3)).toEqual({ partBytes: 16 * MIB, grows: false })
})

test.each([GIB, 157 * GIB, TIB, 5 * TIB])('%i announced bytes fit', (totalBytes) => {
  expect(capacity(planParts(totalBytes, s3))).toBeGreaterThanOrEqual(totalBytes)
})

test('one TiB costs 105 MiB of memory, not more', () => {
  expect(planParts(TIB, s3).partBytes).toBe(105 * MIB)
})

test('data of unknown length begins with small parts, and more than 5 TiB fit', () => {
  const plan = planParts(null, s3)
  expect(sizeOfPart(plan, 1, s3)).toBe(16 * MIB)
  expect(sizeOfPart(plan, 1000, s3)).toBe(16 * MIB)
  expect(sizeOfPart(plan, 1001, s3)).toBe(32 * MIB)
  expect(capacity(plan)).toBeGreaterThan(5 * TIB)
})

test('what cannot fit is refused before it is sent, and a part too many when it comes', () => {
  expect(() => planParts(60 * TIB, s3)).toThrow(expect.objectContaining({ code: 'over_limit' }))
  expect(() => sizeOfPart(planParts(null, s3), 10_001, s3)).toThrow(/10000 parts/)
})
