import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runsWithoutZeros } from './sparse.ts'

const KIB = 1024

/** Pieces of zeros and of data, at sizes around the step. */
const pieces = fc.array(
  fc.record({
    size: fc.constantFrom(0, 1, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 200 * KIB),
    fill: fc.constantFrom(0, 0, 7),
    tail: fc.constantFrom(0, 9),
  }),
  { maxLength: 6 },
)

test('what is written, over zeros, reads like the pieces', () => {
  fc.assert(
    fc.property(pieces, fc.nat(100_000), (recipe, offset) => {
      const given = recipe.map(({ size, fill, tail }) => {
        const piece = new Uint8Array(size).fill(fill)
        if (size > 0) piece[size - 1] = tail
        return piece
      })
      const whole = Buffer.concat(given)
      const written = Buffer.alloc(whole.length)
      for (const run of runsWithoutZeros(given, offset)) {
        Buffer.concat(run.pieces).copy(written, run.offset - offset)
      }
      expect(Buffer.compare(written, whole)).toBe(0)
    }),
    { numRuns: 60 },
  )
})

test('zeros are not written, and neighbours are written at once', () => {
  const zeros = new Uint8Array(128 * KIB)
  const data = new Uint8Array(128 * KIB).fill(1)
  expect(runsWithoutZeros([zeros], 0)).toEqual([])
  const runs = runsWithoutZeros([data, data, zeros, data], 0)
  expect(runs.map(({ offset, pieces: each }) => [offset, each.length])).toEqual([
    [0, 4],
    [384 * KIB, 2],
  ])
})
