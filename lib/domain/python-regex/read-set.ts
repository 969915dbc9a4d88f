import { classTest, exactly, type Flags, not, oneOf, range } from './characters.ts'
import { readEscapedCharacter } from './escapes.ts'
import type { CharacterTest } from './pattern.ts'
import type { Reader } from './reader.ts'

/** A set after its opening bracket: `[^a-z_\d]`. A closing bracket in the first place is a character. */
export function readSet(reader: Reader, flags: Flags, column: number): CharacterTest {
  const isNegated = reader.accept('^')
  const tests: CharacterTest[] = []
  do {
    if (reader.peek() === '') reader.fail('This bracket is not closed.', column)
    tests.push(readItem(reader, flags))
  } while (!reader.accept(']'))
  return isNegated ? not(oneOf(tests)) : oneOf(tests)
}

type End = { readonly code: number } | { readonly test: CharacterTest }

function readItem(reader: Reader, flags: Flags): CharacterTest {
  const column = reader.at
  const from = readEnd(reader, flags)
  const isRange = reader.peek() === '-' && !['', ']'].includes(reader.ahead(2).slice(1))
  if (!isRange) return 'test' in from ? from.test : exactly(from.code, flags)
  reader.next()
  const to = readEnd(reader, flags)
  if ('test' in from || 'test' in to || from.code > to.code) {
    return reader.fail('A range goes from a character to a later one.', column)
  }
  return range(from.code, to.code, flags)
}

function readEnd(reader: Reader, flags: Flags): End {
  const letter = reader.next()
  if (letter !== '\\') return { code: letter.codePointAt(0) ?? 0 }
  const escaped = reader.next()
  if (escaped === '') return reader.fail('A backslash at the end stands for nothing.')
  const test = classTest(escaped, flags)
  return test === undefined ? { code: readEscapedCharacter(reader, escaped, true) } : { test }
}
