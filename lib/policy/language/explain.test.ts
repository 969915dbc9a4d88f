import { expect, test } from 'vitest'
import { compileRules, type TargetValue } from './compile.ts'
import type { Credentials } from './credentials.ts'
import { explainRefusal } from './explain.ts'
import { parseRule } from './parse-rule.ts'
import type { Rule } from './rule-tree.ts'

const READER: Credentials = {
  user_id: 'u1',
  project_id: 'p1',
  domain_id: null,
  system_scope: null,
  roles: ['reader'],
  service_roles: [],
  is_admin: false,
}

function why(text: string, target: Readonly<Record<string, TargetValue>> = {}): string {
  const rules = new Map<string, Rule>()
  for (const [name, source] of Object.entries({ admin: 'role:admin', asked: text })) {
    const rule = parseRule(source)
    if (rule.ok) rules.set(name, rule.value)
  }
  const question = {
    rules,
    compiled: compileRules(rules),
    credentials: READER,
    target: (name: string) => target[name],
  }
  return explainRefusal('asked', question)
}

test.each([
  ['role:admin', 'the role admin'],
  ['!', 'what nobody has'],
  ['rule:admin or (role:member and project_id:%(project_id)s)', 'the role admin, or the role member'],
  ['role:reader and project_id:%(member_id)s', 'a token of the project with which it is shared'],
  ['role:member and role:gold', 'the role member and the role gold'],
  [
    "role:reader and ('public':%(visibility)s or rule:admin)",
    'one of (that its visibility is public, or the role admin)',
  ],
  ['not role:reader', 'that this does not hold: the role reader'],
  ['user_id:%(creator)s', 'to be the user its creator'],
  ['service_roles:service', 'a service token with the role service'],
  ['is_admin:True', 'an administrator'],
])('a reader whom %s refuses hears that it takes %s', (rule, lacks) => {
  expect(why(rule, { project_id: 'p1', visibility: 'private' })).toBe(
    `The policy asked does not allow it: it takes ${lacks}.`,
  )
})

test('the words do not give away what the target holds', () => {
  expect(
    why("'gold':%(secret)s and user_id:%(creator)s and role:%(needs)s", {
      secret: 'silver',
      creator: 'u7',
      needs: 'r9',
    }),
  ).not.toMatch(/silver|u7|r9/)
})

test('a very long rule is cut', () => {
  expect(why(Array.from({ length: 200 }, (_, index) => `role:r${index}`).join(' or ')).length).toBeLessThan(
    500,
  )
})
