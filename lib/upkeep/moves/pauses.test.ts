import { expect, test } from 'vitest'
import { conflict, DomainError, invalid, overLimit } from '#lib/domain/errors.ts'
import { isPassing, nextTry } from './pauses.ts'

test('what fails is tried again after pauses that grow, and not for ever', () => {
  const tries = Array.from({ length: 7 }, (_, count) => nextTry(count))
  const pauses = tries.map((each) => each?.pauseMs ?? 0)
  expect(pauses.slice(0, -1)).toEqual(pauses.slice(0, -1).toSorted((one, other) => one - other))
  expect(tries.at(-1)).toBe(null)
  expect(tries[0]?.words).toBe('Tried again after 2 s (1 of 6).')
  expect(tries[3]?.words).toBe('Tried again after 2 min (4 of 6).')
})

test('only what may be over soon is tried again', () => {
  expect([new DomainError('unavailable', 'down'), overLimit('full')].map(isPassing)).toEqual([true, true])
  expect([conflict('damaged'), invalid('another hash'), new Error('a bug')].map(isPassing)).toEqual([
    ...[false, false, false],
  ])
})
