import { expect, test } from 'vitest'
import { readersOf } from './data-readers.ts'

const members = [{ memberId: 'blue' }, { memberId: 'green' }]
const shared = { status: 'active', visibility: 'shared', owner: 'red' } as const

test('an image that is shared is read by its owner and its members', () => {
  expect(readersOf(shared, members)).toEqual(['red', 'blue', 'green'])
  expect(readersOf({ ...shared, owner: null }, members)).toEqual(['blue', 'green'])
})

test('a private image is read by its owner alone, whoever was a member', () => {
  expect(readersOf({ ...shared, visibility: 'private' }, members)).toEqual(['red'])
})

test.each(['public', 'community'] as const)('a %s image is read by everyone', (visibility) => {
  expect(readersOf({ ...shared, visibility }, members)).toBe('everyone')
})

test.each(['deactivated', 'pending_delete', 'queued'] as const)('a %s image is read by nobody', (status) => {
  expect(readersOf({ ...shared, visibility: 'public', status }, members)).toEqual([])
})
