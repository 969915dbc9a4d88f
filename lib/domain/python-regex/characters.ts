import type { CharacterTest } from './pattern.ts'

export interface Flags {
  readonly ignoreCase: boolean
  readonly multiLine: boolean
  readonly dotAll: boolean
  readonly ascii: boolean
}

export const NEWLINE = 10

const WORD = /^[\p{L}\p{N}_]$/u
const ASCII_WORD = /^[A-Za-z0-9_]$/
const DIGIT = /^\p{Nd}$/u
const SEPARATOR = /^\p{Z}$/u
const ASCII_DIGIT = /^[0-9]$/
function byPattern(pattern: RegExp): CharacterTest {
  return (code) => pattern.test(String.fromCodePoint(code))
}

export const isWord = byPattern(WORD)
const isAsciiWord = byPattern(ASCII_WORD)

/** Python counts the four separators of ASCII as blanks, and not the byte order mark. */
function isBlank(code: number): boolean {
  return (
    isAsciiBlank(code) ||
    (code >= 28 && code <= 31) ||
    code === 0x85 ||
    SEPARATOR.test(String.fromCodePoint(code))
  )
}

function isAsciiBlank(code: number): boolean {
  return (code >= 9 && code <= 13) || code === 32
}

function wordTest({ ascii }: Flags): CharacterTest {
  return ascii ? isAsciiWord : isWord
}

/** `\d`, `\W` and so on; undefined for other letters. */
export function classTest(letter: string, flags: Flags): CharacterTest | undefined {
  const lower = letter.toLowerCase()
  const tests: Readonly<Record<string, CharacterTest>> = {
    d: byPattern(flags.ascii ? ASCII_DIGIT : DIGIT),
    s: flags.ascii ? isAsciiBlank : isBlank,
    w: wordTest(flags),
  }
  const test = Object.hasOwn(tests, lower) ? tests[lower] : undefined
  return test === undefined || letter === lower ? test : not(test)
}

export function not(test: CharacterTest): CharacterTest {
  return (code) => !test(code)
}

export function oneOf(tests: readonly CharacterTest[]): CharacterTest {
  return (code) => tests.some((test) => test(code))
}

export function range(from: number, to: number, flags: Flags): CharacterTest {
  return inAnyCase((code) => code >= from && code <= to, flags)
}

export function exactly(wanted: number, flags: Flags): CharacterTest {
  return inAnyCase((code) => code === wanted, flags)
}

function inAnyCase(test: CharacterTest, { ignoreCase }: Flags): CharacterTest {
  if (!ignoreCase) return test
  return (code) => test(code) || casesOf(code).some(test)
}

function casesOf(code: number): readonly number[] {
  const text = String.fromCodePoint(code)
  return [text.toLowerCase(), text.toUpperCase()].flatMap((other) => {
    const first = other.codePointAt(0)
    // ß and the like become two letters, which one character cannot match.
    return first !== undefined && String.fromCodePoint(first) === other ? [first] : []
  })
}
