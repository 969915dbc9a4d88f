import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { rebaseFile } from './rebase-file.ts'

it('puts my changes on top of theirs, part by part; what both changed is as I have it', () => {
  const arms = { title: 'Arms', type: 'integer' }
  const base = { namespace: 'X', description: 'a', properties: { arms, legs: arms }, tags: [{ name: 'one' }] }
  const mine = {
    ...{ namespace: 'X', description: 'mine', tags: [{ name: 'one' }, { name: 'mine' }] },
    properties: { arms: { ...arms, minimum: 1 } },
  }
  const theirs = {
    ...{ namespace: 'X', description: 'theirs', tags: [{ name: 'theirs' }] },
    properties: { arms: { ...arms, title: 'Hands' }, legs: arms, eyes: arms },
  }
  expect(rebaseFile(base, mine, theirs)).toEqual({
    ...{ namespace: 'X', description: 'mine', tags: [{ name: 'theirs' }, { name: 'mine' }] },
    properties: { arms: { title: 'Hands', type: 'integer', minimum: 1 }, eyes: arms },
  })
})

const file = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', '__proto__'),
  fc.oneof(
    fc.nat(2),
    fc.dictionary(fc.constantFrom('x', 'y'), fc.nat(2)),
    fc.uniqueArray(fc.record({ name: fc.constantFrom('n', 'm'), value: fc.nat(2) }), {
      selector: ({ name }) => name,
    }),
  ),
)

test('whoever changed nothing gets what the other has', () => {
  fc.assert(
    fc.property(file, file, (base, changed) => {
      expect(rebaseFile(base, base, changed)).toEqual(changed)
      expect(rebaseFile(base, changed, base)).toEqual(changed)
      expect(rebaseFile(base, changed, changed)).toEqual(changed)
    }),
  )
})
