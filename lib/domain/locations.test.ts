import { describe, expect, test } from 'vitest'
import type { Image } from './image.ts'
import { applyLocationStep, type NewLocation } from './locations.ts'
import { newImage } from './new-image.ts'

const QUEUED: Image = {
  ...newImage({}, { id: 'an-id', owner: 'red', nowMs: 0 }),
  ...{ diskFormat: 'raw', containerFormat: 'bare' },
}
const at = (url: string, validation: NewLocation['validation'] = {}): NewLocation => ({
  url,
  metadata: {},
  validation,
})
const known = (url: string): string | null => (url.startsWith('https://') ? 'web' : null)
const add = (image: Image, location: NewLocation, index: number | null = null): Image =>
  applyLocationStep(image, { on: 'locations', op: 'add', index, location }, known)
const remove = (image: Image, index: number | null): Image =>
  applyLocationStep(image, { on: 'locations', op: 'remove', index }, known)
const codeOf = (step: () => unknown): unknown => {
  try {
    step()
    return null
  } catch (error) {
    return (error as { code: string }).code
  }
}
const ACTIVE = add(add(QUEUED, at('https://a')), at('https://b'))
const SHA512 = 'a'.repeat(128)

describe('locations that clients name', () => {
  test('the first makes a queued image active, with the hashes that the client knows', () => {
    const image = add(
      QUEUED,
      at('https://a', { hashAlgo: 'sha512', hashValue: SHA512, checksum: 'b'.repeat(32) }),
    )
    expect(image).toMatchObject({
      status: 'active',
      locations: [{ url: 'https://a', storeId: 'web' }],
      ...{ checksum: 'b'.repeat(32), hashAlgo: 'sha512', hashValue: SHA512 },
    })
  })

  test('stand where the client puts them', () => {
    const urls = (image: Image) => image.locations.map(({ url }) => url)
    expect(urls(add(ACTIVE, at('https://c'), 0))).toEqual(['https://c', 'https://a', 'https://b'])
    expect(urls(add(ACTIVE, at('https://c')))).toEqual(['https://a', 'https://b', 'https://c'])
    expect(urls(remove(ACTIVE, 0))).toEqual(['https://b'])
    expect(urls(remove(ACTIVE, null))).toEqual(['https://a'])
  })

  test.each([
    'file:///etc/passwd',
    'FILE:///etc/passwd',
    'filesystem:///etc/passwd',
    'swift+config://ref/container/object',
    'https://user:password@a',
    'ftp://a',
    '/etc/passwd',
    '',
  ])('never are %s', (url) => {
    expect(codeOf(() => add(QUEUED, at(url)))).toBe('invalid')
  })

  test.each<[string, string, () => unknown]>([
    ['the same twice', 'invalid', () => add(ACTIVE, at('https://a'))],
    ['an index beyond the end', 'invalid', () => remove(ACTIVE, 2)],
    ['the last one away', 'forbidden', () => remove(add(QUEUED, at('https://a')), 0)],
    ['one away while queued', 'conflict', () => remove(QUEUED, 0)],
    [
      'one more while deactivated',
      'conflict',
      () => add({ ...ACTIVE, status: 'deactivated' }, at('https://c')),
    ],
    ['an image without formats', 'invalid', () => add({ ...QUEUED, diskFormat: null }, at('https://a'))],
    [
      'none instead of all',
      'forbidden',
      () => applyLocationStep(ACTIVE, { on: 'locations', op: 'replace', locations: [] }, known),
    ],
    [
      'hashes of an active image',
      'conflict',
      () => add(ACTIVE, at('https://c', { hashAlgo: 'sha512', hashValue: SHA512 })),
    ],
    [
      'another algorithm',
      'conflict',
      () => add(QUEUED, at('https://c', { hashAlgo: 'sha256', hashValue: 'a'.repeat(64) })),
    ],
    [
      'a hash that is none',
      'conflict',
      () => add(QUEUED, at('https://c', { hashAlgo: 'sha512', hashValue: 'xyz' })),
    ],
  ])('are refused for %s', (_what, code, step) => {
    expect(codeOf(step)).toBe(code)
  })

  test('what is known already may be said again, but not contradicted', () => {
    const hashed: Image = { ...ACTIVE, hashAlgo: 'sha512', hashValue: SHA512 }
    const again = { hashAlgo: 'sha512', hashValue: SHA512 }
    expect(add(hashed, at('https://c', again)).locations).toHaveLength(3)
    expect(codeOf(() => add(hashed, at('https://c', { ...again, hashValue: 'c'.repeat(128) })))).toBe(
      'conflict',
    )
  })
})
