import { describe, expect, test } from 'vitest'
import { bytesInWords, bytesOfTotal, timeLeftInWords } from './quantities.ts'

const MIB = 1024 ** 2

describe('quantities in words', () => {
  test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [10.25 * MIB, '10.3 MiB'],
    [200 * MIB, '200 MiB'],
    [1.25 * 1024 * MIB, '1.25 GiB'],
  ])('%d bytes are %s', (bytes, words) => {
    expect(bytesInWords(bytes)).toBe(words)
  })

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
