import { describe, expect, it } from 'vitest'
import { byteText, exactBytes } from './byte-text.ts'

describe('byteText', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [2 * 1024 ** 3, '2 GiB'],
    [23.456 * 1024 ** 3, '23.5 GiB'],
    [345.6 * 1024 ** 2, '346 MiB'],
    [2 ** 60, '1024 PiB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(byteText(bytes)).toBe(text)
  })

  it('puts the fraction as the language does', () => {
    expect(byteText(1536, 'de')).toBe('1,5 KiB')
  })
})

describe('exactBytes', () => {
  it('groups the digits, and knows one byte from many', () => {
    expect(exactBytes(2_252_800)).toBe('2,252,800 bytes')
    expect(exactBytes(1)).toBe('1 byte')
    expect(exactBytes(2_252_800, 'de')).toBe('2.252.800 Byte')
  })
})
