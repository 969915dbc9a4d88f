import { PatternError } from './pattern.ts'

/** Reads a pattern character by character (code points). `at` is the column of the next one, counted from 1. */
export interface Reader {
  readonly at: number
  /** The next character; empty at the end. */
  peek(): string
  next(): string
  /** Up to so many characters, which stay unread. */
  ahead(count: number): string
  /** Reads `text` if it comes next. */
  accept(text: string): boolean
  /** Up to so many characters. */
  take(count: number): string
  takeWhile(test: RegExp, most: number): string
  /** @throws PatternError */
  fail(message: string, column?: number): never
}

export function createReader(text: string): Reader {
  const characters = [...text]
  let index = 0
  const reader: Reader = {
    get at() {
      return index + 1
    },
    peek: () => characters[index] ?? '',
    next: () => characters[index++] ?? '',
    ahead: (count) => characters.slice(index, index + count).join(''),
    accept(wanted) {
      if (characters.slice(index, index + wanted.length).join('') !== wanted) return false
      index += wanted.length
      return true
    },
    take(count) {
      const taken = characters.slice(index, index + count).join('')
      index = Math.min(index + count, characters.length)
      return taken
    },
    takeWhile(test, most) {
      let taken = ''
      while (taken.length < most && test.test(reader.peek())) taken += reader.next()
      return taken
    },
    fail(message, column = index + 1) {
      throw new PatternError(column, message)
    },
  }
  return reader
}
