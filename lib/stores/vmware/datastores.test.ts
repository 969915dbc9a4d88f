import { expect, test } from 'vitest'
import { chooseBest, type Room } from './datastores.ts'

const room = (name: string, weight: number, freeBytes: number): Room => ({
  datastore: { dcPath: 'dc', name, weight },
  ...{ freeBytes, totalBytes: 1000 },
})

test.each([
  ['the highest weight', [room('a', 1, 900), room('b', 2, 500)], 'b'],
  [
    'of the highest weight with room, the most room',
    [room('a', 1, 500), room('b', 2, 50), room('c', 1, 900)],
    'c',
  ],
  ['one that is just large enough', [room('a', 0, 200)], 'a'],
  ['none, when nowhere is room', [room('a', 0, 199), room('b', 5, -1)], undefined],
])('new data goes to the datastore with %s', (_, rooms, name) => {
  expect(chooseBest(rooms, 200)?.name).toBe(name)
})
