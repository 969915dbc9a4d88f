import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml'
import type { FileProblem } from '#lib/config/site-file.ts'
import type { RuleSource } from './language/parse-rule.ts'

/** A rule as the file has it, not parsed yet. */
export interface FileRule {
  readonly name: string
  readonly source: RuleSource
  readonly line: number
}

export interface PolicyYaml {
  readonly rules: readonly FileRule[]
  readonly problems: readonly FileProblem[]
}

const MOST_RULES = 1000
const EVERYBODY_OR_NOBODY = 'Write "@" for everybody or "!" for nobody, with the quotes.'

/** The rules of a policy file (YAML, and so JSON too), or what is wrong with its form. */
export function readPolicyYaml(text: string): PolicyYaml {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const errors = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    message: `This is not YAML: ${error.message.replace(/\.?$/, '.')} Put quotes around the whole rule.`,
  }))
  if (errors.length > 0) return { rules: [], problems: errors }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return { rules: [], problems: [] }
  }
  if (!isMap(document.contents)) {
    return {
      rules: [],
      problems: [{ line: 1, message: 'The file must consist of lines such as name: "rule".' }],
    }
  }
  return readMap(document.contents, (offset) => lines.linePos(offset).line)
}

function readMap(map: YAMLMap, lineAt: (offset: number) => number): PolicyYaml {
  if (map.items.length > MOST_RULES) {
    return {
      rules: [],
      problems: [
        { message: `The file has more than ${MOST_RULES} rules: leave out those that nothing uses.` },
      ],
    }
  }
  const read = map.items.map((pair) => readPair(pair, lineAt))
  return {
    rules: read.flatMap((each) => ('name' in each ? [each] : [])),
    problems: read.flatMap((each) => ('message' in each ? [each] : [])),
  }
}

function readPair({ key, value }: Pair, lineAt: (offset: number) => number): FileRule | FileProblem {
  if (!isScalar(key) || typeof key.value !== 'string' || key.value === '') {
    return { message: 'The name of a rule must be text.' }
  }
  const name = key.value
  const line = lineAt(key.range?.[0] ?? 0)
  if (isScalar(value) && typeof value.value === 'string' && value.tag === undefined) {
    return { name, line, source: value.value }
  }
  // A bare ! is a tag in YAML and leaves an empty text behind, which would let everybody in.
  if (isScalar(value))
    return { line, message: `${name} has no rule that can be read. ${EVERYBODY_OR_NOBODY}` }
  const plain: unknown = isSeq(value) ? value.toJSON() : undefined
  if (isRuleLists(plain)) return { name, line, source: plain }
  return { line, message: `${name} must be a text, or a list of lists of checks.` }
}

function isRuleLists(value: unknown): value is readonly (string | readonly string[])[] {
  return (
    Array.isArray(value) &&
    value.every(
      (inner) =>
        typeof inner === 'string' ||
        (Array.isArray(inner) && inner.every((each) => typeof each === 'string')),
    )
  )
}
