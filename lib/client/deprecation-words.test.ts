import { describe, expect, it } from 'vitest'
import { wordsOf } from '#tests/support/words.ts'
import { deprecationWords, replacementOf } from './deprecation-words.ts'

const ID = '11111111-1111-4111-8111-111111111111'
const OTHER = '22222222-2222-4222-8222-222222222222'
const NOON = Date.parse('2026-11-23T12:00:00Z')

const said = (properties: Readonly<Record<string, string>>) =>
  deprecationWords({ id: ID, properties }, NOON, wordsOf('image.deprecated'))
const replacedBy = (text: string) => replacementOf({ id: ID, properties: { image_replaced_by: text } })

describe('what is said of a deprecated image', () => {
  it('is nothing without a date', () => {
    expect(said({ image_replaced_by: OTHER })).toBeNull()
    expect(said({ image_deprecated_at: ' ' })).toBeNull()
  })

  it('changes when the day begins', () => {
    expect(said({ image_deprecated_at: '2026-11-24' })?.title).toBe('This image will be deprecated')
    expect(said({ image_deprecated_at: '2026-11-23' })?.title).toBe('This image is deprecated')
  })

  it('repeats a date that is none, and calls nothing deprecated for it', () => {
    const words = said({ image_deprecated_at: 'next spring' })
    expect(words?.title).not.toMatch(/is deprecated/)
    expect(words?.meaning).toContain('next spring')
  })
})

describe('the replacement', () => {
  it('is the image that is named', () => {
    expect(replacedBy(` ${OTHER.toUpperCase()} `)).toBe(OTHER)
  })

  it.each(['', ID, 'the new one', '//elsewhere.example/', `${OTHER}/../x`])(
    'is none when %j is named',
    (text) => {
      expect(replacedBy(text)).toBeNull()
    },
  )
})
