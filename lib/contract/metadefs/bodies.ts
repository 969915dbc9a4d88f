import { z } from 'zod'
import { conflict } from '../../domain/errors.ts'
import type { NamedProperty } from '../../domain/metadefs/change-tree.ts'
import {
  type MetadefObject,
  type MetadefTag,
  NAMESPACE_VISIBILITIES,
  type NamespaceTree,
  type ResourceTypeAssociation,
} from '../../domain/metadefs/namespace.ts'
import { withoutStrayTexts } from '../../domain/metadefs/translations.ts'
import {
  definitionName,
  description,
  longText,
  ownerId,
  parsed,
  shortText,
  withoutReadOnly,
  writableMembers,
} from './fields.ts'
import { PROPERTIES_SCHEMA, PROPERTY_SCHEMA } from './property-definition.ts'
import { TRANSLATIONS, translationsFromWire } from './translations.ts'

const OBJECT = z.strictObject({
  name: definitionName,
  description: longText.nullish(),
  required: z.array(definitionName).optional(),
  properties: PROPERTIES_SCHEMA.optional(),
})
const TAG = z.strictObject({ name: definitionName })
const ASSOCIATION = z.strictObject({
  name: definitionName,
  prefix: shortText.nullish(),
  properties_target: shortText.nullish(),
})
const inTree = <Schema extends z.ZodType>(schema: Schema) => z.array(z.preprocess(withoutReadOnly, schema))
const NAMESPACE = z.strictObject({
  namespace: definitionName,
  display_name: shortText.nullish(),
  description: description.nullish(),
  visibility: z.enum(NAMESPACE_VISIBILITIES).optional(),
  protected: z.boolean().optional(),
  owner: ownerId.nullish(),
  resource_type_associations: inTree(ASSOCIATION).optional(),
  properties: PROPERTIES_SCHEMA.optional(),
  objects: inTree(OBJECT).optional(),
  tags: inTree(TAG).optional(),
  vitrine_translations: TRANSLATIONS.optional(),
})

/** What the routes take as bodies, by the names of the things. */
export const METADEF_BODIES = {
  namespace: NAMESPACE,
  property: PROPERTY_SCHEMA.extend({ name: definitionName }),
  object: OBJECT,
  tag: TAG,
  tags: z.strictObject({ tags: inTree(TAG) }),
  resource_type: ASSOCIATION,
} as const

/** Who makes it, and when. */
export interface Origin {
  /** Taken when the body names no owner. */
  readonly owner: string | null
  readonly nowMs: number
}

/** `POST /v2/metadefs/namespaces`: the whole tree. @throws `invalid`; `conflict` for a name that stands twice; `forbidden` */
export function parseNamespace(body: unknown, origin: Origin): NamespaceTree {
  return toTree(parsed(NAMESPACE, writableMembers(body)), origin)
}

/** The same from a file, which may hold what an answer does, times included. @throws `invalid` */
export function parseNamespaceFile(content: unknown, origin: Origin): NamespaceTree {
  return toTree(parsed(NAMESPACE, withoutReadOnly(content)), origin)
}

function toTree(body: z.output<typeof NAMESPACE>, { owner, nowMs }: Origin): NamespaceTree {
  return withoutStrayTexts({
    name: body.namespace,
    displayName: body.display_name ?? null,
    description: body.description ?? null,
    visibility: body.visibility ?? 'private',
    isProtected: body.protected ?? false,
    owner: body.owner ?? owner,
    ...timesOf(nowMs),
    associations: uniquely('resource type', body.resource_type_associations, (each) =>
      toAssociation(each, nowMs),
    ),
    properties: body.properties ?? {},
    objects: uniquely('object', body.objects, (each) => toObject(each, nowMs)),
    tags: uniquely('tag', body.tags, ({ name }) => ({ name, ...timesOf(nowMs) })),
    translations: translationsFromWire(body.vitrine_translations),
  })
}

/**
 * `PUT /v2/metadefs/namespaces/{ns}`. Texts that are left out are taken away. Owner, visibility and protection stay as
 * they are unless the body names them: nobody loses a protection by correcting a title. What the namespace defines is
 * not looked at; clients send it back with the rest.
 * @throws `invalid`, `forbidden`
 */
export function parseNamespaceChange(body: unknown, before: NamespaceTree, nowMs: number): NamespaceTree {
  const given = parsed(NAMESPACE, writableMembers(body))
  return {
    ...before,
    name: given.namespace,
    displayName: given.display_name ?? null,
    description: given.description ?? null,
    visibility: given.visibility ?? before.visibility,
    isProtected: given.protected ?? before.isProtected,
    owner: given.owner ?? before.owner,
    updatedAtMs: Math.max(nowMs, before.updatedAtMs),
  }
}

/** `{name, title, type, …}`. @throws `invalid` */
export function parseProperty(body: unknown): NamedProperty {
  const { name, ...definition } = writableMembers(body)
  return {
    name: parsed(z.object({ name: definitionName }), { name }).name,
    definition: parsed(PROPERTY_SCHEMA, definition),
  }
}

/** `{name, description?, required?, properties?}`. @throws `invalid`, `forbidden` */
export function parseObject(body: unknown, nowMs: number): MetadefObject {
  return toObject(parsed(OBJECT, writableMembers(body)), nowMs)
}

function toObject(body: z.output<typeof OBJECT>, nowMs: number): MetadefObject {
  return {
    name: body.name,
    description: body.description ?? null,
    required: body.required ?? [],
    properties: body.properties ?? {},
    ...timesOf(nowMs),
  }
}

/** `{"tags": [{"name": …}]}`. @throws `invalid`; `conflict` for a name that stands twice */
export function parseTags(body: unknown, nowMs: number): readonly MetadefTag[] {
  const { tags } = parsed(METADEF_BODIES.tags, writableMembers(body))
  return uniquely('tag', tags, ({ name }) => ({ name, ...timesOf(nowMs) }))
}

/** The name of a tag, from a path or from `{"name": …}`. @throws `invalid`, `forbidden` */
export function parseTagName(body: unknown): string {
  return parsed(TAG, writableMembers(body)).name
}

/** `{name, prefix?, properties_target?}`. @throws `invalid`, `forbidden` */
export function parseAssociation(body: unknown, nowMs: number): ResourceTypeAssociation {
  return toAssociation(parsed(ASSOCIATION, writableMembers(body)), nowMs)
}

function toAssociation(body: z.output<typeof ASSOCIATION>, nowMs: number): ResourceTypeAssociation {
  return {
    name: body.name,
    prefix: body.prefix ?? null,
    propertiesTarget: body.properties_target ?? null,
    ...timesOf(nowMs),
  }
}

function timesOf(nowMs: number): { createdAtMs: number; updatedAtMs: number } {
  return { createdAtMs: nowMs, updatedAtMs: nowMs }
}

function uniquely<Body, Item extends { readonly name: string }>(
  kind: string,
  bodies: readonly Body[] | undefined,
  toItem: (body: Body) => Item,
): Item[] {
  const items = (bodies ?? []).map(toItem)
  const names = new Set<string>()
  for (const { name } of items) {
    if (names.has(name)) throw conflict(`The ${kind} ${name} stands twice.`)
    names.add(name)
  }
  return items
}
