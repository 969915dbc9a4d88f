import { classTest, exactly, type Flags, NEWLINE, not } from './characters.ts'
import { readEscapedCharacter } from './escapes.ts'
import type { Pattern, Place } from './pattern.ts'
import { readSet } from './read-set.ts'
import { createReader, type Reader } from './reader.ts'

const MOST_CHARACTERS = 1000
const MOST_DEPTH = 50
const MOST_REPETITIONS = 1000
const PLAIN: Flags = { ignoreCase: false, multiLine: false, dotAll: false, ascii: false }

interface State {
  readonly reader: Reader
  readonly flags: Flags
  readonly depth: number
  readonly isInLook: boolean
}

/**
 * A regular expression of Python's `re`, for a search that only asks whether something matches.
 * @throws PatternError for what Python refuses, and for what would need unbounded time: references back, atomic groups,
 *   conditions, a look inside a look
 */
export function parsePattern(text: string): Pattern {
  const reader = createReader(text)
  if (text.length > MOST_CHARACTERS)
    reader.fail(`A pattern has at most ${MOST_CHARACTERS} characters.`, MOST_CHARACTERS + 1)
  const flags = readGlobalFlags(reader)
  const pattern = readChoice({ reader, flags, depth: 0, isInLook: false })
  if (reader.peek() !== '') reader.fail('This closing parenthesis has no opening one.')
  return pattern
}

function readGlobalFlags(reader: Reader): Flags {
  const found = /^\(\?([a-zA-Z]+)\)/.exec(reader.ahead(12))
  if (found === null) return PLAIN
  reader.take(found[0].length)
  return withFlags(reader, PLAIN, found[1] ?? '', true)
}

const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  m: 'multiLine',
  s: 'dotAll',
  a: 'ascii',
}

function withFlags(reader: Reader, flags: Flags, letters: string, isOn: boolean): Flags {
  const changed: { -readonly [Name in keyof Flags]: boolean } = { ...flags }
  for (const letter of letters) {
    const name = Object.hasOwn(FLAG_NAMES, letter) ? FLAG_NAMES[letter] : undefined
    if (name !== undefined) changed[name] = isOn
    // Text is Unicode unless said otherwise.
    else if (letter === 'u' && isOn) changed.ascii = false
    else reader.fail(`The flag ${letter} is not supported; i, m, s, a and u are.`)
  }
  return changed
}

function readChoice(state: State): Pattern {
  const parts = [readSequence(state)]
  while (state.reader.accept('|')) parts.push(readSequence(state))
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts }
}

function readSequence(state: State): Pattern {
  const parts: Pattern[] = []
  while (!['', '|', ')'].includes(state.reader.peek())) {
    const part = readAtom(state)
    if (part !== null) parts.push(readRepetition(state.reader, part))
  }
  return { kind: 'sequence', parts }
}

/** Null for remarks, which match nothing and cannot be repeated. */
function readAtom(state: State): Pattern | null {
  const { reader, flags } = state
  const column = reader.at
  if (readBounds(reader) !== null) {
    reader.fail(
      'There is nothing before this to repeat: write .* for anything, or a backslash before it.',
      column,
    )
  }
  const letter = reader.next()
  switch (letter) {
    case '(':
      return readGroup(state, column)
    case '[':
      return { kind: 'character', test: readSet(reader, flags, column) }
    case '.':
      return { kind: 'character', test: flags.dotAll ? () => true : not(exactly(NEWLINE, PLAIN)) }
    case '^':
      return { kind: 'place', place: flags.multiLine ? 'lineStart' : 'start' }
    case '$':
      return { kind: 'place', place: flags.multiLine ? 'lineEnd' : 'endOrLastLine' }
    case '\\':
      return readEscape(reader, flags, column)
    default:
      return { kind: 'character', test: exactly(letter.codePointAt(0) ?? 0, flags) }
  }
}

const PLACES: Readonly<Record<string, Place>> = {
  A: 'start',
  Z: 'end',
  z: 'end',
  b: 'wordEdge',
  B: 'notWordEdge',
}

function readEscape(reader: Reader, flags: Flags, column: number): Pattern {
  const letter = reader.next()
  if (letter === '') return reader.fail('A backslash at the end stands for nothing.', column)
  const place = Object.hasOwn(PLACES, letter) ? PLACES[letter] : undefined
  if (place !== undefined) return { kind: 'place', place }
  const test = classTest(letter, flags) ?? exactly(readEscapedCharacter(reader, letter, false), flags)
  return { kind: 'character', test }
}

