import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileNameOf, idOf } from './file-names.ts'

const ids = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((id) => id.isWellFormed())

test('a usual id is its own file name', () => {
  const id = '3b9d2a3e-0f3c-4a57-9a4d-2b8a5f3f9c11'
  expect(fileNameOf(id)).toBe(id)
})

test('every id gives a name of harmless characters, and the name gives the id again', () => {
  fc.assert(
    fc.property(ids, (id) => {
      const name = fileNameOf(id)
      expect(name).toMatch(/^[0-9a-z=-]+$/)
      expect(idOf(name)).toBe(id)
    }),
  )
})

test('different ids have different names, also on a disk that ignores case', () => {
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      fc.pre(a !== b)
      expect(fileNameOf(a).toLowerCase()).not.toBe(fileNameOf(b).toLowerCase())
    }),
  )
  expect(fileNameOf('A')).not.toBe(fileNameOf('a'))
})

test.each(['', 'x'.repeat(81)])('an id of %j has no name', (id) => {
  expect(() => fileNameOf(id)).toThrow()
})

test.each(['..', '.hidden', 'a/b', 'UPPER', '=zz', '=2', 'a%2e', '=41=', ''])(
  '%j is no name of ours',
  (name) => {
    expect(idOf(name)).toBeNull()
  },
)
