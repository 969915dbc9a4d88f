import { expect, it } from 'vitest'
import type { NamespaceTree } from './namespace.ts'
import { withTree } from './replace-tree.ts'

const times = { createdAtMs: 1, updatedAtMs: 1 }
const later = { createdAtMs: 9, updatedAtMs: 9 }
const before: NamespaceTree = {
  translations: {},
  ...{ name: 'Site::Things', displayName: null, description: null, visibility: 'public', isProtected: true },
  ...{
    owner: 'project-a',
    associations: [],
    properties: { one: { title: 'One', type: 'string' } },
    ...times,
  },
  objects: [{ name: 'object', description: null, required: [], properties: {}, ...times }],
  tags: [{ name: 'tag', ...times }],
}

it('a whole tree takes the place of another; what stays keeps its owner and the time when it was made', () => {
  const next: NamespaceTree = {
    ...{ ...before, ...later, owner: null, displayName: 'Things' },
    objects: [
      { name: 'object', description: 'new', required: [], properties: {}, ...later },
      { name: 'other', description: null, required: [], properties: {}, ...later },
    ],
    tags: [{ name: 'tag', ...later }],
  }
  const after = withTree(before, next)
  expect(after).toMatchObject({ displayName: 'Things', owner: 'project-a', createdAtMs: 1, updatedAtMs: 9 })
  expect(after.objects.map(({ createdAtMs }) => createdAtMs)).toEqual([1, 9])
  expect(after.tags).toEqual([{ name: 'tag', createdAtMs: 1, updatedAtMs: 9 }])
})

it('of a protected namespace nothing goes, also not a property of an object', () => {
  const refused = expect.objectContaining({ code: 'forbidden' })
  expect(() => withTree(before, { ...before, properties: {} })).toThrow(refused)
  expect(() => withTree(before, { ...before, tags: [] })).toThrow(refused)
  expect(withTree({ ...before, isProtected: false }, { ...before, tags: [] }).tags).toEqual([])
})