function readGroup(state: State, column: number): Pattern | null {
  const { reader, depth } = state
  if (depth >= MOST_DEPTH) reader.fail(`Groups nest at most ${MOST_DEPTH} deep.`, column)
  const inner = { ...state, depth: depth + 1 }
  if (!reader.accept('?')) return closed(readChoice(inner), reader, column)
  if (reader.accept('#')) {
    reader.takeWhile(/[^)]/, MOST_CHARACTERS)
    closed(null, reader, column)
    return null
  }
  if (reader.accept(':')) return closed(readChoice(inner), reader, column)
  if (reader.accept('P<')) return readNamedGroup(inner, column)
  const look = readLook(reader)
  if (look !== null) return readLookGroup(inner, look, column)
  return readFlagGroup(inner, column)
}

function closed<T>(pattern: T, reader: Reader, column: number): T {
  return reader.accept(')') ? pattern : reader.fail('This parenthesis is not closed.', column)
}

function readNamedGroup(state: State, column: number): Pattern {
  const name = state.reader.takeWhile(/\w/, 100)
  if (!/^[A-Za-z_]/.test(name) || !state.reader.accept('>'))
    state.reader.fail('A named group is written (?P<name>…).', column)
  return closed(readChoice(state), state.reader, column)
}

interface Look {
  readonly isBehind: boolean
  readonly isNegated: boolean
}

function readLook(reader: Reader): Look | null {
  if (reader.accept('<=')) return { isBehind: true, isNegated: false }
  if (reader.accept('<!')) return { isBehind: true, isNegated: true }
  if (reader.accept('=')) return { isBehind: false, isNegated: false }
  return reader.accept('!') ? { isBehind: false, isNegated: true } : null
}

function readLookGroup(state: State, look: Look, column: number): Pattern {
  if (state.isInLook)
    state.reader.fail('A look inside a look is not supported: write it as two sections.', column)
  return closed(
    { kind: 'look', ...look, part: readChoice({ ...state, isInLook: true }) },
    state.reader,
    column,
  )
}

/** `(?i:…)`, `(?s-i:…)`. */
function readFlagGroup(state: State, column: number): Pattern {
  const { reader } = state
  const on = reader.takeWhile(/[a-zA-Z]/, 10)
  const off = reader.accept('-') ? reader.takeWhile(/[a-zA-Z]/, 10) : ''
  if (on + off === '' || !reader.accept(':')) {
    reader.fail(
      'This kind of group is not supported (references back, conditions, atomic groups, flags inside): leave it out.',
      column,
    )
  }
  const flags = withFlags(reader, withFlags(reader, state.flags, on, true), off, false)
  return closed(readChoice({ ...state, flags }), reader, column)
}

function readRepetition(reader: Reader, part: Pattern): Pattern {
  const column = reader.at
  const bounds = readBounds(reader)
  if (bounds === null) return part
  if (part.kind === 'place') reader.fail('A place cannot be repeated.', column)
  // Lazy or greedy makes no difference for whether something matches; possessive would.
  reader.accept('?')
  if (
    reader.peek() === '+' ||
    reader.peek() === '*' ||
    reader.peek() === '?' ||
    readBounds(reader) !== null
  ) {
    reader.fail('A repetition cannot be repeated: put parentheses around it.')
  }
  return { kind: 'repeat', part, ...bounds }
}

function readBounds(reader: Reader): { readonly least: number; readonly most: number } | null {
  if (reader.accept('*')) return { least: 0, most: Infinity }
  if (reader.accept('+')) return { least: 1, most: Infinity }
  if (reader.accept('?')) return { least: 0, most: 1 }
  const found = /^\{(\d*)(,?)(\d*)\}/.exec(reader.ahead(20))
  // Braces that hold no bounds are plain characters, as in Python.
  if (found === null || found[0] === '{}') return null
  const column = reader.at
  reader.take(found[0].length)
  const least = Number(found[1] ?? 0)
  const most = found[2] === '' ? least : found[3] === '' ? Infinity : Number(found[3])
  if (least > most || least > MOST_REPETITIONS || (most !== Infinity && most > MOST_REPETITIONS)) {
    reader.fail(`The bounds must be in order and at most ${MOST_REPETITIONS}.`, column)
  }
  return { least, most }
}
