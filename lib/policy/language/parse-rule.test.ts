import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aRule } from '#tests/support/policy-rules.ts'
import { MOST_CHARACTERS, parseRule, type RuleSource } from './parse-rule.ts'
import { printRule } from './rule-tree.ts'

/** The rule as it was understood, written out again. */
function read(source: RuleSource): string {
  const rule = parseRule(source)
  if (!rule.ok) throw new Error(`column ${rule.column}: ${rule.message}`)
  return printRule(rule.value)
}

function complaint(source: RuleSource): string {
  const rule = parseRule(source)
  return rule.ok ? 'no complaint' : `${rule.column}: ${rule.message}`
}

describe('the checks', () => {
  test.each([
    ['', '@'],
    ['@', '@'],
    ['!', '!'],
    ['rule:context_is_admin', 'rule:context_is_admin'],
    ['role:Member', 'role:Member'],
    ['role:%(wanted)s', 'role:%(wanted)s'],
    ['project_id:%(project_id)s', 'project_id:%(project_id)s'],
    ["'public':%(visibility)s", "'public':%(visibility)s"],
    ['"public":%(visibility)s', "'public':%(visibility)s"],
    [`"it's":%(name)s`, `"it's":%(name)s`],
    ['True:%(protected)s', 'True:%(protected)s'],
    ['None:%(owner)s', 'None:%(owner)s'],
    ['5:%(min_disk)s', '5:%(min_disk)s'],
    ['user_id:prefix-%(name)s-100%%', 'user_id:prefix-%(name)s-100%%'],
    ['project_id:', 'project_id:'],
    ["'a:b':%(name)s", "'a:b':%(name)s"],
  ])('%s is understood', (source, understood) => {
    expect(read(source)).toBe(understood)
  })
})

describe('how checks combine', () => {
  test.each([
    ['role:a and role:b or role:c', '(role:a and role:b) or role:c'],
    ['role:a or role:b and role:c', 'role:a or (role:b and role:c)'],
    [
      'role:a or role:b and role:c and role:d or role:e',
      'role:a or (role:b and role:c and role:d) or role:e',
    ],
    ['not role:a and role:b', 'not role:a and role:b'],
    ['not (role:a and role:b)', 'not (role:a and role:b)'],
    ['not not role:a', 'not not role:a'],
    ['role:a AND NOT role:b Or role:c', '(role:a and not role:b) or role:c'],
    ['( (role:a or role:b) and role:c )', '(role:a or role:b) and role:c'],
    ['(project_id:%(owner)s)', 'project_id:%(owner)s'],
    ['role:a\n  or\trole:b', 'role:a or role:b'],
  ])('%s means %s', (source, understood) => {
    expect(read(source)).toBe(understood)
  })

  test.each<[string, RuleSource, string]>([
    ['an empty list is always', [], '@'],
    ['a list of empty lists is never', [[]], '!'],
    [
      'outer lists are alternatives, inner ones all hold',
      [['role:a', 'role:b'], ['role:c']],
      '(role:a and role:b) or role:c',
    ],
    ['a text in place of an inner list is one check', ['role:a', []], 'role:a'],
  ])('%s', (_, source, understood) => {
    expect(read(source)).toBe(understood)
  })
})

describe('what is refused says where and what to write', () => {
  test.each<[string, RuleSource, RegExp]>([
    ['a blank rule', '  ', /^1: .*@ for everybody/],
    ['a word that is no check', 'role:a or admin', /^11: “admin” is no check: write kind:value/],
    ['a missing operator', 'role:a role:b', /^8: “role:b” follows without and or or/],
    ['a missing operator in a parenthesis', '(role:a role:b)', /^9: “role:b” follows without/],
    ['an operator at the end', 'role:a and', /^11: .*a check is missing/],
    ['an operator at the beginning', 'or role:a', /^1: A check is missing before “or”/],
    ['two operators', 'role:a and or role:b', /^12: A check is missing before “or”/],
    ['an open parenthesis', '(role:a', /^1: This parenthesis is not closed/],
    ['a closing parenthesis too many', 'role:a)', /^7: This closing parenthesis has no opening one/],
    ['an empty parenthesis', '()', /^2: A check is missing/],
    ['another server', 'role:a or http://policy.example/%(name)s', /^11: .*not supported/],
    ['a misspelled credential', 'projct_id:%(owner)s', /^1: .*Did you mean project_id\?/],
    ['an attribute without its s', 'project_id:%(owner)', /^12: A target attribute is written %\(name\)s/],
    ['an attribute in another format', 'project_id:%(owner)d', /^12: /],
    ['a quote that is not closed', "'public:%(visibility)s", /^1: The quote is not closed/],
    ['a quoted constant with nothing to compare', "'public'", /^1: After 'public' comes a colon/],
    ['a backslash in a constant', "'a\\n':%(name)s", /^1: Backslashes/],
    ['a rule without a name', 'rule:', /^6: After rule: comes the name/],
    ['a role without a name', 'role:', /^6: After role: comes the name/],
    ['a combination inside a list', [['role:a or role:b', 'admin']], /^1: “admin” is no check/],
  ])('%s', (_, source, expected) => {
    expect(complaint(source)).toMatch(expected)
  })

  test('a rule that is too long or too deep', () => {
    expect(complaint(`role:${'a'.repeat(MOST_CHARACTERS)}`)).toMatch(/at most 10000 characters/)
    expect(complaint(`${'('.repeat(60)}role:a${')'.repeat(60)}`)).toMatch(/nests at most 50 deep/)
    expect(complaint(`${'not '.repeat(60)}role:a`)).toMatch(/nests at most 50 deep/)
  })
})

test('a rule that is printed and read again is the same rule', () => {
  fc.assert(
    fc.property(aRule, (rule) => {
      expect(parseRule(printRule(rule))).toEqual({ ok: true, value: rule })
    }),
    { numRuns: 500 },
  )
})

test('whatever is written, the answer is a rule or a complaint inside the text', () => {
  const pieces = fc.constantFrom(
    'and',
    'or',
    'not',
    '(',
    ')',
    ' ',
    'role:a',
    "'",
    '"',
    '%',
    '%(x)s',
    ':',
    '@',
    '!',
    'é',
    '\u0000',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (words) => {
      const text = words.join('')
      const rule = parseRule(text)
      if (!rule.ok) expect(rule.column).toBeLessThanOrEqual(text.length + 1)
    }),
  )
})
