import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PatternError } from './pattern.ts'
import { SearchTooLongError } from './program.ts'
import { compileSearch } from './search.ts'

function complaint(pattern: string): string {
  try {
    compileSearch(pattern)
    return 'no complaint'
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return `${error.column}: ${error.message}`
  }
}

describe('a pattern finds what Python’s re.search finds', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['x_', ['x_a', 'ax_'], ['x', 'X_']],
    ['^x_', ['x_a'], ['ax_']],
    ['^x_owner$', ['x_owner', 'x_owner\n'], ['x_owner2', 'x_owner\n\n']],
    ['\\Ax_owner\\Z', ['x_owner'], ['x_owner\n', 'ax_owner']],
    ['.*', ['', 'anything'], []],
    ['a.c', ['abc'], ['a\nc']],
    ['(?s)a.c', ['a\nc'], ['ac']],
    ['(?i)hw_', ['HW_X', 'hw_x'], ['h_w']],
    ['(?m)^b$', ['a\nb\nc'], ['ab']],
    ['a(?i:b)c', ['aBc'], ['ABc']],
    ['(?P<kind>hw|os)_', ['hw_x', 'os_x'], ['img_']],
    ['^(?!x_).*$', ['y_', ''], ['x_', 'x_a']],
    ['(?<=_)id$', ['kernel_id'], ['kernelid']],
    ['(?<!_)id$', ['kernelid'], ['kernel_id']],
    ['[^x_.*]', ['a'], ['x', '_.*']],
    ['[]x]', [']', 'x'], ['[']],
    ['[a\\-z]', ['-', 'z'], ['b']],
    ['[--a]', ['0', 'A', 'a'], ['b', ',']],
    ['\\d', ['1', '٣'], ['a']],
    ['(?a)\\d', ['1'], ['٣']],
    ['\\w', ['é', '_'], ['-', ' ']],
    ['[\\W]', ['-'], ['a']],
    ['\\bid\\b', ['an id', 'id-1'], ['idx']],
    ['^a{2}$', ['aa'], ['a', 'aaa']],
    ['^a{,2}$', ['', 'aa'], ['aaa']],
    ['^a{2,}$', ['aa', 'aaaa'], ['a']],
    ['a{x}', ['a{x}'], ['ax']],
    ['\\x61\\u0062\\143', ['abc'], ['x61']],
    ['trait:.+?', ['trait:A'], ['trait:']],
    ['^(a|b|)c$', ['c', 'ac'], ['abc']],
    ['(?#nothing to see)x', ['x'], ['y']],
    ['^😀$', ['😀'], ['a']],
  ])('%s', (pattern, found, missed) => {
    const search = compileSearch(pattern)
    expect([...found, ...missed].filter(search)).toEqual(found)
  })
})

describe('what cannot be used is refused with its place', () => {
  test.each([
    ['(a', /^1: This parenthesis is not closed/],
    ['a)', /^2: This closing parenthesis/],
    ['x[a', /^2: This bracket is not closed/],
    ['*', /^1: There is nothing before this/],
    ['a|*', /^3: There is nothing before this/],
    ['a**', /^3: A repetition cannot be repeated/],
    ['a*+', /^3: A repetition cannot be repeated/],
    ['a{3,2}', /^2: The bounds must be in order/],
    ['a{2000}', /^2: The bounds/],
    ['^*', /^2: A place cannot be repeated/],
    ['(a)\\1', /^4: References back/],
    ['(?P<a>x)(?P=a)', /^9: A named group|^\d+: This kind of group/],
    ['(?>a)', /This kind of group is not supported/],
    ['(?(1)a|b)', /This kind of group is not supported/],
    ['a(?i)b', /This kind of group is not supported/],
    ['(?x) a', /The flag x is not supported/],
    ['(?=a(?=b))', /A look inside a look/],
    ['[z-a]', /A range goes/],
    ['[\\d-z]', /A range goes/],
    ['\\q', /^1: \\q is not known/],
    ['\\', /^1: A backslash at the end/],
    ['\\x6', /hexadecimal/],
    ['(?P<1>a)', /A named group is written/],
    ['('.repeat(60), /nest at most/],
    ['a'.repeat(1001), /at most 1000 characters/],
    ['((a{1000}){1000})', /too large/],
  ])('%s', (pattern, expected) => {
    expect(complaint(pattern)).toMatch(expected)
  })
})

test('patterns that both languages read alike find the same', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    '[ab]',
    '[^a]',
    '.',
    '(?:a|b)',
    '(?:ab)',
    '(?=a)',
    '(?!b)',
    '(?<=a)',
    '(?<!b)',
  )
  const repetition = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '*?')
  const piece = fc
    .tuple(atom, repetition)
    .map(([text, times]) => (text.startsWith('(?=') || /^\(\?[!<]/.test(text) ? text : text + times))
  const pattern = fc
    .array(fc.oneof(piece, fc.constantFrom('|', '^')), { maxLength: 8 })
    .map((pieces) => pieces.join(''))
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 10 })
  fc.assert(
    fc.property(pattern, text, (source, haystack) => {
      expect(compileSearch(source)(haystack)).toBe(new RegExp(source, 'u').test(haystack))
    }),
    { numRuns: 1000 },
  )
})

test('patterns that take other machines for ever are through at once', () => {
  const longest = `${'a'.repeat(254)}!`
  const begin = performance.now()
  for (const pattern of [
    '^(a+)+$',
    '^(a|a)*$',
    '^(a*)*$',
    '^(a|aa)+$',
    '(.*a){20}$',
    '^(?=(a+)+$)a',
    '(x+x+)+y',
  ]) {
    expect(compileSearch(pattern)(longest)).toBe(false)
  }
  expect(performance.now() - begin).toBeLessThan(2000)
})

test.each(['((((){1000}){1000}){1000}){1000}', '(((?=a{1000})b){1000}){1000}', '((|){1000}){1000}'])(
  'a small pattern that would be huge when written out is refused at once: %s',
  (pattern) => {
    expect(complaint(pattern)).toMatch(/too large/)
  },
)

test('a search with a limit gives up rather than going on', () => {
  const search = compileSearch('^(a|b|c|(?=.*z)d)*$', 10_000)
  expect(search('abcabc')).toBe(true)
  expect(() => search('d'.repeat(5000))).toThrow(SearchTooLongError)
})
