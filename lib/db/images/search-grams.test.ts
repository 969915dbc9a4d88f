import { expect, it } from 'vitest'
import { gramsOf, searchTexts } from './search-grams.ts'

it('searches the beginning of a property’s value only, so that a huge one costs little', () => {
  const texts = searchTexts({ id: 'an-id', name: null, tags: [], properties: { note: 'x'.repeat(65_535) } })
  expect(texts.map(({ folded }) => folded.length)).toEqual([0, 5, 'note='.length + 500])
})

it('takes a text apart into its parts of one, two and three characters, each once', () => {
  expect(gramsOf('abab')).toEqual(['a', 'b', 'ab', 'ba', 'aba', 'bab'])
  expect(gramsOf('😀é')).toEqual(['😀', 'é', '😀é'])
})
