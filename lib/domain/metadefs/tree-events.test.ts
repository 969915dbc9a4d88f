import { expect, it } from 'vitest'
import {
  withChangedProperty,
  withNewTag,
  withoutAll,
  withoutAssociation,
  withoutObject,
  withoutProperty,
} from './change-tree.ts'
import type { NamespaceTree } from './namespace.ts'
import { eventsOfNewTree, eventsOfTreeChange } from './tree-events.ts'

const times = { createdAtMs: 1, updatedAtMs: 1 }
const tree: NamespaceTree = {
  translations: {},
  ...{ name: 'OS::X', displayName: null, description: null, visibility: 'public', isProtected: false },
  ...{ owner: 'p', ...times },
  associations: [{ name: 'OS::Glance::Image', prefix: null, propertiesTarget: null, ...times }],
  properties: { cpus: { title: 'CPUs', type: 'integer' }, arch: { title: 'Arch', type: 'string' } },
  objects: [{ name: 'object', description: null, required: [], properties: {}, ...times }],
  tags: [{ name: 'tag', ...times }],
}
const told = (after: NamespaceTree) => eventsOfTreeChange(tree, after).map((event) => event.type)

it('a new namespace tells itself and what it defines', () => {
  expect(eventsOfNewTree(tree).map((event) => event.type)).toEqual([
    ...['metadef_namespace.create', 'metadef_property.create', 'metadef_property.create'],
    ...['metadef_object.create', 'metadef_tag.create', 'metadef_resource_type.create'],
  ])
})

it('each change tells what it is about', () => {
  expect(told({ ...tree, description: 'new' })).toEqual(['metadef_namespace.update'])
  expect(told(withNewTag(tree, { name: 'more', ...times }))).toEqual(['metadef_tag.create'])
  expect(told(withoutProperty(tree, 'cpus'))).toEqual(['metadef_property.delete'])
  expect(told(withoutAssociation(tree, 'OS::Glance::Image'))).toEqual(['metadef_resource_type.delete'])
  expect(told(tree)).toEqual([])
})

it('the last object that is deleted is one object; all objects that are deleted are one event of the namespace', () => {
  expect(told(withoutObject(tree, 'object'))).toEqual(['metadef_object.delete'])
  expect(told(withoutAll(tree, 'objects'))).toEqual(['metadef_namespace.delete_objects'])
  expect(told(withoutAll(tree, 'properties'))).toEqual(['metadef_namespace.delete_properties'])
})

it('a new name is an update that tells the old one', () => {
  const definition = { title: 'Cores', type: 'integer' } as const
  const [event, ...others] = eventsOfTreeChange(
    tree,
    withChangedProperty(tree, 'cpus', { name: 'cores', definition }),
  )
  expect(event).toMatchObject({ type: 'metadef_property.update', oldName: 'cpus', part: { name: 'cores' } })
  expect(others).toEqual([])
})
