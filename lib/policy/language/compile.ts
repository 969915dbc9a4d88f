import { type Credentials, readCredential } from './credentials.ts'
import type { Rules } from './references.ts'
import type { Rule, Template } from './rule-tree.ts'

/** What a rule can read of a target. */
export type TargetValue = string | number | boolean | null
/** Gives an attribute of the object that the question is about; undefined when it has none of that name. */
export type Target = (attribute: string) => TargetValue | undefined
/** A rule made ready to be asked often. */
export type CompiledRule = (credentials: Credentials, target: Target) => boolean

/**
 * Turns each rule into a function once, so that asking parses nothing.
 * @param rules Without unknown references and circles (see `findReferenceProblems`).
 */
export function compileRules(rules: Rules): ReadonlyMap<string, CompiledRule> {
  const compiled = new Map<string, CompiledRule>()
  const byName = (name: string): CompiledRule => {
    const known = compiled.get(name)
    if (known !== undefined) return known
    const tree = rules.get(name)
    // Fail closed, as oslo.policy does; the loader refuses such a file anyway.
    const made = tree === undefined ? () => false : compileRule(tree, byName)
    compiled.set(name, made)
    return made
  }
  for (const name of rules.keys()) byName(name)
  return compiled
}

export function compileRule(rule: Rule, byName: (name: string) => CompiledRule): CompiledRule {
  switch (rule.kind) {
    case 'always':
      return () => true
    case 'never':
      return () => false
    case 'rule':
      return byName(rule.name)
    case 'role':
      return compileRole(rule.role)
    case 'credential':
      return compileCredential(rule.credential, rule.value)
    case 'constant': {
      const text = compileTemplate(rule.value)
      return (_, target) => text(target) === rule.constant
    }
    case 'not': {
      const inner = compileRule(rule.rule, byName)
      return (credentials, target) => !inner(credentials, target)
    }
    default:
      return compileChain(
        rule.kind,
        rule.rules.map((each) => compileRule(each, byName)),
      )
  }
}

function compileChain(kind: 'and' | 'or', checks: readonly CompiledRule[]): CompiledRule {
  return kind === 'and'
    ? (credentials, target) => checks.every((check) => check(credentials, target))
    : (credentials, target) => checks.some((check) => check(credentials, target))
}

function compileRole(role: Template): CompiledRule {
  const text = compileTemplate(role)
  const [only] = role
  if (role.length === 1 && typeof only === 'string') {
    const wanted = only.toLowerCase()
    return ({ roles }) => roles.includes(wanted)
  }
  return ({ roles }, target) => {
    const wanted = text(target)
    return wanted !== undefined && roles.includes(wanted.toLowerCase())
  }
}

function compileCredential(name: string, template: Template): CompiledRule {
  const text = compileTemplate(template)
  const isLiteral = template.every((part) => typeof part === 'string')
  return (credentials, target) => {
    const wanted = text(target)
    if (wanted === undefined) return false
    const value = readCredential(credentials, name)
    // oslo.policy spells both “no project” and “no owner” None and finds them equal. Here a caller without a project
    // is nobody's: only a rule that says project_id:None means it.
    if (value === null) return isLiteral && wanted === 'None'
    return Array.isArray(value) ? value.includes(wanted) : pythonText(value as TargetValue) === wanted
  }
}

/** The text of a template for a target; undefined when the target lacks an attribute, so that no check holds. */
function compileTemplate(template: Template): (target: Target) => string | undefined {
  const [only] = template
  if (template.length === 1 && typeof only === 'object') return (target) => textOf(target(only.attribute))
  if (template.every((part) => typeof part === 'string')) {
    const fixed = template.join('')
    return () => fixed
  }
  return (target) => {
    let whole = ''
    for (const part of template) {
      const text = typeof part === 'string' ? part : textOf(target(part.attribute))
      if (text === undefined) return undefined
      whole += text
    }
    return whole
  }
}

function textOf(value: TargetValue | undefined): string | undefined {
  return value === undefined ? undefined : pythonText(value)
}

/** Rules compare what Python would print: `True`, `None`. */
function pythonText(value: TargetValue): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return String(value)
}
