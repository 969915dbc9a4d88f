import { notFound } from '../../domain/errors.ts'
import type { NamespaceTree, PropertyDefinitions } from '../../domain/metadefs/namespace.ts'

/** The tree with its keys as things of this type carry them; unchanged for a type without association or prefix. */
export function withPrefix(tree: NamespaceTree, resourceType: string): NamespaceTree {
  const prefix = tree.associations.find((each) => each.name === resourceType)?.prefix ?? ''
  if (prefix === '') return tree
  return {
    ...tree,
    properties: prefixed(tree.properties, prefix),
    objects: tree.objects.map((object) => ({
      ...object,
      required: object.required.map((name) => prefix + name),
      properties: prefixed(object.properties, prefix),
    })),
  }
}

function prefixed(properties: PropertyDefinitions, prefix: string): PropertyDefinitions {
  return Object.fromEntries(
    Object.entries(properties).map(([name, definition]) => [prefix + name, definition]),
  )
}

/** The name in the namespace of a key that things of this type carry. @throws `not_found` without association or prefix */
export function withoutPrefix(tree: NamespaceTree, resourceType: string, name: string): string {
  const association = tree.associations.find((each) => each.name === resourceType)
  if (association === undefined) throw notFound('resource type', resourceType)
  const prefix = association.prefix ?? ''
  if (!name.startsWith(prefix)) throw notFound('property', name)
  return name.slice(prefix.length)
}
