import { describe, expect, it } from 'vitest'
import { movedRows } from './use-held-position.ts'

const rows = (text: string) => [...text].map((id) => ({ id }))

describe('what the person looks at', () => {
  it('moves by the rows that come and go above it', () => {
    expect(movedRows(rows('abcdef'), rows('xyabcdef'), 2)).toBe(2)
    expect(movedRows(rows('abcdef'), rows('bcdef'), 2)).toBe(-1)
    expect(movedRows(rows('abcdef'), rows('abcdefxy'), 2)).toBe(0)
  })

  it('does not follow a row that is gone or goes to the top', () => {
    expect(movedRows(rows('abcdef'), rows('xabdef'), 2)).toBe(0)
    expect(movedRows(rows('abcdef'), rows('cabdef'), 2)).toBe(0)
  })

  it('does not move when none of it is left', () => {
    expect(movedRows(rows('abcd'), rows('wxyz'), 1)).toBe(0)
  })
})
