import fc from 'fast-check'
import type { TargetValue } from '#lib/policy/language/compile.ts'
import type { Credentials } from '#lib/policy/language/credentials.ts'
import type { Rule, Template, TemplatePart } from '#lib/policy/language/rule-tree.ts'

/** Names and values are few, so that checks hold often enough to matter. */
const word = fc.constantFrom('a', 'b', 'None', 'True', '5', '100%')
const attribute = fc.constantFrom('owner', 'visibility', 'protected', 'absent')
const part: fc.Arbitrary<TemplatePart> = fc.oneof(
  word,
  attribute.map((name) => ({ attribute: name })),
)

/** Texts side by side are one text, and an empty one is none: as the parser makes them. */
function templateOf(parts: readonly TemplatePart[]): Template {
  return parts.filter((each, index) => typeof each === 'object' || typeof parts[index - 1] !== 'string')
}

const template = fc.array(part, { maxLength: 3 }).map(templateOf)
const fullTemplate = fc.array(part, { minLength: 1, maxLength: 3 }).map(templateOf)

export const RULE_NAMES = ['first', 'second', 'third'] as const

const check: fc.Arbitrary<Rule> = fc.oneof(
  fc.constantFrom<Rule>({ kind: 'always' }, { kind: 'never' }),
  fc.constantFrom(...RULE_NAMES).map((name): Rule => ({ kind: 'rule', name })),
  fullTemplate.map((role): Rule => ({ kind: 'role', role })),
  fc
    .tuple(fc.constantFrom('project_id', 'user_id', 'roles', 'is_admin'), template)
    .map(([credential, value]): Rule => ({ kind: 'credential', credential, value })),
  fc
    .tuple(fc.constantFrom('a', 'b', "it's", 'say"', 'True', 'None', '5', ''), template)
    .map(([constant, value]): Rule => ({ kind: 'constant', constant, value })),
)

/** Any rule of the language. */
export const aRule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    check,
    tie('rule').map((rule): Rule => ({ kind: 'not', rule })),
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('rule'), { minLength: 2, maxLength: 4 }),
      )
      .map(([kind, rules]): Rule => ({ kind, rules })),
  ),
})).rule

export const someCredentials: fc.Arbitrary<Credentials> = fc.record({
  user_id: fc.constantFrom('a', 'b', null),
  project_id: fc.constantFrom('a', 'b', '5', null),
  domain_id: fc.constant(null),
  system_scope: fc.constant(null),
  roles: fc.subarray(['a', 'b', 'ab', 'none', 'true', '5']),
  service_roles: fc.constant([]),
  is_admin: fc.boolean(),
})

export const someAttributes: fc.Arbitrary<Readonly<Record<string, TargetValue>>> = fc.record({
  owner: fc.constantFrom('a', 'b', null, 5),
  visibility: fc.constantFrom('a', 'b'),
  protected: fc.boolean(),
})
