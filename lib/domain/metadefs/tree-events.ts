import type { EventDraft, MetadefPart, MetadefPartStep } from '../events.ts'
import { isEmptied } from './change-tree.ts'
import type { MetadefNamespace, NamespaceTree } from './namespace.ts'

const PARTS = ['properties', 'objects', 'tags'] as const

/** A new namespace, then what it defines. */
export function eventsOfNewTree(tree: NamespaceTree): readonly EventDraft[] {
  const parts = [...partsOf(tree).values()]
  return [
    { type: 'metadef_namespace.create', namespace: tree },
    ...parts.map((part) => stepOf('create', tree, part)),
  ]
}

/** A namespace and all that it defines goes at once: told as one. */
export function eventsOfRemovedTree(tree: NamespaceTree): readonly EventDraft[] {
  return [{ type: 'metadef_namespace.delete', namespace: tree }]
}

/** What differs, in the order: the namespace, what went, what came or changed. */
export function eventsOfTreeChange(before: NamespaceTree, after: NamespaceTree): readonly EventDraft[] {
  const emptied = PARTS.filter((part) => isEmptied(before, after, part))
  const [old, now] = [partsOf(before), partsOf(after)]
  const renamed = renamedParts(before, after)
  const told: EventDraft[] =
    attributesOf(before) === attributesOf(after) ? [] : [renamedNamespace(before, after)]
  for (const part of emptied) told.push({ type: `metadef_namespace.delete_${part}`, namespace: after })
  const isToldAsOne = (part: MetadefPart): boolean => emptied.some((each) => KIND_OF[each] === part.kind)
  for (const [key, part] of old) {
    if (!now.has(key) && !renamed.has(key) && !isToldAsOne(part)) told.push(stepOf('delete', after, part))
  }
  const oldKeys = new Map([...renamed].map(([oldKey, newKey]) => [newKey, oldKey]))
  for (const [key, part] of now) {
    const was = old.get(oldKeys.get(key) ?? key)
    if (was === undefined) told.push(stepOf('create', after, part))
    else if (JSON.stringify(was) !== JSON.stringify(part) && part.kind !== 'metadef_resource_type')
      told.push({ ...stepOf('update', after, part), oldName: nameOf(was) })
  }
  return told
}

const KIND_OF = { properties: 'metadef_property', objects: 'metadef_object', tags: 'metadef_tag' } as const

function renamedNamespace(before: NamespaceTree, after: NamespaceTree): EventDraft {
  return { type: 'metadef_namespace.update', namespace: after, oldName: before.name }
}

/** The namespace without what it defines. */
function attributesOf({
  properties,
  objects,
  tags,
  associations,
  updatedAtMs,
  ...rest
}: NamespaceTree): string {
  return JSON.stringify(rest)
}

function stepOf(word: 'create' | 'update' | 'delete', namespace: MetadefNamespace, part: MetadefPart) {
  return { type: `${part.kind}.${word}` as MetadefPartStep['type'], namespace, part }
}

function partsOf(tree: NamespaceTree): ReadonlyMap<string, MetadefPart> {
  const parts: readonly MetadefPart[] = [
    ...Object.entries(tree.properties).map(
      ([name, property]) => ({ kind: 'metadef_property', name, property }) as const,
    ),
    ...tree.objects.map((object) => ({ kind: 'metadef_object', object }) as const),
    ...tree.tags.map((tag) => ({ kind: 'metadef_tag', tag }) as const),
    ...tree.associations.map((association) => ({ kind: 'metadef_resource_type', association }) as const),
  ]
  return new Map(parts.map((part) => [keyOf(part), part]))
}

function nameOf(part: MetadefPart): string {
  switch (part.kind) {
    case 'metadef_property':
      return part.name
    case 'metadef_object':
      return part.object.name
    case 'metadef_tag':
      return part.tag.name
    case 'metadef_resource_type':
      return part.association.name
  }
}

function keyOf(part: MetadefPart): string {
  return `${part.kind} ${nameOf(part)}`
}

/** Old key → new key: one whose place is taken by one of another name, all others being the same. */
function renamedParts(before: NamespaceTree, after: NamespaceTree): ReadonlyMap<string, string> {
  const [old, now] = [[...partsOf(before)], [...partsOf(after)]]
  if (old.length !== now.length) return new Map()
  const moved = old.flatMap(([oldKey, part], place) => {
    const next = now[place]
    return next === undefined || next[0] === oldKey || next[1].kind !== part.kind
      ? []
      : [[oldKey, next[0]] as const]
  })
  return moved.length === 1 ? new Map(moved) : new Map()
}
