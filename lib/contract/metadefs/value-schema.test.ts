import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { PropertyDefinition } from '../../domain/metadefs/namespace.ts'
import { defaultText, operatorsOf, readText, writeText } from '../../domain/metadefs/value-text.ts'
import { patternTrouble, problemsWith, type RuleName, valueSchema } from './value-schema.ts'

const define = (
  rest: Partial<PropertyDefinition> & Pick<PropertyDefinition, 'type'>,
): PropertyDefinition => ({
  title: 'A property',
  ...rest,
})
const broken = (definition: PropertyDefinition, text: string): readonly RuleName[] =>
  problemsWith(valueSchema(definition), text).map(({ rule }) => rule)

describe('a value is judged by its definition', () => {
  it.each<[Partial<PropertyDefinition> & Pick<PropertyDefinition, 'type'>, string, readonly RuleName[]]>([
    [{ type: 'string' }, '', []],
    [{ type: 'string', minLength: 1 }, '', ['minLength']],
    [{ type: 'string', maxLength: 2 }, '😀😀', []],
    [{ type: 'string', maxLength: 2 }, 'abc', ['maxLength']],
    [{ type: 'string', enum: ['ide', 'virtio'] }, 'scsi', ['enum']],
    [{ type: 'string', pattern: '^/dev/[a-z]+$' }, '/dev/vda', []],
    [{ type: 'string', pattern: '^/dev/[a-z]+$' }, 'vda', ['pattern']],
    [{ type: 'integer', minimum: 1, maximum: 4 }, '0', ['minimum']],
    [{ type: 'integer', minimum: 1, maximum: 4 }, '5', ['maximum']],
    [{ type: 'integer' }, '1.5', ['type']],
    [{ type: 'integer' }, '0x10', ['type']],
    [{ type: 'integer' }, '99999999999999999', ['type']],
    [{ type: 'integer' }, '', ['type']],
    [{ type: 'number', enum: [1, 2] }, '1.0', []],
    [{ type: 'number', minimum: 0.5 }, '.25', ['minimum']],
    [{ type: 'number' }, 'Infinity', ['type']],
    [{ type: 'boolean' }, 'True', []],
    [{ type: 'boolean' }, 'perhaps', ['type']],
    [{ type: 'array', operators: ['<all-in>', '<or>'] }, '<or> a,b', []],
    [{ type: 'array', operators: ['<all-in>'] }, '<or> a,b', ['operators']],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, '<in> a,c', ['items']],
    [{ type: 'array', items: { enum: ['a', 'b'] }, additionalItems: true }, '<in> a,c', []],
    [{ type: 'array', items: { type: 'integer' } }, '<in> 1,x', ['items']],
    [{ type: 'array', uniqueItems: true }, '<in> a,a', ['uniqueItems']],
    [{ type: 'array', minItems: 1 }, '', ['minItems']],
    [{ type: 'array', minItems: 2, maxItems: 3 }, '<in> a', ['minItems']],
    [{ type: 'array', maxItems: 2 }, '<in> a,b,c', ['maxItems']],
    [{ type: 'array' }, '<in> a,,b', ['items']],
    [{ type: 'object', required: ['cpu'] }, '{"cpu":1}', []],
    [{ type: 'object', required: ['cpu'] }, '{"ram":1}', ['required']],
    [{ type: 'object' }, '[1]', ['type']],
    [{ type: 'string', enum: ['x', 'y'], operators: ['<or>'] }, '<or> x <or> y', []],
    [{ type: 'string', enum: ['x', 'y'], operators: ['<or>'] }, '<or> x <or> z', ['enum']],
    [{ type: 'integer', minimum: 2, operators: ['<or>'] }, '2', []],
    [{ type: 'integer', minimum: 2, operators: ['<or>'] }, '<or> 2 <or> 1', ['minimum']],
  ])('%o with %o breaks %o', (definition, text, rules) => {
    expect(broken(define(definition), text)).toEqual(rules)
  })

  it('has a default in the words of the wire', () => {
    expect(defaultText(define({ type: 'boolean', default: false }))).toBe('false')
    expect(defaultText(define({ type: 'integer', default: 3 }))).toBe('3')
    expect(defaultText(define({ type: 'array', default: ['a', 'b'], operators: ['<or>'] }))).toBe('<or> a,b')
    expect(defaultText(define({ type: 'string' }))).toBeUndefined()
  })
})

test('a pattern that cannot be run holds for everything, and it is told why', () => {
  const definition = define({ type: 'string', pattern: '(a)\\1' })
  expect(broken(definition, 'ab')).toEqual([])
  expect(patternTrouble(definition)).toMatch(/References back/)
})

test.each(['^(a+)+$', '^(?=(a|aa)+$)(a|b)*c$', '(.*a){20}$'])(
  'no text makes %s run for long: what was not found within the bound does not match',
  (pattern) => {
    const begin = performance.now()
    expect(broken(define({ type: 'string', pattern }), `${'a'.repeat(60_000)}!`)).toEqual(['pattern'])
    expect(performance.now() - begin).toBeLessThan(20_000)
  },
)

const word = fc.string({
  unit: fc.constantFrom('a', 'b', '-', '_', '9', 'ä', '😀'),
  minLength: 1,
  maxLength: 6,
})
const list = fc.record({ operator: fc.constantFrom('<in>', '<or>', '<all-in>', '='), items: fc.array(word) })
const definition = fc.oneof(
  fc.record({ title: word, type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'object') }),
  fc.record({
    title: word,
    type: fc.constant('array'),
    operators: fc.uniqueArray(list.map((each) => each.operator)),
  }),
) as fc.Arbitrary<PropertyDefinition>

describe('whatever the definition', () => {
  test('a list that is written is read as it was', () => {
    fc.assert(
      fc.property(definition, list, (each, value) => {
        const operators = [...new Set([...(each.operators ?? []), value.operator])]
        expect(readText({ ...each, type: 'array', operators }, writeText(value))).toEqual(value)
      }),
    )
  })

  test('an integer that is written is read as it was, and an honest range lets it through', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(), (value, room) => {
        const each = define({ type: 'integer', minimum: value - room, maximum: value + room })
        expect(valueSchema(each).parse(writeText(value))).toBe(value)
        expect(broken({ ...each, minimum: value + 1 }, writeText(value))).toContain('minimum')
      }),
    )
  })

  test('a number that is written is read as it was', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(valueSchema(define({ type: 'number' })).parse(writeText(value)))).toBe(
          value === 0 ? 0 : value,
        )
      }),
    )
  })

  test('every choice is a value, and no other text is', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1 }), word, (choices, other) => {
        const each = define({ type: 'string', enum: choices })
        expect(choices.flatMap((choice) => broken(each, choice))).toEqual([])
        expect(broken(each, other)).toEqual(choices.includes(other) ? [] : ['enum'])
      }),
    )
  })

  test('no text makes it throw, and what it lets through can be written again', () => {
    fc.assert(
      fc.property(definition, fc.string({ unit: 'binary' }), (each, text) => {
        const result = valueSchema(each).safeParse(text)
        if (!result.success) return
        expect(valueSchema(each).parse(writeText(result.data))).toEqual(result.data)
        expect(operatorsOf(each).length).toBeGreaterThan(0)
      }),
    )
  })
})
