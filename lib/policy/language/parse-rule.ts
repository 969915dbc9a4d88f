import { parseCheck } from './parse-check.ts'
import { type Parsed, parsed, unparsed } from './problem.ts'
import { ALWAYS, NEVER, type Rule } from './rule-tree.ts'
import { type Token, tokenize } from './tokens.ts'

export const MOST_CHARACTERS = 10_000
const MOST_DEPTH = 50

/** A rule as files write it: text in the language, or the old lists (outer: or, inner: and). */
export type RuleSource = string | readonly (string | readonly string[])[]

/** The tree of one rule, or where and why it is none. */
export function parseRule(source: RuleSource): Parsed<Rule> {
  return typeof source === 'string' ? parseText(source) : parseLists(source)
}

/** Reads tokens from left to right; each function leaves `at` behind what it has read. */
interface Reader {
  readonly tokens: readonly Token[]
  readonly end: number
  at: number
}

function parseText(text: string): Parsed<Rule> {
  if (text === '') return parsed(ALWAYS)
  if (text.length > MOST_CHARACTERS) {
    return unparsed(
      MOST_CHARACTERS + 1,
      `A rule has at most ${MOST_CHARACTERS} characters: split it with rule:name.`,
    )
  }
  const reader: Reader = { tokens: tokenize(text), end: text.length + 1, at: 0 }
  if (reader.tokens.length === 0)
    return unparsed(1, 'The rule is blank: write @ for everybody or ! for nobody.')
  const rule = parseOr(reader, 0)
  if (!rule.ok) return rule
  const left = reader.tokens[reader.at]
  if (left === undefined) return rule
  return left.kind === ')'
    ? unparsed(left.column, 'This closing parenthesis has no opening one.')
    : unparsed(left.column, `“${left.text}” follows without and or or: put one of them in between.`)
}

const parseOr = (reader: Reader, depth: number) => parseChain(reader, depth, 'or', parseAnd)
const parseAnd = (reader: Reader, depth: number) => parseChain(reader, depth, 'and', parseUnary)

/** `and` binds tighter than `or`. */
function parseChain(
  reader: Reader,
  depth: number,
  kind: 'and' | 'or',
  parseNext: (reader: Reader, depth: number) => Parsed<Rule>,
): Parsed<Rule> {
  const rules: Rule[] = []
  do {
    const next = parseNext(reader, depth)
    if (!next.ok) return next
    rules.push(next.value)
  } while (takes(reader, kind))
  const [only] = rules
  return parsed(rules.length === 1 && only !== undefined ? only : { kind, rules })
}

function takes(reader: Reader, kind: Token['kind']): boolean {
  if (reader.tokens[reader.at]?.kind !== kind) return false
  reader.at++
  return true
}

/** `not` binds tightest: `not a and b` is `(not a) and b`. */
function parseUnary(reader: Reader, depth: number): Parsed<Rule> {
  const token = reader.tokens[reader.at]
  if (token === undefined) return unparsed(reader.end, 'The rule ends too early: a check is missing.')
  if (depth >= MOST_DEPTH)
    return unparsed(token.column, `A rule nests at most ${MOST_DEPTH} deep: split it with rule:name.`)
  reader.at++
  switch (token.kind) {
    case 'check':
      return parseCheck(token.text, token.column)
    case 'not': {
      const inner = parseUnary(reader, depth + 1)
      return inner.ok ? parsed({ kind: 'not', rule: inner.value }) : inner
    }
    case '(':
      return parseParenthesis(reader, token, depth)
    default:
      return unparsed(token.column, `A check is missing before “${token.text}”.`)
  }
}

function parseParenthesis(reader: Reader, opening: Token, depth: number): Parsed<Rule> {
  const inner = parseOr(reader, depth + 1)
  if (!inner.ok) return inner
  const closing = reader.tokens[reader.at]
  if (closing === undefined) return unparsed(opening.column, 'This parenthesis is not closed.')
  if (closing.kind !== ')') {
    return unparsed(
      closing.column,
      `“${closing.text}” follows without and or or: put one of them in between.`,
    )
  }
  reader.at++
  return inner
}

/** An empty list is always, a list of empty lists never, as in oslo.policy. Each text is one check. */
function parseLists(lists: readonly (string | readonly string[])[]): Parsed<Rule> {
  if (lists.length === 0) return parsed(ALWAYS)
  const alternatives: Rule[] = []
  for (const inner of lists) {
    const checks = typeof inner === 'string' ? [inner] : inner
    if (checks.length === 0) continue
    const rules = checks.map((check) => parseCheck(check, 1))
    const broken = rules.find((rule) => !rule.ok)
    if (broken !== undefined && !broken.ok) return broken
    alternatives.push(
      joined(
        'and',
        rules.flatMap((rule) => (rule.ok ? [rule.value] : [])),
      ),
    )
  }
  return parsed(alternatives.length === 0 ? NEVER : joined('or', alternatives))
}

function joined(kind: 'and' | 'or', rules: readonly Rule[]): Rule {
  const [only] = rules
  return rules.length === 1 && only !== undefined ? only : { kind, rules }
}
