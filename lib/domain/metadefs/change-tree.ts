import { conflict, forbidden, notFound } from '../errors.ts'
import type {
  MetadefNamespace,
  MetadefObject,
  MetadefTag,
  NamespaceTree,
  PropertyDefinition,
  ResourceTypeAssociation,
} from './namespace.ts'
import { withRenamedTexts } from './translations.ts'

/** What can be deleted from a namespace as a whole. */
export type PartOfTree = 'properties' | 'objects' | 'tags'

const EMPTY = { properties: {}, objects: [], tags: [] } as const

/** @throws `forbidden` for a protected namespace: nothing of it may be deleted */
export function assertNotProtected(namespace: Pick<MetadefNamespace, 'name' | 'isProtected'>): void {
  if (!namespace.isProtected) return
  throw forbidden(`The namespace ${namespace.name} is protected: nothing of it can be deleted.`)
}

/** @throws `forbidden` */
export function withoutAll(tree: NamespaceTree, part: PartOfTree): NamespaceTree {
  assertNotProtected(tree)
  return { ...tree, [part]: EMPTY[part] }
}

/** Whether all of a part was deleted as a whole, which `withoutAll` marks; taking the last one leaves another nothing. */
export function isEmptied(before: NamespaceTree, after: NamespaceTree, part: PartOfTree): boolean {
  return after[part] === EMPTY[part] && before[part] !== EMPTY[part]
}

/** @throws `not_found` */
export function propertyOf(tree: NamespaceTree, name: string): PropertyDefinition {
  const definition = Object.hasOwn(tree.properties, name) ? tree.properties[name] : undefined
  if (definition === undefined) throw notFound('property', name)
  return definition
}

export interface NamedProperty {
  readonly name: string
  readonly definition: PropertyDefinition
}

/** @throws `conflict` when there is one of this name */
export function withNewProperty(tree: NamespaceTree, { name, definition }: NamedProperty): NamespaceTree {
  if (Object.hasOwn(tree.properties, name)) throw taken(tree, 'property', name)
  return withEntries(tree, [...Object.entries(tree.properties), [name, definition]])
}

/** The new one stands in the old one's place, whatever its name. @throws `not_found`, `conflict` */
export function withChangedProperty(tree: NamespaceTree, name: string, next: NamedProperty): NamespaceTree {
  propertyOf(tree, name)
  if (next.name !== name && Object.hasOwn(tree.properties, next.name))
    throw taken(tree, 'property', next.name)
  const entries = Object.entries(tree.properties)
  return withEntries(
    withRenamedTexts(tree, name, next.name),
    entries.map((entry) => (entry[0] === name ? [next.name, next.definition] : entry)),
  )
}

/** @throws `not_found`, `forbidden` */
export function withoutProperty(tree: NamespaceTree, name: string): NamespaceTree {
  propertyOf(tree, name)
  assertNotProtected(tree)
  return withEntries(
    tree,
    Object.entries(tree.properties).filter(([kept]) => kept !== name),
  )
}

/** fromEntries and not an assignment: `__proto__` is a name like any other. */
function withEntries(tree: NamespaceTree, entries: [string, PropertyDefinition][]): NamespaceTree {
  return { ...tree, properties: Object.fromEntries(entries) }
}

/** @throws `not_found` */
export function objectOf(tree: NamespaceTree, name: string): MetadefObject {
  return found(tree.objects, 'object', name)
}

/** @throws `conflict` */
export function withNewObject(tree: NamespaceTree, added: MetadefObject): NamespaceTree {
  return { ...tree, objects: withNew(tree, { kind: 'object', items: tree.objects, added }) }
}

/** @throws `not_found`, `conflict` */
export function withChangedObject(tree: NamespaceTree, name: string, next: MetadefObject): NamespaceTree {
  return { ...tree, objects: withChanged(tree, { kind: 'object', items: tree.objects, name, next }) }
}

/** @throws `not_found`, `forbidden` */
export function withoutObject(tree: NamespaceTree, name: string): NamespaceTree {
  return { ...tree, objects: without(tree, { kind: 'object', items: tree.objects, name }) }
}

/** @throws `not_found` */
export function tagOf(tree: NamespaceTree, name: string): MetadefTag {
  return found(tree.tags, 'tag', name)
}

/** @throws `conflict` */
export function withNewTag(tree: NamespaceTree, added: MetadefTag): NamespaceTree {
  return { ...tree, tags: withNew(tree, { kind: 'tag', items: tree.tags, added }) }
}

/** @throws `not_found`, `conflict` */
export function withChangedTag(tree: NamespaceTree, name: string, next: MetadefTag): NamespaceTree {
  return { ...tree, tags: withChanged(tree, { kind: 'tag', items: tree.tags, name, next }) }
}

/** @throws `not_found`, `forbidden` */
export function withoutTag(tree: NamespaceTree, name: string): NamespaceTree {
  return { ...tree, tags: without(tree, { kind: 'tag', items: tree.tags, name }) }
}

/** These tags and no others; those that stay keep their times. @throws `forbidden` when a protected one would go */
export function withOnlyTags(tree: NamespaceTree, tags: readonly MetadefTag[]): NamespaceTree {
  const wanted = new Set(tags.map((tag) => tag.name))
  if (tree.tags.some((tag) => !wanted.has(tag.name))) assertNotProtected(tree)
  const existing = new Map(tree.tags.map((tag) => [tag.name, tag]))
  return { ...tree, tags: tags.map((tag) => existing.get(tag.name) ?? tag) }
}

/** @throws `conflict` when one of them is there already */
export function withMoreTags(tree: NamespaceTree, tags: readonly MetadefTag[]): NamespaceTree {
  return tags.reduce(withNewTag, tree)
}

/** @throws `conflict` */
export function withAssociation(tree: NamespaceTree, added: ResourceTypeAssociation): NamespaceTree {
  const items = tree.associations
  return { ...tree, associations: withNew(tree, { kind: 'resource type', items, added }) }
}

/** @throws `not_found`, `forbidden` */
export function withoutAssociation(tree: NamespaceTree, name: string): NamespaceTree {
  const items = tree.associations
  return { ...tree, associations: without(tree, { kind: 'resource type', items, name }) }
}

interface Named {
  readonly name: string
}

interface PartsOf<T> {
  readonly kind: string
  readonly items: readonly T[]
}

function found<T extends Named>(items: readonly T[], kind: string, name: string): T {
  const item = items.find((candidate) => candidate.name === name)
  if (item === undefined) throw notFound(kind, name)
  return item
}

function withNew<T extends Named>(tree: Named, { kind, items, added }: PartsOf<T> & { added: T }): T[] {
  if (items.some((item) => item.name === added.name)) throw taken(tree, kind, added.name)
  return [...items, added]
}

function withChanged<T extends Named>(
  tree: Named,
  { kind, items, name, next }: PartsOf<T> & { name: string; next: T },
): T[] {
  found(items, kind, name)
  if (next.name !== name && items.some((item) => item.name === next.name)) throw taken(tree, kind, next.name)
  return items.map((item) => (item.name === name ? next : item))
}

function without<T extends Named>(
  tree: Pick<MetadefNamespace, 'name' | 'isProtected'>,
  { kind, items, name }: PartsOf<T> & { name: string },
): T[] {
  found(items, kind, name)
  assertNotProtected(tree)
  return items.filter((item) => item.name !== name)
}

function taken(namespace: Named, kind: string, name: string): Error {
  return conflict(`The namespace ${namespace.name} has a ${kind} ${name} already.`)
}
