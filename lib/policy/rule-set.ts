import type { FileProblem } from '#lib/config/site-file.ts'
import { DEFAULT_RULES, DEPRECATED_RULES } from './default-rules.ts'
import { didYouMean } from './language/closest-name.ts'
import { type CompiledRule, compileRules } from './language/compile.ts'
import { parseRule } from './language/parse-rule.ts'
import { printProblem } from './language/problem.ts'
import { findReferenceProblems, type Rules, referencesOf } from './language/references.ts'
import { printRule, type Rule } from './language/rule-tree.ts'
import type { FileRule } from './policy-yaml.ts'

/** All rules that hold: the defaults, and what the site's file says instead. Compiled; never changes. */
export interface RuleSet {
  readonly rules: Rules
  readonly compiled: ReadonlyMap<string, CompiledRule>
  /** Rules that the file changes, also by what they refer to. */
  readonly changed: ReadonlySet<string>
  /** What an operator should know of the file. */
  readonly warnings: readonly string[]
}

export type BuiltRuleSet =
  | { readonly ok: true; readonly ruleSet: RuleSet }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

/**
 * Puts a file's rules over the defaults.
 * @param usedElsewhere Names that something else asks (property protections), so that the file may define them.
 */
export function buildRuleSet(
  fileRules: readonly FileRule[],
  usedElsewhere: readonly string[] = [],
): BuiltRuleSet {
  const lineOf = new Map(fileRules.map(({ name, line }) => [name, line]))
  const { rules: written, problems } = parseAll(fileRules)
  const { heirs, warnings } = inheritDeprecated(written)
  const rules = new Map([...parsedDefaults(), ...heirs, ...written])
  const meaning = [...findReferenceProblems(rules), ...findStrangers(written, usedElsewhere)].map((problem) =>
    at(lineOf.get(problem.rule), printProblem(problem)),
  )
  const missing = [...usedElsewhere]
    .filter((name) => !rules.has(name))
    .map((name) => ({
      message: `The property protections ask for the policy rule ${name}, which does not exist.${didYouMean(name, rules.keys())} Define it.`,
    }))
  // A rule that could not be read is missing here, and then others seem to refer to nothing: one thing at a time.
  const all = problems.length > 0 ? problems : [...meaning, ...missing]
  if (all.length > 0) return { ok: false, problems: all }
  const changed = findChanged(rules)
  return { ok: true, ruleSet: { rules, compiled: compileRules(rules), changed, warnings } }
}

/** Without a file. */
export function defaultRuleSet(): RuleSet {
  const built = buildRuleSet([])
  if (!built.ok)
    throw new Error(`The default policy is broken: ${built.problems.map(({ message }) => message).join(' ')}`)
  return built.ruleSet
}

function at(line: number | undefined, message: string): FileProblem {
  return line === undefined ? { message } : { line, message }
}

function parseAll(fileRules: readonly FileRule[]): {
  readonly rules: Rules
  readonly problems: readonly FileProblem[]
} {
  const rules = new Map<string, Rule>()
  const problems: FileProblem[] = []
  for (const { name, source, line } of fileRules) {
    const rule = parseRule(source)
    if (rule.ok) rules.set(name, rule.value)
    else
      problems.push({
        line,
        message: printProblem({ rule: name, column: rule.column, message: rule.message }),
      })
  }
  return { rules, problems }
}

function parsedDefaults(): Rules {
  const fileRules = Object.entries(DEFAULT_RULES).map(([name, source]) => ({ name, source, line: 0 }))
  return parseAll(fileRules).rules
}

/** A rule of an old name counts for those that came in its place and are not in the file. */
function inheritDeprecated(written: Rules): { readonly heirs: Rules; readonly warnings: readonly string[] } {
  const found = Object.entries(DEPRECATED_RULES).filter(([name]) => written.has(name))
  const heirs = new Map<string, Rule>()
  for (const [name, deprecated] of found) {
    const rule = written.get(name)
    for (const heir of deprecated.heirs) {
      // A file made from the new names may say manage_image_cache: rule:cache_image, which is no change.
      if (rule !== undefined && !referencesOf(rule).includes(heir)) heirs.set(heir, { kind: 'rule', name })
    }
  }
  return {
    heirs,
    warnings: found.map(([name, { remedy }]) => `The policy rule ${name} is deprecated. ${remedy}`),
  }
}

/** Names that nothing asks: mostly a misspelled rule, which would leave the default in force unnoticed. */
function findStrangers(
  written: Rules,
  usedElsewhere: Iterable<string>,
): readonly { rule: string; message: string }[] {
  const known = new Set([...Object.keys(DEFAULT_RULES), ...Object.keys(DEPRECATED_RULES), ...usedElsewhere])
  const reachable = new Set(known)
  const visit = (name: string): void => {
    const rule = written.get(name)
    for (const next of rule === undefined ? [] : referencesOf(rule)) {
      if (reachable.has(next)) continue
      reachable.add(next)
      visit(next)
    }
  }
  for (const name of known) visit(name)
  return [...written.keys()]
    .filter((name) => !reachable.has(name))
    .map((rule) => ({
      rule,
      message: `There is no such policy rule, and no other rule refers to it.${didYouMean(rule, known)} Correct the name or leave it out.`,
    }))
}

function findChanged(rules: Rules): ReadonlySet<string> {
  const defaults = parsedDefaults()
  const known = new Map<string, boolean>()
  const isChanged = (name: string): boolean => {
    const answer = known.get(name) ?? differs(name)
    known.set(name, answer)
    return answer
  }
  const differs = (name: string): boolean => {
    const [rule, usual] = [rules.get(name), defaults.get(name)]
    if (rule === undefined || usual === undefined || printRule(rule) !== printRule(usual)) return true
    return referencesOf(rule).some(isChanged)
  }
  return new Set([...rules.keys()].filter(isChanged))
}
