import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aRule, RULE_NAMES, someAttributes, someCredentials } from '#tests/support/policy-rules.ts'
import { compileRules, type TargetValue } from './compile.ts'
import type { Credentials } from './credentials.ts'
import { parseRule } from './parse-rule.ts'
import type { Rules } from './references.ts'
import type { Rule, Template } from './rule-tree.ts'

const NOBODY: Credentials = {
  user_id: null,
  project_id: null,
  domain_id: null,
  system_scope: null,
  roles: [],
  service_roles: [],
  is_admin: false,
}

interface Asked {
  readonly caller?: Partial<Credentials>
  readonly target?: Readonly<Record<string, TargetValue>>
}

function allows(text: string, { caller = {}, target = {} }: Asked = {}): boolean {
  const rule = parseRule(text)
  if (!rule.ok) throw new Error(rule.message)
  const compiled = compileRules(new Map([['asked', rule.value]])).get('asked')
  return compiled?.({ ...NOBODY, ...caller }, (name) => target[name]) ?? false
}

describe('roles', () => {
  test('are compared without regard to case', () => {
    expect(allows('role:Image_Admin', { caller: { roles: ['image_admin'] } })).toBe(true)
    expect(allows('role:image_admin', { caller: { roles: ['member'] } })).toBe(false)
  })

  test('can be named by the target', () => {
    expect(allows('role:%(needs)s', { caller: { roles: ['gold'] }, target: { needs: 'Gold' } })).toBe(true)
    expect(allows('role:%(needs)s', { caller: { roles: ['gold'] } })).toBe(false)
  })

  test('of the service’s own token are asked by service_roles only', () => {
    const caller = { service_roles: ['service'] }
    expect(allows('service_roles:service', { caller })).toBe(true)
    expect(allows('role:service', { caller })).toBe(false)
  })
})

describe('attributes', () => {
  test('of the caller equal those of the target', () => {
    const caller = { project_id: 'p1' }
    expect(allows('project_id:%(owner)s', { caller, target: { owner: 'p1' } })).toBe(true)
    expect(allows('project_id:%(owner)s', { caller, target: { owner: 'p2' } })).toBe(false)
    expect(allows('tenant:%(owner)s', { caller, target: { owner: 'p1' } })).toBe(true)
  })

  test('that the target lacks let no check hold', () => {
    expect(allows('project_id:%(owner)s', { caller: { project_id: 'undefined' } })).toBe(false)
    expect(allows('not project_id:%(owner)s')).toBe(true)
  })

  test('are compared as Python prints them', () => {
    expect(allows('True:%(protected)s', { target: { protected: true } })).toBe(true)
    expect(allows("'False':%(protected)s", { target: { protected: false } })).toBe(true)
    expect(allows('None:%(owner)s', { target: { owner: null } })).toBe(true)
    expect(allows('5:%(min_disk)s', { target: { min_disk: 5 } })).toBe(true)
    expect(allows('is_admin:True', { caller: { is_admin: true } })).toBe(true)
    expect(allows('is_admin:true', { caller: { is_admin: true } })).toBe(false)
  })

  test('a caller without a project is not the owner of what nobody owns', () => {
    expect(allows('project_id:%(owner)s', { target: { owner: null } })).toBe(false)
    expect(allows('project_id:%(owner)s', { target: { owner: 'None' } })).toBe(false)
    expect(allows('project_id:None')).toBe(true)
  })
})

test('a reference to nothing lets nobody in', () => {
  expect(allows('rule:missing')).toBe(false)
})

/** The same question answered the slow and obvious way. */
function naive(
  rule: Rule,
  rules: Rules,
  caller: Credentials,
  target: Readonly<Record<string, TargetValue>>,
): boolean {
  const again = (inner: Rule): boolean => naive(inner, rules, caller, target)
  switch (rule.kind) {
    case 'always':
      return true
    case 'never':
      return false
    case 'rule':
      return again(rules.get(rule.name) ?? { kind: 'never' })
    case 'not':
      return !again(rule.rule)
    case 'and':
      return rule.rules.filter((each) => !again(each)).length === 0
    case 'or':
      return rule.rules.filter(again).length > 0
    case 'role': {
      const wanted = fill(rule.role, target)
      return wanted !== null && caller.roles.some((role) => role.toLowerCase() === wanted.toLowerCase())
    }
    case 'constant':
      return fill(rule.value, target) === rule.constant
    default:
      return naiveCredential(rule, caller, fill(rule.value, target))
  }
}

function naiveCredential(
  rule: Rule & { kind: 'credential' },
  caller: Credentials,
  wanted: string | null,
): boolean {
  const value = Object.entries(caller).find(([name]) => name === rule.credential)?.[1]
  if (wanted === null) return false
  if (value === null) return JSON.stringify(rule.value) === '["None"]'
  return (Array.isArray(value) ? value : [python(value as TargetValue)]).includes(wanted)
}

function fill(template: Template, target: Readonly<Record<string, TargetValue>>): string | null {
  if (template.some((part) => typeof part === 'object' && !(part.attribute in target))) return null
  return template
    .map((part) => (typeof part === 'string' ? part : python(target[part.attribute] ?? null)))
    .join('')
}

function python(value: TargetValue): string {
  return value === null ? 'None' : value === true ? 'True' : value === false ? 'False' : `${value}`
}

test('compiled rules answer as the obvious evaluation does', () => {
  // Each rule refers to later ones only, so that there are no circles.
  const ruleSets = fc
    .tuple(aRule, aRule, aRule)
    .map(
      (trees) =>
        new Map(RULE_NAMES.map((name, index) => [name, withLaterReferences(trees[index] as Rule, index)])),
    )
  fc.assert(
    fc.property(ruleSets, someCredentials, someAttributes, (rules, caller, target) => {
      const compiled = compileRules(rules)
      for (const [name, tree] of rules) {
        expect(compiled.get(name)?.(caller, (attribute) => target[attribute])).toBe(
          naive(tree, rules, caller, target),
        )
      }
    }),
    { numRuns: 500 },
  )
})

function withLaterReferences(rule: Rule, index: number): Rule {
  if (rule.kind === 'not') return { kind: 'not', rule: withLaterReferences(rule.rule, index) }
  if (rule.kind === 'and' || rule.kind === 'or') {
    return { kind: rule.kind, rules: rule.rules.map((each) => withLaterReferences(each, index)) }
  }
  if (rule.kind !== 'rule' || RULE_NAMES.indexOf(rule.name as 'first') > index) return rule
  return { kind: 'rule', name: RULE_NAMES[index + 1] ?? 'missing' }
}
