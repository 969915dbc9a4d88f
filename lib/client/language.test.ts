import { describe, expect, it } from 'vitest'
import { readLanguage } from './language.ts'

describe('the language of a page', () => {
  it.each([
    ['en', 'de', 'en'],
    ['de', null, 'de'],
    [undefined, 'de-CH, de;q=0.9, en;q=0.8', 'de'],
    [undefined, 'fr, en;q=0.4, de;q=0.7', 'de'],
    [undefined, 'fr, de;q=0', 'en'],
    [undefined, 'fr-FR', 'en'],
    [undefined, '*', 'en'],
    [undefined, null, 'en'],
    ['constructor', 'toString, de;q=oops, ;;;', 'en'],
  ])('chosen %s, accepted %s: %s', (chosen, accepted, language) => {
    expect(readLanguage(chosen, accepted)).toEqual({ language, direction: 'ltr' })
  })

  it('can be mirrored, to see what a right-to-left language meets', () => {
    expect(readLanguage('en-XB', 'de')).toEqual({ language: 'en', direction: 'rtl' })
  })
})
