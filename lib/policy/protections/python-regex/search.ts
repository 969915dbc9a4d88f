import { parsePattern } from './parse.ts'
import { compilePattern, runProgram } from './program.ts'

/** Whether a text holds a match anywhere, as Python's `re.search`. */
export type Search = (text: string) => boolean

/**
 * Makes a pattern of Python's ready to search. It runs in a machine of our own and not in RegExp: the syntax differs in
 * many small points, and no pattern, however it is written, can take more time than its length times the text's.
 * @throws PatternError
 */
export function compileSearch(pattern: string): Search {
  const program = compilePattern(parsePattern(pattern))
  return (text) => {
    const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0)
    return runProgram(program, codes, { from: 0, isAnchored: false })
  }
}
