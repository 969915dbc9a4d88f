import type { MetadefObject, NamespaceTree, PropertyDefinition } from '../../domain/metadefs/namespace.ts'
import { withPrefix } from './prefix.ts'

/** One place where a key is defined. */
export interface KeyDefinition {
  /** As things of the type carry it: with the prefix. */
  readonly key: string
  readonly definition: PropertyDefinition
  readonly namespace: Pick<NamespaceTree, 'name' | 'displayName' | 'description'>
  /** The object that it stands in; null when it stands in the namespace itself. */
  readonly object: Pick<MetadefObject, 'name' | 'description'> | null
  /** Must be given when anything of its object is. */
  readonly isRequired: boolean
}

/** Definitions by key; a key can be defined more than once. */
export type KnownKeys = ReadonlyMap<string, readonly KeyDefinition[]>

/** Every key that these namespaces define for things of the type. */
export function knownKeys(trees: readonly NamespaceTree[], resourceType: string): KnownKeys {
  const known = new Map<string, KeyDefinition[]>()
  for (const each of trees.flatMap((tree) => keysOf(tree, resourceType))) {
    const others = known.get(each.key)
    if (others === undefined) known.set(each.key, [each])
    else others.push(each)
  }
  return known
}

/** The keys of one namespace in its order; none when it is not meant for the type. */
function keysOf(tree: NamespaceTree, resourceType: string): readonly KeyDefinition[] {
  if (!tree.associations.some(({ name }) => name === resourceType)) return []
  const { properties, objects, name, displayName, description } = withPrefix(tree, resourceType)
  const namespace = { name, displayName, description }
  return [
    ...Object.entries(properties).map(([key, definition]) => ({
      ...{ key, definition, namespace, object: null, isRequired: false },
    })),
    ...objects.flatMap((object) =>
      Object.entries(object.properties).map(([key, definition]) => ({
        ...{ key, definition, namespace, isRequired: object.required.includes(key) },
        object: { name: object.name, description: object.description },
      })),
    ),
  ]
}

export const IMAGE_TYPE = 'OS::Glance::Image'
