import { describe, expect, test } from 'vitest'
import { parseRule } from './parse-rule.ts'
import { printProblem } from './problem.ts'
import { findReferenceProblems } from './references.ts'
import type { Rule } from './rule-tree.ts'

function problemsOf(sources: Readonly<Record<string, string>>): readonly string[] {
  const rules = Object.entries(sources).map(([name, source]): [string, Rule] => {
    const rule = parseRule(source)
    if (!rule.ok) throw new Error(rule.message)
    return [name, rule.value]
  })
  return findReferenceProblems(new Map(rules)).map(printProblem)
}

describe('references', () => {
  test('to what exists are fine, also twice and on several ways', () => {
    expect(problemsOf({ a: 'rule:b and (rule:c or not rule:b)', b: 'rule:c', c: 'role:x' })).toEqual([])
  })

  test('to what does not exist are named, with the name that was probably meant', () => {
    expect(problemsOf({ admin: 'role:admin', a: 'role:x and not rule:admni' })).toEqual([
      'a: It refers to rule:admni, which does not exist. Did you mean admin? Define admni or correct the name.',
    ])
  })

  test('in a circle are named once with the whole circle, also through not', () => {
    expect(problemsOf({ a: 'rule:b', b: 'role:x or not rule:c', c: '(rule:a)', d: 'rule:a' })).toEqual([
      'a: The rules refer to each other in a circle (a → b → c → a): break it.',
    ])
  })

  test('to itself are a circle', () => {
    expect(problemsOf({ a: 'role:x and rule:a' })).toEqual([
      'a: The rules refer to each other in a circle (a → a): break it.',
    ])
  })

  test('that double at each step are refused before they cost time', () => {
    const steps = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`r${index}`, `rule:r${index + 1} and rule:r${index + 1}`]),
    )
    expect(problemsOf({ ...steps, r60: '@' })[0]).toMatch(/^r0: .*more than 2000 checks/)
  })
})
