import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDomainError } from '../domain/errors.ts'
import { newImage } from '../domain/new-image.ts'
import { parseContentRange, parseRange } from './byte-range.ts'
import { parseExpectedHash } from './expected-hash.ts'
import { parseChoice, parseTimeBound } from './filter-value.ts'
import { parseImageCreate } from './image-create.ts'
import { parseImageListQuery } from './image-list-query.ts'
import { applyImagePatch, parseImagePatch } from './image-patch.ts'
import { parseWireTime, toWireTime } from './wire-time.ts'

const RULES = {
  diskFormats: ['raw'],
  containerFormats: ['bare'],
  site: { properties: new Map(), required: [] },
}
const LIMITS = { usual: 25, most: 1000 }
const IMAGE = newImage({ properties: { old: 'v' } }, { id: 'i', owner: 'o', nowMs: 0 })

/** Runs what may refuse its input, but only in the domain's words. */
function refusingPolitely(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (!isDomainError(error)) throw error
  }
}

const fieldName = fc.constantFrom(
  'name',
  'tags',
  'visibility',
  'min_ram',
  'id',
  'owner',
  'locations',
  'kernel_id',
  '__proto__',
  'os_glance_x',
  'x',
)
const parameter = fc.constantFrom(
  'name',
  'status',
  'tag',
  'sort',
  'sort_key',
  'sort_dir',
  'limit',
  'marker',
  'size_min',
  'created_at',
  'visibility',
  'os_hidden',
  'x_min',
)

describe('whatever a client sends, it is taken or refused in the domain’s words', () => {
  it('as the body of a creation', () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => refusingPolitely(() => parseImageCreate(body, RULES))))
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fieldName, fc.string()), fc.jsonValue()), (body) =>
        refusingPolitely(() => parseImageCreate(body, RULES)),
      ),
    )
  })

  it('as a patch, which never touches the image that it was made for', () => {
    const step = fc.record(
      {
        op: fc.constantFrom('add', 'replace', 'remove', 'test'),
        path: fc.oneof(
          fc.string(),
          fc.oneof(fieldName, fc.string()).map((name) => `/${name}`),
        ),
        value: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    const before = structuredClone(IMAGE)
    fc.assert(
      fc.property(fc.array(fc.oneof(step, fc.jsonValue())), fc.constantFrom('v20', 'v21'), (body, dialect) =>
        refusingPolitely(() => applyImagePatch(IMAGE, parseImagePatch(body, dialect, RULES))),
      ),
    )
    expect(IMAGE).toEqual(before)
  })

  it('as the query of a list', () => {
    const query = fc.array(
      fc.tuple(
        fc.oneof(parameter, fc.string()),
        fc.oneof(fc.string(), fc.constantFrom('in:"', 'gt:', 'a:', '1', '-1')),
      ),
    )
    fc.assert(
      fc.property(query, (pairs) =>
        refusingPolitely(() => parseImageListQuery(new URLSearchParams(pairs), LIMITS)),
      ),
    )
  })

  it('as a range or a hash', () => {
    const size = fc.nat()
    const range = fc.oneof(
      fc.string(),
      fc.tuple(fc.bigInt(), fc.bigInt()).map(([a, b]) => `bytes=${a}-${b}`),
    )
    fc.assert(fc.property(range, size, (text, bytes) => refusingPolitely(() => parseRange(text, bytes))))
    fc.assert(
      fc.property(fc.string(), size, (text, bytes) => refusingPolitely(() => parseContentRange(text, bytes))),
    )
    fc.assert(fc.property(fc.string(), (text) => refusingPolitely(() => parseExpectedHash(text))))
    fc.assert(fc.property(fc.string(), (text) => refusingPolitely(() => parseTimeBound('created_at', text))))
  })
})

describe('what is taken means what was meant', () => {
  it('gives every range that exists within the data', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (size, a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        fc.pre(start < size)
        expect(parseRange(`bytes=${start}-${end}`, size)).toEqual({ start, end: Math.min(end, size - 1) })
      }),
    )
  })

  it('reads back every list of quoted values', () => {
    const value = fc.string().filter((text) => !text.includes('\\'))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const list = values.map((text) => `"${text.replaceAll('"', '\\"')}"`).join(',')
        expect(parseChoice('name', `in:${list}`)).toEqual(values)
      }),
    )
  })

  it('reads back every time that it writes', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        const seconds = Math.floor(date.getTime() / 1000) * 1000
        expect(parseWireTime(toWireTime(seconds))).toBe(seconds)
      }),
    )
  })

  it.each([
    ['2024-05-01', '2024-05-01T00:00:00.000Z'],
    ['2024-05-01T12:30', '2024-05-01T12:30:00.000Z'],
    ['2024-05-01 12:30:15', '2024-05-01T12:30:15.000Z'],
    ['2024-05-01T12:30:15.5Z', '2024-05-01T12:30:15.500Z'],
    ['2024-05-01T12:30:15.123456+02:00', '2024-05-01T10:30:15.123Z'],
    ['2024-05-01T12:30:15-0130', '2024-05-01T14:00:15.000Z'],
    ['2024-05-01T12:30:15 02', '2024-05-01T10:30:15.000Z'],
  ])('knows the time %s', (text, iso) => {
    expect(new Date(parseWireTime(text) ?? Number.NaN).toISOString()).toBe(iso)
  })

  it.each([
    '',
    '2024',
    '2024-13-01',
    '2024-02-30',
    '2024-05-01T25:00',
    'T12:00',
    '2024-05-01T12:00:00X',
    '1',
  ])('knows no time in “%s”', (text) => {
    expect(parseWireTime(text)).toBeNull()
  })
})
