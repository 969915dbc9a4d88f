import { expect, test } from 'vitest'
import { writesInto } from './writers.ts'

test.each([
  ['an import into it among others', { stores: ['a', 'b'] }, true],
  ['an import elsewhere', { stores: ['b'] }, false],
  ['a move into it', { imageId: 'i', from: 'b', to: 'a' }, true],
  ['a move out of it', { imageId: 'i', from: 'a', to: 'b' }, false],
  [
    'a drain of another store that moves an image into it now',
    { storeId: 'b', to: null, current: { to: 'a' } },
    true,
  ],
  ['a drain that is to go there with what comes next', { storeId: 'b', to: 'a', current: null }, false],
  ['its own drain', { storeId: 'a', to: null, current: { to: 'b' } }, false],
  ['a check of a location', {}, false],
])('%s', (_, state, isWriting) => {
  expect(writesInto(state, 'a')).toBe(isWriting)
})
