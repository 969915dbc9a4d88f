import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parseNamespaceFile } from '#lib/contract/metadefs/bodies.ts'
import { propertyCheck } from '#lib/contract/metadefs/check-properties.ts'
import { IMAGE_TYPE, knownKeys } from '#lib/contract/metadefs/known-keys.ts'
import type { PropertyDefinition } from '#lib/domain/metadefs/namespace.ts'
import { wordsOf } from '#tests/support/words.ts'
import { searchCatalogue } from './catalogue.ts'
import { fieldKind, rangeText } from './field-kind.ts'
import { joinedLocks } from './property-locks.ts'
import {
  applyChanges,
  baseOf,
  changesOf,
  commonBase,
  problemsOfRows,
  propertiesOf,
  rowsOf,
  warningsOfRows,
  withKeys,
  withProperties,
  withText,
  writeLock,
} from './property-rows.ts'
import { readProperties, TEXT_FORMS, writeProperties } from './property-text.ts'

const tree = (content: object) =>
  parseNamespaceFile(
    { visibility: 'public', resource_type_associations: [{ name: IMAGE_TYPE, prefix: 'site_' }], ...content },
    { owner: null, nowMs: 0 },
  )
const ROBOTS = tree({
  namespace: 'Site::Robots',
  display_name: 'Robots',
  properties: {
    arms: { title: 'Arms', type: 'integer', minimum: 1, description: 'With which it Reaches for things' },
    twice: { title: 'Twice', type: 'integer' },
  },
  objects: [
    {
      name: 'Engine',
      required: ['power'],
      properties: {
        power: { title: 'Power', type: 'integer' },
        fuel: { title: 'Fuel', type: 'string', enum: ['coal', 'wind'] },
      },
    },
  ],
})
const known = knownKeys(
  [ROBOTS, tree({ namespace: 'Site::Twice', properties: { twice: { title: 'Again', type: 'string' } } })],
  IMAGE_TYPE,
)
const check = propertyCheck(known)

describe('the form', () => {
  const base = baseOf({ own: 'x', site_arms: '0', site_twice: 'text' })

  it('shows known properties first, and says what is wrong only with what is changed', () => {
    const rows = rowsOf(base, known)
    expect(rows.map(({ key }) => key)).toEqual(['site_arms', 'site_twice', 'own'])
    expect(problemsOfRows(rows, { base, known, check })).toEqual(new Map())
    expect(warningsOfRows(rows, { base, known, check })).toEqual(
      new Map([['site_arms', 'must be at least 1']]),
    )
    const changed = withText(withText(rows, 'site_arms', '-1'), 'site_twice', 'other text')
    expect(problemsOfRows(changed, { base, known, check })).toEqual(
      new Map([['site_arms', 'must be at least 1']]),
    )
  })

  it('asks for what an object requires as soon as something of it is set', () => {
    const shown = withKeys(rowsOf(base, known), [
      { key: 'site_power', text: null },
      { key: 'site_fuel', text: null },
    ])
    expect(problemsOfRows(shown, { base, known, check })).toEqual(new Map())
    expect(problemsOfRows(withText(shown, 'site_fuel', 'wind'), { base, known, check })).toEqual(
      new Map([['site_power', 'is required by Engine']]),
    )
  })

  it('says which protection keeps a property from being set, changed or taken away', () => {
    const locks = joinedLocks([
      { site_power: { create: 'no new power' }, own: { update: 'not for you' } },
      { own: { delete: 'it stays' } },
    ])
    const knowledge = { base, known, check, locks }
    const rows = withKeys(rowsOf(base, known), [{ key: 'site_power', text: '1' }])
    expect(problemsOfRows(rows, knowledge)).toEqual(new Map([['site_power', 'no new power']]))
    expect(problemsOfRows(withText(rows, 'own', 'y'), knowledge).get('own')).toBe('not for you')
    const without = rows.filter(({ key }) => key !== 'own')
    expect(problemsOfRows(without, knowledge).get('own')).toBe('it stays')
    expect(writeLock({ ...knowledge, base: commonBase([{ own: '1' }, {}]) }, 'own')).toBe('not for you')
  })

  it('refuses names that no property can have', () => {
    const rows = withKeys(
      [],
      [
        { key: 'size', text: '1' },
        { key: 'os_glance_x', text: '' },
      ],
    )
    expect([...problemsOfRows(rows, { base: baseOf({}), known, check }).keys()]).toEqual([
      'size',
      'os_glance_x',
    ])
  })

  it('of several images leaves alone what differs, until it is set or taken away', () => {
    const common = commonBase([
      { a: '1', b: '1', c: '1' },
      { a: '1', b: '2' },
    ])
    const rows = rowsOf(common, known)
    expect(changesOf(common, rows)).toEqual({ set: {}, removed: [] })
    expect(changesOf(common, withText(rows, 'b', '3'))).toEqual({ set: { b: '3' }, removed: [] })
    expect(
      changesOf(
        common,
        rows.filter(({ key }) => key !== 'c'),
      ),
    ).toEqual({ set: {}, removed: ['c'] })
  })
})

