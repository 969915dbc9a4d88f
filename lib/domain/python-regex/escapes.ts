import { PatternError } from './pattern.ts'
import type { Reader } from './reader.ts'

const CONTROLS: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 }
const HEXADECIMAL: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/**
 * The character after a backslash, which has been read together with `letter`.
 * @throws PatternError for what Python refuses and for references back
 */
export function readEscapedCharacter(reader: Reader, letter: string, isInSet: boolean): number {
  const column = reader.at - 2
  const control = letter === 'b' && !isInSet ? undefined : own(CONTROLS, letter)
  if (control !== undefined) return control
  const digits = own(HEXADECIMAL, letter)
  if (digits !== undefined) return readHexadecimal(reader, digits, column)
  if (/[0-9]/.test(letter)) return readOctal(reader, letter, column, isInSet)
  if (/[A-Za-z]/.test(letter))
    throw new PatternError(column, `\\${letter} is not known: leave the backslash out.`)
  return letter.codePointAt(0) ?? 0
}

function own(table: Readonly<Record<string, number>>, key: string): number | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

function readHexadecimal(reader: Reader, digits: number, column: number): number {
  const text = reader.take(digits)
  const code = Number.parseInt(text, 16)
  if (text.length < digits || /[^0-9a-fA-F]/.test(text) || code > 0x10ffff) {
    throw new PatternError(column, `${digits} hexadecimal digits of a character are needed here.`)
  }
  return code
}

/** `\0`, `\012` and three octal digits are characters; `\1` would be a reference back. */
function readOctal(reader: Reader, first: string, column: number, isInSet: boolean): number {
  const rest = reader.takeWhile(/[0-7]/, 2)
  const digits = first + rest
  const isCharacter = first === '0' || isInSet || digits.length === 3
  if (isCharacter && /^[0-7]+$/.test(digits) && Number.parseInt(digits, 8) <= 0o377)
    return Number.parseInt(digits, 8)
  throw new PatternError(
    column,
    `References back to a group (\\${digits}) are not supported: name the alternatives instead.`,
  )
}
