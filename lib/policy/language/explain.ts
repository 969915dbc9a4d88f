import { type CompiledRule, compileRule, type Target } from './compile.ts'
import type { Credentials } from './credentials.ts'
import type { Rules } from './references.ts'
import type { Rule, Template } from './rule-tree.ts'

export interface Question {
  readonly rules: Rules
  readonly compiled: ReadonlyMap<string, CompiledRule>
  readonly credentials: Credentials
  readonly target: Target
}

const MOST_LENGTH = 400

/**
 * What the caller lacks for a rule that refused it, in words: only the parts that do not hold. Names no value of the
 * target that is not in the rule itself, so that a refusal tells nothing about the object.
 */
export function explainRefusal(name: string, question: Question): string {
  const tree = question.rules.get(name)
  const lacks = tree === undefined ? 'a rule of that name' : describe(tree, question)
  const short = lacks.length > MOST_LENGTH ? `${lacks.slice(0, MOST_LENGTH)}…` : lacks
  return `The policy ${name} does not allow it: it takes ${short}.`
}

function holds(rule: Rule, { compiled, credentials, target }: Question): boolean {
  return compileRule(rule, (name) => compiled.get(name) ?? (() => false))(credentials, target)
}

function describe(rule: Rule, question: Question): string {
  switch (rule.kind) {
    case 'and':
      return unmet(rule.rules, question)
        .map((each) => grouped(each, question))
        .join(' and ')
    case 'or':
      return rule.rules.map((each) => describe(each, question)).join(', or ')
    case 'rule': {
      const tree = question.rules.get(rule.name)
      return tree === undefined ? `the rule ${rule.name}` : describe(tree, question)
    }
    case 'not':
      return `that this does not hold: ${describe(rule.rule, question)}`
    default:
      return describeCheck(rule)
  }
}

function unmet(rules: readonly Rule[], question: Question): readonly Rule[] {
  const failing = rules.filter((rule) => !holds(rule, question))
  return failing.length === 0 ? rules : failing
}

/** Alternatives inside a conjunction need their own bracket, in words: “one of (…)”. */
function grouped(rule: Rule, question: Question): string {
  const text = describe(rule, question)
  return text.includes(', or ') ? `one of (${text})` : text
}

type Check = Exclude<Rule, { readonly kind: 'and' | 'or' | 'not' | 'rule' }>

function describeCheck(rule: Check): string {
  switch (rule.kind) {
    case 'always':
      return 'nothing'
    case 'never':
      return 'what nobody has'
    case 'role':
      return `the role ${wordsOf(rule.role)}`
    case 'constant':
      return `that ${wordsOf(rule.value)} is ${rule.constant}`
    default:
      return describeCredential(rule.credential, rule.value)
  }
}

const CALLER_WORDS: Readonly<Record<string, string>> = {
  project_id: 'a token of the project',
  tenant: 'a token of the project',
  tenant_id: 'a token of the project',
  user_id: 'to be the user',
  user: 'to be the user',
  domain_id: 'a token of the domain',
  system_scope: 'a token of the system scope',
  system: 'a token of the system scope',
  roles: 'the role',
  service_roles: 'a service token with the role',
}

const TARGET_WORDS: Readonly<Record<string, string>> = {
  'project_id:project_id': 'a token of the project that owns it',
  'project_id:owner': 'a token of the project that owns it',
  'project_id:member_id': 'a token of the project with which it is shared',
}

function describeCredential(credential: string, value: Template): string {
  const [only] = value
  const known =
    typeof only === 'object' && value.length === 1
      ? TARGET_WORDS[`${credential}:${only.attribute}`]
      : undefined
  if (known !== undefined) return known
  if (credential === 'is_admin') return 'an administrator'
  return `${CALLER_WORDS[credential] ?? credential} ${wordsOf(value)}`
}

function wordsOf(template: Template): string {
  return template.map((part) => (typeof part === 'string' ? part : `its ${part.attribute}`)).join('')
}
