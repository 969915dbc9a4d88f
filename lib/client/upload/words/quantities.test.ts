import { describe, expect, test } from 'vitest'
import { wordsOf } from '#tests/support/words.ts'
import { partOfTotal, timeLeftText } from './quantities.ts'

const MIB = 1024 ** 2

describe('quantities in words', () => {
  test('a shared unit is said once', () => {
    expect(partOfTotal(MIB, 200 * MIB)).toEqual({ part: '1', total: '200 MiB' })
    expect(partOfTotal(512, MIB)).toEqual({ part: '512 B', total: '1 MiB' })
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
    expect(timeLeftText(seconds, wordsOf('upload'))).toBe(words)
  })
})
