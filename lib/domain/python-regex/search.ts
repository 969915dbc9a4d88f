import { parsePattern } from './parse.ts'
import { compilePattern, runProgram } from './program.ts'

/** Whether a text holds a match anywhere, as Python's `re.search`. */
export type Search = (text: string) => boolean

/**
 * Makes a pattern of Python's ready to search. It runs in a machine of our own and not in RegExp: the syntax differs in
 * many small points, and no pattern, however it is written, can take more time than its length times the text's (times
 * the text's once more for each look around).
 * @param mostSteps After so many the search gives up with SearchTooLongError; ten million take about a second.
 * @throws PatternError
 */
export function compileSearch(pattern: string, mostSteps = Number.POSITIVE_INFINITY): Search {
  const program = compilePattern(parsePattern(pattern))
  return (text) => {
    const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0)
    return runProgram(program, { codes, work: { left: mostSteps } }, { from: 0, isAnchored: false })
  }
}
