import { expect, test } from 'vitest'
import { accessList } from './swift-readers.ts'

test('projects are named with all their people; the account needs no word', () => {
  expect(accessList(['red', 'blue', 'green'], 'red')).toBe('blue:*,green:*')
  expect(accessList([], 'red')).toBe('')
})

test('everyone is who has a token, not whoever comes by', () => {
  expect(accessList('everyone', 'red')).toBe('*:*')
})

test.each(['*', '.r:*', 'a,.r:*', '.rlistings', 'a:b', 'a b', '', 'ä', 'blue\r\nX-Container-Write: *:*'])(
  'a member that is called %j gives nobody anything',
  (member) => {
    expect(accessList([member, 'blue'], 'red')).toBe('blue:*')
  },
)

test('a list is never longer than a header may be', () => {
  const many = Array.from({ length: 1000 }, (_, index) => `${index}`.padStart(32, '0'))
  const list = accessList(many, undefined)
  expect(list.length).toBeLessThan(8192)
  expect(list.split(',')).toHaveLength(200)
})
