import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText, gramsOf, gramsToFind } from './search-grams.ts'

describe('the parts of a text', () => {
  it('include all that is asked for by any part of it, in every script', () => {
    const whole = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(whole, fc.nat(), fc.integer({ min: 1, max: 40 }), (text, start, length) => {
        const characters = Array.from(foldText(text))
        const from = start % characters.length
        const part = characters.slice(from, from + length).join('')
        const grams = new Set(gramsOf(foldText(text)))
        expect(gramsToFind(part).filter((gram) => !grams.has(gram))).toEqual([])
      }),
    )
  })

  it('asked for are never none, and never too many', () => {
    expect(gramsToFind('x')).toEqual(['x'])
    expect(gramsToFind('😀é')).toEqual(['😀é'])
    const long = Array.from({ length: 500 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('')
    expect(gramsToFind(long).length).toBeLessThanOrEqual(64)
  })
})
