import { describe, expect, test } from 'vitest'
import { bytesOfTotal, timeLeftInWords } from './quantities.ts'

const MIB = 1024 ** 2

describe('quantities in words', () => {
  test('a shared unit is said once', () => {
    expect(bytesOfTotal(MIB, 200 * MIB)).toBe('1 of 200 MiB')
    expect(bytesOfTotal(512, MIB)).toBe('512 B of 1 MiB')
  })

  test.each([
    [2, 'a few seconds left'],
    [31, '35 s left'],
    [60, 'a minute left'],
    [200, '3 min left'],
    [3600, '1 h left'],
    [3600 * 2.6, '2 h 30 min left'],
    [3600 * 24, 'a day left'],
    [3600 * 24 * 3, '3 days left'],
    [3600 * 24 * 400, 'more than a month left'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(timeLeftInWords(seconds)).toBe(words)
  })
})
