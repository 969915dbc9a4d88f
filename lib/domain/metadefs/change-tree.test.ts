import { describe, expect, it } from 'vitest'
import {
  withAssociation,
  withChangedObject,
  withChangedProperty,
  withChangedTag,
  withMoreTags,
  withNewObject,
  withNewProperty,
  withNewTag,
  withOnlyTags,
  withoutAll,
  withoutAssociation,
  withoutObject,
  withoutProperty,
  withoutTag,
} from './change-tree.ts'
import type { MetadefObject, MetadefTag, NamespaceTree, PropertyDefinition } from './namespace.ts'

const times = { createdAtMs: 1, updatedAtMs: 1 }
const definition: PropertyDefinition = { title: 'One', type: 'string' }
const object = (name: string): MetadefObject => ({
  name,
  description: null,
  required: [],
  properties: {},
  ...times,
})
const tag = (name: string, createdAtMs = 1): MetadefTag => ({ name, createdAtMs, updatedAtMs: createdAtMs })

const tree: NamespaceTree = {
  translations: {},
  ...{ name: 'Site::Things', displayName: null, description: null, visibility: 'public', isProtected: false },
  ...{ owner: 'project-a', ...times },
  associations: [{ name: 'OS::Glance::Image', prefix: null, propertiesTarget: null, ...times }],
  properties: { one: definition, two: definition },
  objects: [object('one'), object('two')],
  tags: [tag('one'), tag('two')],
}
const protectedTree: NamespaceTree = { ...tree, isProtected: true }
const names = (items: readonly { readonly name: string }[]) => items.map((item) => item.name)

describe('a namespace', () => {
  it('takes __proto__ as a name like any other', () => {
    const changed = withNewProperty(tree, { name: '__proto__', definition })
    expect(Object.keys(changed.properties)).toEqual(['one', 'two', '__proto__'])
    expect(Object.keys(withoutProperty(changed, '__proto__').properties)).toEqual(['one', 'two'])
  })

  it('keeps a renamed part in its place', () => {
    expect(Object.keys(withChangedProperty(tree, 'one', { name: 'uno', definition }).properties)).toEqual([
      'uno',
      'two',
    ])
    expect(names(withChangedObject(tree, 'one', object('uno')).objects)).toEqual(['uno', 'two'])
    expect(names(withChangedTag(tree, 'one', tag('uno')).tags)).toEqual(['uno', 'two'])
  })

  it.each([
    ['a property', () => withNewProperty(tree, { name: 'one', definition })],
    ['a property by renaming', () => withChangedProperty(tree, 'two', { name: 'one', definition })],
    ['an object', () => withNewObject(tree, object('one'))],
    ['an object by renaming', () => withChangedObject(tree, 'two', object('one'))],
    ['a tag', () => withNewTag(tree, tag('one'))],
    ['a tag by renaming', () => withChangedTag(tree, 'two', tag('one'))],
    ['a tag among several', () => withMoreTags(tree, [tag('three'), tag('one')])],
    [
      'an association',
      () => withAssociation(tree, { ...object('OS::Glance::Image'), prefix: null, propertiesTarget: null }),
    ],
  ])('never has %s twice', (_, change) => {
    expect(change).toThrow(expect.objectContaining({ code: 'conflict' }))
  })

  it.each([
    ['a property', () => withoutProperty(tree, 'toString')],
    ['a property to change', () => withChangedProperty(tree, 'constructor', { name: 'one', definition })],
    ['an object', () => withoutObject(tree, 'absent')],
    ['a tag', () => withoutTag(tree, 'absent')],
    ['an association', () => withoutAssociation(tree, 'absent')],
  ])('misses %s that is not there', (_, change) => {
    expect(change).toThrow(expect.objectContaining({ code: 'not_found' }))
  })

  it.each([
    ['a property', () => withoutProperty(protectedTree, 'one')],
    ['an object', () => withoutObject(protectedTree, 'one')],
    ['a tag', () => withoutTag(protectedTree, 'one')],
    ['an association', () => withoutAssociation(protectedTree, 'OS::Glance::Image')],
    ['all properties', () => withoutAll(protectedTree, 'properties')],
    ['all objects', () => withoutAll(protectedTree, 'objects')],
    ['all tags', () => withoutAll(protectedTree, 'tags')],
    ['a tag by replacing them', () => withOnlyTags(protectedTree, [tag('two')])],
  ])('that is protected loses no part: %s', (_, change) => {
    expect(change).toThrow(expect.objectContaining({ code: 'forbidden' }))
  })

  it('that is protected can get more tags, also by naming all', () => {
    const all = [tag('two', 9), tag('one', 9), tag('three', 9)]
    expect(withOnlyTags(protectedTree, all).tags).toEqual([tag('two'), tag('one'), tag('three', 9)])
  })
})
