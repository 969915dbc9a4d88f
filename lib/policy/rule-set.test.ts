import { describe, expect, test } from 'vitest'
import { POLICY_RULES } from '#lib/domain/policy.ts'
import { printRule } from './language/rule-tree.ts'
import { type BuiltRuleSet, buildRuleSet, defaultRuleSet, type RuleSet } from './rule-set.ts'

function build(rules: Readonly<Record<string, string>>, usedElsewhere: string[] = []): BuiltRuleSet {
  return buildRuleSet(
    Object.entries(rules).map(([name, source], index) => ({ name, source, line: index + 1 })),
    usedElsewhere,
  )
}

function accepted(rules: Readonly<Record<string, string>>): RuleSet {
  const built = build(rules)
  if (!built.ok) throw new Error(built.problems.map(({ message }) => message).join('\n'))
  return built.ruleSet
}

function problems(rules: Readonly<Record<string, string>>): readonly string[] {
  const built = build(rules)
  return built.ok ? [] : built.problems.map(({ line, message }) => `${line}: ${message}`)
}

const printed = (ruleSet: RuleSet, name: string) => printRule(ruleSet.rules.get(name) ?? { kind: 'never' })

test('the defaults say something of every rule that is asked, and change nothing', () => {
  const ruleSet = defaultRuleSet()
  expect(POLICY_RULES.filter((name) => !ruleSet.compiled.has(name))).toEqual([])
  expect([...ruleSet.changed]).toEqual([])
  expect(ruleSet.warnings).toEqual([])
})

describe('a file', () => {
  test('overrides by name and leaves the rest', () => {
    const ruleSet = accepted({ delete_image: 'role:cleaner' })
    expect(printed(ruleSet, 'delete_image')).toBe('role:cleaner')
    expect(printed(ruleSet, 'modify_image')).toBe(printed(defaultRuleSet(), 'modify_image'))
    expect([...ruleSet.changed]).toEqual(['delete_image'])
  })

  test('that repeats a default changes nothing', () => {
    expect([...accepted({ publicize_image: ' ( rule:context_is_admin ) ' }).changed]).toEqual([])
  })

  test('that changes who is an administrator changes the rules that refer to it', () => {
    const { changed } = accepted({ context_is_admin: 'role:cloud_admin' })
    expect(changed.has('publicize_image')).toBe(true)
    expect(changed.has('add_metadef_tag')).toBe(true)
  })

  test('may define rules of its own that others use, or that something else asks', () => {
    expect(build({ staff: 'role:staff', own: 'rule:staff', modify_image: 'rule:own' }).ok).toBe(true)
    expect(build({ staff: 'role:staff' }, ['staff']).ok).toBe(true)
  })

  test('is refused for names that nothing uses, with the name that was probably meant', () => {
    expect(problems({ modfy_image: 'role:x', lonely: 'rule:friend', friend: 'role:y' })).toEqual([
      '1: modfy_image: There is no such policy rule, and no other rule refers to it. Did you mean modify_image? Correct the name or leave it out.',
      expect.stringMatching(/^2: lonely: There is no such policy rule/),
      expect.stringMatching(/^3: friend: There is no such policy rule/),
    ])
  })

  test('is refused with every problem at once', () => {
    expect(problems({ add_image: 'role:a role:b', get_image: 'nonsense' })).toEqual([
      expect.stringMatching(/^1: add_image, column 8: /),
      expect.stringMatching(/^2: get_image, column 1: /),
    ])
    expect(problems({ add_image: 'rule:nothing', get_image: 'rule:get_image' })).toEqual([
      expect.stringMatching(/^1: add_image: It refers to rule:nothing/),
      expect.stringMatching(/^2: get_image: .*circle/),
    ])
  })
})

describe('names of older releases', () => {
  test('are accepted with a warning', () => {
    const { warnings } = accepted({ get_task: 'role:x', copy_from: 'role:y' })
    expect(warnings).toEqual([
      expect.stringMatching(/get_task is deprecated/),
      expect.stringMatching(/copy_from/),
    ])
  })

  test('hand their rule to those that came in their place, unless the file has them, too', () => {
    const ruleSet = accepted({ manage_image_cache: 'role:cacher', cache_list: 'role:lister' })
    expect(printed(ruleSet, 'cache_image')).toBe('rule:manage_image_cache')
    expect(printed(ruleSet, 'cache_list')).toBe('role:lister')
    expect(printed(ruleSet, 'cache_clean')).toBe('rule:context_is_admin')
  })

  test('that merely refer to the new one are no change', () => {
    expect(printed(accepted({ manage_image_cache: 'rule:cache_image' }), 'cache_image')).toBe(
      'rule:context_is_admin',
    )
  })
})
