import { describe, expect, it } from 'vitest'
import { returnPath } from './return-path.ts'

describe('returnPath', () => {
  it('goes back to the page that was asked for, with its query', () => {
    expect(returnPath('/images/abc?tab=members#top')).toBe('/images/abc?tab=members#top')
  })

  it.each([
    null,
    undefined,
    '',
    'images',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    '/login?to=/images',
  ])('goes to the start page instead of %s', (wanted) => {
    expect(returnPath(wanted)).toBe('/images')
  })
})
