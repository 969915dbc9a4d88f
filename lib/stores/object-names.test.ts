import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idOf, objectNameOf } from './object-names.ts'

const ids = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((id) => id.isWellFormed())

test('a usual id is its own object name', () => {
  const id = '3b9d2a3e-0f3c-4a57-9a4d-2b8a5f3f9c11'
  expect(objectNameOf(id)).toBe(id)
})

test('every id gives a name of harmless characters, and the name gives the id again', () => {
  fc.assert(
    fc.property(ids, (id) => {
      const name = objectNameOf(id)
      expect(name).toMatch(/^[0-9a-z=-]+$/)
      expect(idOf(name)).toBe(id)
    }),
  )
})

test('different ids have different names, also on a disk that ignores case', () => {
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      fc.pre(a !== b)
      expect(objectNameOf(a).toLowerCase()).not.toBe(objectNameOf(b).toLowerCase())
    }),
  )
  expect(objectNameOf('A')).not.toBe(objectNameOf('a'))
})

test.each(['', 'x'.repeat(81)])('an id of %j has no name', (id) => {
  expect(() => objectNameOf(id)).toThrow()
})

test.each(['..', '.hidden', 'a/b', 'UPPER', '=zz', '=2', 'a%2e', '=41=', ''])(
  '%j is no name of ours',
  (name) => {
    expect(idOf(name)).toBeNull()
  },
)
