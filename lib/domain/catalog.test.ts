import { expect, it } from 'vitest'
import { decideTake, type Standing } from './catalog.ts'

const ABSENT: Standing = { here: null, isDeleted: false, taken: null }
const taken = { source: 'then', written: 'written' }

it.each<[string, Partial<Standing>, string]>([
  ['take', {}, 'what is not here'],
  ['unchanged', { here: 'now' }, 'what is the same here'],
  [
    'unchanged',
    { here: 'changed', taken: { ...taken, source: 'now' } },
    'what is the same there, though changed here',
  ],
  ['update', { here: 'written', taken }, 'what has changed there alone'],
  ['changed_here', { here: 'changed', taken }, 'what has changed on both sides'],
  ['not_from_there', { here: 'other' }, 'what came from elsewhere'],
  ['deleted_here', { isDeleted: true }, 'what was deleted here'],
  ['deleted_here', { taken }, 'what was taken and is gone'],
])('%s: %j is %s', (decision, standing) => {
  expect(decideTake({ ...ABSENT, ...standing }, 'now')).toBe(decision)
})

it.each<[string, Partial<Standing>]>([
  ['update', { here: 'changed', taken }],
  ['update', { here: 'changed', taken: { ...taken, source: 'now' } }],
  ['update', { here: 'other' }],
  ['unchanged', { here: 'now' }],
  ['deleted_here', { isDeleted: true }],
])('when it replaces, %s: %j', (decision, standing) => {
  expect(decideTake({ ...ABSENT, ...standing }, 'now', true)).toBe(decision)
})
