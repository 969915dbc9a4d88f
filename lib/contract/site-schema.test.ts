import { describe, expect, it } from 'vitest'
import { COMMON_PROPERTIES } from './common-properties.ts'
import { parseSiteValue, readSiteSchema, type SiteSchema } from './site-schema.ts'

const compilePattern = (pattern: string) => {
  const expression = new RegExp(pattern)
  return (text: string) => expression.test(text)
}

function read(document: unknown): SiteSchema {
  const reading = readSiteSchema(document, { compilePattern, isAttribute: (name) => name === 'size' })
  if (!reading.ok) throw new Error(reading.problems.join('; '))
  return reading.site
}

function parse(document: unknown, value: unknown): string | null {
  const property = read({ p: document }).properties.get('p')
  if (property === undefined) throw new Error('no property')
  return parseSiteValue(property, 'p', value)
}

describe('a value of a property that the site describes', () => {
  it.each([
    [{ type: 'string' }, 'x', 'x'],
    [{}, 'x', 'x'],
    [{ type: ['null', 'string'] }, null, null],
    [{ type: 'integer', minimum: 1 }, 2, '2'],
    [{ type: 'integer' }, '-7', '-7'],
    [{ type: 'number', maximum: 1 }, '0.5', '0.5'],
    [{ type: 'boolean' }, true, 'true'],
    [{ type: 'boolean' }, 'false', 'false'],
    [{ type: 'integer', enum: [1, 2] }, '2', '2'],
    [{ maxLength: 2, minLength: 1 }, '🙂🙂', '🙂🙂'],
    [{ pattern: '^a' }, 'ab', 'ab'],
  ])('of %j can be %j, and is kept as %j', (document, value, kept) => {
    expect(parse(document, value)).toBe(kept)
  })

  it.each([
    [{ type: 'string' }, 5, 'text'],
    [{ type: 'string' }, null, 'text'],
    [{ type: 'string' }, 'a\0b', 'text'],
    [{ type: 'integer' }, '1.5', 'a whole number'],
    [{ type: 'integer' }, '1e999', 'a whole number'],
    [{ type: 'integer' }, '', 'a whole number'],
    [{ type: 'integer', minimum: 1, maximum: 4 }, 5, 'a whole number from 1 to 4'],
    [{ type: 'boolean' }, 'yes', 'true or false'],
    [{ enum: ['a', 'b'] }, 'c', 'one of a, b'],
    [{ pattern: '^a' }, 'b', 'text matching ^a'],
    [{ minLength: 1 }, '', 'text of at least this many characters: 1'],
    [{ type: 'string' }, { a: 1 }, 'text'],
  ])('of %j cannot be %j', (document, value, remedy) => {
    expect(() => parse(document, value)).toThrow(`p must be ${remedy}.`)
  })
})

describe('the file', () => {
  it('can be what every Glance ships', () => {
    expect([...read(COMMON_PROPERTIES).properties.keys()]).toContain('cinder_encryption_key_deletion_policy')
  })

  it('can say what every image must have', () => {
    expect(read({ properties: { a: {} }, required: ['a', 'name'] }).required).toEqual(['a', 'name'])
    expect(read({ required: ['name'] }).required).toEqual(['name'])
  })

  it('shows text beside the types that are kept as text, so that answers fit', () => {
    expect(read({ a: { type: 'integer', enum: [1] } }).properties.get('a')?.document).toEqual({
      type: ['integer', 'string'],
      enum: [1, '1'],
      is_base: false,
    })
  })

  it.each([
    [[], /expected record/],
    [{ a: 'text' }, /a: .*expected object/],
    [{ size: {} }, /size: images have/],
    [{ properties: {}, required: 'a' }, /required: /],
  ])('that is %j is refused', (document, words) => {
    expect(() => read(document)).toThrow(words)
  })
})
