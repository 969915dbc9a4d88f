import { isWord, NEWLINE } from './characters.ts'
import { type CharacterTest, type Pattern, PatternError, type Place } from './pattern.ts'

/** Characters as code points, and how many steps a search in them may still take. */
export interface Text {
  readonly codes: readonly number[]
  readonly work: { left: number }
}

/** The text is too long for this pattern: whether it matches was not found out within the steps allowed. */
export class SearchTooLongError extends Error {
  override readonly name = 'SearchTooLongError'
}

/** One step: read a character, go two ways, look around, or be there. `next` and `other` are indexes of steps. */
type Step =
  | { readonly kind: 'read'; readonly test: CharacterTest; readonly next: number }
  | { readonly kind: 'fork'; next: number; readonly other: number }
  | { readonly kind: 'check'; readonly holds: (text: Text, at: number) => boolean; readonly next: number }
  | { readonly kind: 'found' }

/** Steps that run side by side, so that the time grows with pattern times text and never faster. */
export interface Program {
  readonly steps: readonly Step[]
  readonly start: number
}

/** Steps of the program, of its looks, and repetitions of nothing: all of them cost time to write out. */
const MOST_PARTS = 3000

/** @throws PatternError when repetitions written out make it too large */
export function compilePattern(pattern: Pattern, size = { left: MOST_PARTS }): Program {
  const steps: Step[] = []
  const spend = (): void => {
    size.left -= 1
    if (size.left < 0) throw new PatternError(1, 'The pattern is too large with its repetitions written out.')
  }
  const add = (step: Step): number => {
    spend()
    return steps.push(step) - 1
  }
  // From the end to the beginning: each step is made when the one behind it is known.
  const build = (part: Pattern, next: number): number => {
    switch (part.kind) {
      case 'character':
        return add({ kind: 'read', test: part.test, next })
      case 'sequence':
        if (part.parts.length === 0) spend()
        return part.parts.reduceRight((behind, each) => build(each, behind), next)
      case 'choice':
        return part.parts
          .map((each) => build(each, next))
          .reduceRight((other, way) => add({ kind: 'fork', next: way, other }))
      case 'place':
        return add({ kind: 'check', holds: PLACES[part.place], next })
      case 'look':
        return add({ kind: 'check', holds: lookTest(part, size), next })
      default:
        return buildRepeat(part, next)
    }
  }
  const buildRepeat = ({ part, least, most }: Pattern & { kind: 'repeat' }, next: number): number => {
    let entry = next
    if (most === Infinity) {
      const fork: Step = { kind: 'fork', next, other: next }
      entry = add(fork)
      fork.next = build(part, entry)
    } else {
      for (let count = least; count < most; count++)
        entry = add({ kind: 'fork', next: build(part, entry), other: next })
    }
    for (let count = 0; count < least; count++) entry = build(part, entry)
    return entry
  }
  const start = build(pattern, add({ kind: 'found' }))
  return { steps, start }
}

const PLACES: Readonly<Record<Place, (text: Text, at: number) => boolean>> = {
  start: (_, at) => at === 0,
  end: (text, at) => at === text.codes.length,
  endOrLastLine: (text, at) =>
    at === text.codes.length || (at === text.codes.length - 1 && text.codes[at] === NEWLINE),
  lineStart: (text, at) => at === 0 || text.codes[at - 1] === NEWLINE,
  lineEnd: (text, at) => at === text.codes.length || text.codes[at] === NEWLINE,
  wordEdge: isWordEdge,
  notWordEdge: (text, at) => !isWordEdge(text, at),
}

function isWordEdge(text: Text, at: number): boolean {
  const [before, after] = [text.codes[at - 1], text.codes[at]]
  return (before !== undefined && isWord(before)) !== (after !== undefined && isWord(after))
}

function lookTest(
  { part, isBehind, isNegated }: Pattern & { kind: 'look' },
  size: { left: number },
): (text: Text, at: number) => boolean {
  const program = compilePattern(part, size)
  const isThere = isBehind
    ? (text: Text, at: number) => runProgram(program, text, { from: 0, isAnchored: false, mustEndAt: at })
    : (text: Text, at: number) => runProgram(program, text, { from: at, isAnchored: true })
  return (text, at) => isThere(text, at) !== isNegated
}

interface Run {
  readonly from: number
  /** Begin at `from` only, not at any later place. */
  readonly isAnchored: boolean
  readonly mustEndAt?: number
}

/**
 * Whether the program finds its end. All ways are followed at once, one character at a time.
 * @throws SearchTooLongError when the text's steps are used up
 */
export function runProgram(
  { steps, start }: Program,
  text: Text,
  { from, isAnchored, mustEndAt }: Run,
): boolean {
  const last = mustEndAt ?? text.codes.length
  let waiting: number[] = []
  for (let at = from; at <= last; at++) {
    const entries = isAnchored && at > from ? waiting : [...waiting, start]
    const { isFound, reads } = follow(steps, entries, text, at)
    if (isFound && (mustEndAt === undefined || at === mustEndAt)) return true
    const code = text.codes[at]
    if (code === undefined) return false
    waiting = reads.flatMap((index) => {
      const step = steps[index]
      return step?.kind === 'read' && step.test(code) ? [step.next] : []
    })
    if (isAnchored && waiting.length === 0) return false
  }
  return false
}

/** All steps that can be reached without reading. */
function follow(steps: readonly Step[], entries: readonly number[], text: Text, at: number) {
  const seen = new Set<number>()
  const open = [...entries]
  const reads: number[] = []
  let isFound = false
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const step = steps[index]
    if (step === undefined || seen.has(index)) continue
    seen.add(index)
    text.work.left -= 1
    if (text.work.left < 0) throw new SearchTooLongError('The text is too long for this pattern.')
    if (step.kind === 'found') isFound = true
    else if (step.kind === 'read') reads.push(index)
    else if (step.kind === 'fork') open.push(step.other, step.next)
    else if (step.holds(text, at)) open.push(step.next)
  }
  return { isFound, reads }
}