test('what is found stands in any text of a definition, in either case', () => {
  const titles = (words: string) =>
    searchCatalogue({ known, originals: known }, words).flatMap(({ objects }) =>
      objects.flatMap(({ keys }) => keys.map(({ definition }) => definition.title)),
    )
  expect(titles('reaches FOR')).toEqual(['Arms'])
  expect(titles('robots engine')).toEqual(['Power', 'Fuel'])
  expect(titles('coal')).toEqual(['Fuel'])
  expect(titles('nothing')).toEqual([])
})

test.each<[Partial<PropertyDefinition>, string]>([
  [{ type: 'boolean' }, 'switch'],
  [{ enum: ['no', 'yes'] }, 'switch'],
  [{ enum: ['bios', 'uefi'] }, 'list'],
  [{ enum: Array.from({ length: 144 }, (_, index) => `os${index}`) }, 'search'],
  [{ type: 'integer' }, 'number'],
  [{ type: 'array' }, 'items'],
  [{ pattern: '^a$' }, 'line'],
  [{ maxLength: 80 }, 'line'],
  [{}, 'text'],
  [{ type: 'object' }, 'text'],
])('%o gets the control %s', (definition, kind) => {
  expect(fieldKind({ title: '', type: 'string', ...definition }).kind).toBe(kind)
})

test('a range is told in words', () => {
  expect(rangeText({ title: '', type: 'integer', minimum: 1, maximum: 4 }, wordsOf('properties'))).toBe(
    '1 to 4',
  )
  expect(rangeText({ title: '', type: 'string', maxLength: 9 }, wordsOf('properties'))).toBe(
    'at most 9 characters',
  )
})

describe('the text', () => {
  const key = fc.string({ unit: 'binary', minLength: 1 }).filter((each) => each.isWellFormed())
  const properties = fc.dictionary(key, fc.string({ unit: 'binary' }))

  test.each(TEXT_FORMS)('as %s is read as it was written', (form) => {
    fc.assert(
      fc.property(properties, (each) => {
        expect(readProperties(writeProperties(each, form), form)).toEqual({ isValid: true, properties: each })
      }),
    )
  })

  test('and the form stay in step', () => {
    fc.assert(
      fc.property(properties, properties, (before, after) => {
        const rows = withProperties(rowsOf(baseOf(before), known), after)
        expect(propertiesOf(rows)).toEqual(after)
        expect(applyChanges(before, changesOf(baseOf(before), rows))).toEqual(after)
      }),
    )
  })

  test('of a command is understood', () => {
    expect(readProperties('--property a=1 \\\n  --property b="x y"\n# remark\n\n', 'lines')).toEqual({
      isValid: true,
      properties: { a: '1', b: 'x y' },
    })
  })

  test.each([
    ['lines', 'a=1\nb', /Line 2/],
    ['lines', 'a=1\na=2', /stands twice/],
    ['lines', 'a="x', /Line 1/],
    ['json', '{', /JSON/],
    ['json', '[]', /object/],
    ['json', '{"a":{}}', /a must be text/],
  ] as const)('%s: %o says what is wrong', (form, text, message) => {
    expect(readProperties(text, form)).toEqual({ isValid: false, message: expect.stringMatching(message) })
  })
})
