import { expect, it } from 'vitest'
import { lockAfter, lockedFor } from './lockout.ts'

it('costs nothing to mistype a password four times', () => {
  expect([1, 2, 3, 4].map(lockAfter)).toEqual([0, 0, 0, 0])
})

it('locks twice as long after each further failure, up to a quarter of an hour', () => {
  expect([5, 6, 7].map(lockAfter)).toEqual([2_000, 4_000, 8_000])
  expect(lockAfter(1_000)).toBe(15 * 60_000)
})

it('says how long to wait', () => {
  expect(lockedFor(1_500)).toMatchObject({ code: 'too_many_attempts', retryAfterSeconds: 2 })
  expect(lockedFor(10).message).toContain('in 1 second.')
})
