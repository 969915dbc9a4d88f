import { didYouMean } from './closest-name.ts'
import type { RuleProblem } from './problem.ts'
import type { Rule } from './rule-tree.ts'

export type Rules = ReadonlyMap<string, Rule>

/** Most checks of one rule with everything it refers to written out: what one question can cost. */
const MOST_CHECKS = 2000

/** The names that a rule refers to with `rule:`. */
export function referencesOf(rule: Rule): readonly string[] {
  if (rule.kind === 'rule') return [rule.name]
  if (rule.kind === 'not') return referencesOf(rule.rule)
  return rule.kind === 'and' || rule.kind === 'or' ? rule.rules.flatMap(referencesOf) : []
}

/** References to rules that do not exist, circles, and rules that grow too large by what they refer to. */
export function findReferenceProblems(rules: Rules): readonly RuleProblem[] {
  const unknown = findUnknown(rules)
  const circles = findCircles(rules)
  return [...unknown, ...circles, ...(circles.length === 0 ? findTooLarge(rules) : [])]
}

function findUnknown(rules: Rules): readonly RuleProblem[] {
  return [...rules].flatMap(([rule, tree]) =>
    [...new Set(referencesOf(tree))]
      .filter((name) => !rules.has(name))
      .map((name) => ({
        rule,
        message: `It refers to rule:${name}, which does not exist.${didYouMean(name, rules.keys())} Define ${name} or correct the name.`,
      })),
  )
}

/** One problem for each circle, at the rule where it closes. */
function findCircles(rules: Rules): readonly RuleProblem[] {
  const problems: RuleProblem[] = []
  const finished = new Set<string>()
  const visit = (name: string, path: readonly string[]): void => {
    const start = path.indexOf(name)
    if (start !== -1) {
      const circle = [...path.slice(start), name].join(' → ')
      problems.push({
        rule: name,
        message: `The rules refer to each other in a circle (${circle}): break it.`,
      })
      return
    }
    const tree = rules.get(name)
    if (tree === undefined || finished.has(name)) return
    for (const next of new Set(referencesOf(tree))) visit(next, [...path, name])
    finished.add(name)
  }
  for (const name of rules.keys()) visit(name, [])
  return problems
}

function findTooLarge(rules: Rules): readonly RuleProblem[] {
  const known = new Map<string, number>()
  const checksOf = (rule: Rule): number => {
    if (rule.kind === 'not') return checksOf(rule.rule)
    if (rule.kind === 'and' || rule.kind === 'or') {
      return rule.rules.reduce((sum, each) => sum + checksOf(each), 0)
    }
    return rule.kind === 'rule' ? checksOfNamed(rule.name) : 1
  }
  const checksOfNamed = (name: string): number => {
    const tree = rules.get(name)
    const checks = known.get(name) ?? (tree === undefined ? 1 : checksOf(tree))
    known.set(name, checks)
    return checks
  }
  return [...rules.keys()]
    .filter((name) => checksOfNamed(name) > MOST_CHECKS)
    .map((rule) => ({ rule, message: `Written out it has more than ${MOST_CHECKS} checks: simplify it.` }))
}
