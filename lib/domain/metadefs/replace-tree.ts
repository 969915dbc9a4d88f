import { assertNotProtected } from './change-tree.ts'
import type { NamespaceTree } from './namespace.ts'

/**
 * The namespace with all that the other tree says. Parts that stay keep the time when they were made.
 * @throws `forbidden` when something of a protected namespace would go
 */
export function withTree(before: NamespaceTree, next: NamespaceTree): NamespaceTree {
  if (namesOf(before).some((name) => !new Set(namesOf(next)).has(name))) assertNotProtected(before)
  const kept = <T extends { readonly name: string; readonly createdAtMs: number }>(
    old: readonly T[],
    parts: readonly T[],
  ): readonly T[] =>
    parts.map((part) => ({
      ...part,
      createdAtMs: old.find(({ name }) => name === part.name)?.createdAtMs ?? part.createdAtMs,
    }))
  return {
    ...next,
    owner: next.owner ?? before.owner,
    createdAtMs: before.createdAtMs,
    updatedAtMs: Math.max(next.updatedAtMs, before.updatedAtMs),
    associations: kept(before.associations, next.associations),
    objects: kept(before.objects, next.objects),
    tags: kept(before.tags, next.tags),
  }
}

/** Every part, with its place. */
function namesOf({ properties, objects, tags, associations }: NamespaceTree): readonly string[] {
  return [
    ...Object.keys(properties).map((name) => `property ${name}`),
    ...objects.flatMap((object) => [
      `object ${object.name}`,
      ...Object.keys(object.properties).map((name) => `object ${object.name} ${name}`),
    ]),
    ...tags.map(({ name }) => `tag ${name}`),
    ...associations.map(({ name }) => `type ${name}`),
  ]
}
