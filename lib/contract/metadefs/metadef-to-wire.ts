import type {
  MetadefNamespace,
  MetadefObject,
  MetadefTag,
  NamespaceTree,
  PropertyDefinition,
  PropertyDefinitions,
  ResourceType,
  ResourceTypeAssociation,
} from '../../domain/metadefs/namespace.ts'
import { toWireTime } from '../wire-time.ts'
import { type TranslationsWire, translationsToWire } from './translations.ts'

const ROOT = '/v2/metadefs/namespaces'

interface TimesWire {
  readonly created_at: string
  readonly updated_at: string
}

export interface AssociationWire extends TimesWire {
  readonly name: string
  readonly prefix?: string
  readonly properties_target?: string
}

export interface TagWire extends TimesWire {
  readonly name: string
}

export interface ObjectWire extends TimesWire {
  readonly name: string
  readonly description?: string
  readonly required: readonly string[]
  readonly properties: PropertyDefinitions
  readonly schema: string
  readonly self: string
}

export interface NamespaceWire extends TimesWire {
  readonly namespace: string
  readonly display_name?: string
  readonly description?: string
  readonly visibility: string
  readonly protected: boolean
  readonly owner?: string
  readonly resource_type_associations?: readonly AssociationWire[]
  readonly schema: string
  readonly self: string
}

export interface NamespaceTreeWire extends NamespaceWire {
  readonly properties?: PropertyDefinitions
  readonly objects?: readonly ObjectWire[]
  readonly tags?: readonly { readonly name: string }[]
  /** Only for a client that asks with `x-vitrine-show: translations`. */
  readonly vitrine_translations?: TranslationsWire
}

export interface PropertyWire extends PropertyDefinition {
  readonly name: string
}

/** A namespace as in a list. */
export function namespaceToWire(namespace: MetadefNamespace): NamespaceWire {
  return {
    namespace: namespace.name,
    ...present('display_name', namespace.displayName),
    ...present('description', namespace.description),
    visibility: namespace.visibility,
    protected: namespace.isProtected,
    ...present('owner', namespace.owner),
    ...timesToWire(namespace),
    ...filled('resource_type_associations', namespace.associations.map(associationToWire)),
    schema: '/v2/schemas/metadefs/namespace',
    self: namespacePath(namespace.name),
  }
}

/** A namespace with all that it defines. */
export function treeToWire(tree: NamespaceTree): NamespaceTreeWire {
  return {
    ...namespaceToWire(tree),
    ...(Object.keys(tree.properties).length === 0 ? {} : { properties: tree.properties }),
    ...filled(
      'objects',
      tree.objects.map((object) => objectToWire(tree.name, object)),
    ),
    ...filled(
      'tags',
      tree.tags.map(({ name }) => ({ name })),
    ),
  }
}

/** A namespace in the form of a file: without times, links and what is absent. */
export function treeToFile(tree: NamespaceTree): Readonly<Record<string, unknown>> {
  return {
    namespace: tree.name,
    ...present('display_name', tree.displayName),
    ...present('description', tree.description),
    visibility: tree.visibility,
    protected: tree.isProtected,
    ...present('owner', tree.owner),
    resource_type_associations: tree.associations.map(({ name, prefix, propertiesTarget }) => ({
      name,
      ...present('prefix', prefix),
      ...present('properties_target', propertiesTarget),
    })),
    properties: tree.properties,
    objects: tree.objects.map(({ name, description, required, properties }) => ({
      name,
      ...present('description', description),
      ...filled('required', required),
      properties,
    })),
    tags: tree.tags.map(({ name }) => ({ name })),
    ...translationsToWire(tree.translations),
  }
}

export function propertyToWire(name: string, definition: PropertyDefinition): PropertyWire {
  return { name, ...definition }
}

export function objectToWire(namespace: string, object: MetadefObject): ObjectWire {
  return {
    name: object.name,
    ...present('description', object.description),
    required: object.required,
    properties: object.properties,
    ...timesToWire(object),
    schema: '/v2/schemas/metadefs/object',
    self: partPath(namespace, 'objects', object.name),
  }
}

export function tagToWire(tag: MetadefTag): TagWire {
  return { name: tag.name, ...timesToWire(tag) }
}

export function associationToWire(association: ResourceTypeAssociation): AssociationWire {
  return {
    name: association.name,
    ...present('prefix', association.prefix),
    ...present('properties_target', association.propertiesTarget),
    ...timesToWire(association),
  }
}

export function resourceTypeToWire(type: ResourceType): TagWire {
  return { name: type.name, ...timesToWire(type) }
}

export function namespacePath(name: string): string {
  return `${ROOT}/${pathSegment(name)}`
}

export function partPath(namespace: string, part: 'properties' | 'objects' | 'tags', name: string): string {
  return `${namespacePath(namespace)}/${part}/${pathSegment(name)}`
}

/** Colons need no escape, and names are full of them. */
function pathSegment(name: string): string {
  return encodeURIComponent(name).replaceAll('%3A', ':')
}

function timesToWire(times: { readonly createdAtMs: number; readonly updatedAtMs: number }): TimesWire {
  return { created_at: toWireTime(times.createdAtMs), updated_at: toWireTime(times.updatedAtMs) }
}

function present<Name extends string>(name: Name, text: string | null): { [Key in Name]?: string } {
  return text === null ? {} : ({ [name]: text } as { [Key in Name]: string })
}

function filled<Name extends string, Item>(
  name: Name,
  items: readonly Item[],
): { [Key in Name]?: readonly Item[] } {
  return items.length === 0 ? {} : ({ [name]: items } as { [Key in Name]: readonly Item[] })
}
