import { NAMESPACE_VISIBILITIES, PROPERTY_TYPES } from '../../domain/metadefs/namespace.ts'
import type { SchemaDocument } from '../image-schema.ts'
import { MAX_NAME_CHARACTERS } from '../text.ts'
import { MAX_METADEF_DESCRIPTION, MAX_METADEF_NAME } from './fields.ts'

/**
 * The JSON-Schema documents under /v2/schemas/metadefs. Clients build their models from them: what answers hold stands
 * here, and nothing else is allowed.
 */
export type MetadefSchemaName =
  | 'namespace'
  | 'namespaces'
  | 'resource_type'
  | 'resource_types'
  | 'property'
  | 'properties'
  | 'object'
  | 'objects'
  | 'tag'
  | 'tags'

const text = (description: string, maxLength?: number) => ({
  type: 'string',
  description,
  ...(maxLength === undefined ? {} : { maxLength }),
})
const nameOf = (what: string) => text(`The name of the ${what}.`, MAX_METADEF_NAME)
const time = (description: string) => ({ type: 'string', format: 'date-time', readOnly: true, description })
const link = (description: string) => ({ type: 'string', readOnly: true, description })
const least = { $ref: '#/definitions/positiveIntegerDefault0' } as const
const most = { $ref: '#/definitions/positiveInteger' } as const
const flag = (description: string) => ({ type: 'boolean', description })
const texts = (description: string) => ({
  type: 'array',
  items: { type: 'string' },
  uniqueItems: true,
  description,
})

const TIMES = {
  created_at: time('When it was made.'),
  updated_at: time('When it was last changed.'),
} as const

const DEFINITION = {
  title: text('What people call it.'),
  type: { type: 'string', enum: PROPERTY_TYPES, description: 'The type of its values.' },
  description: text('What it does, for people.'),
  default: { description: 'The value that holds when none is given.' },
  enum: { type: 'array', description: 'The values it can have.' },
  minimum: { type: 'number', description: 'The least number.' },
  maximum: { type: 'number', description: 'The greatest number.' },
  minLength: least,
  maxLength: most,
  pattern: { type: 'string', format: 'regex', description: 'A regular expression that the text must match.' },
  readonly: flag('Whether people may only look at it.'),
  operators: texts('Comparisons that can stand before the value.'),
  items: {
    type: 'object',
    properties: { type: { type: 'string', enum: PROPERTY_TYPES }, enum: { type: 'array' } },
    description: 'What the items of an array can be.',
  },
  minItems: least,
  maxItems: most,
  uniqueItems: { ...flag('Whether no item may stand twice.'), default: false },
  additionalItems: flag('Whether there may be items besides those described.'),
  required: { $ref: '#/definitions/stringArray' },
} as const

/** What documents refer to by `$ref`. */
const DEFINITIONS = {
  positiveInteger: { type: 'integer', minimum: 0 },
  positiveIntegerDefault0: { allOf: [{ $ref: '#/definitions/positiveInteger' }, { default: 0 }] },
  stringArray: { type: 'array', items: { type: 'string' }, uniqueItems: true },
  property: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      required: ['title', 'type'],
      properties: { name: nameOf('property'), ...DEFINITION },
    },
  },
} as const
const PROPERTIES = { $ref: '#/definitions/property' } as const

const OBJECT = {
  name: nameOf('object'),
  description: text('What the object is for.'),
  required: { $ref: '#/definitions/stringArray' },
  properties: PROPERTIES,
  ...TIMES,
  schema: link('Path of the schema of this document.'),
  self: link('Path of this document.'),
} as const

const TAG = { name: nameOf('tag'), ...TIMES } as const

const ASSOCIATION = {
  name: nameOf('resource type'),
  prefix: text('What stands before the names of properties on things of this type.', MAX_METADEF_NAME),
  properties_target: text('The part of the thing that takes the properties.', MAX_METADEF_NAME),
  ...TIMES,
} as const

const NAMESPACE = {
  namespace: text('The name, which only one namespace has.', MAX_METADEF_NAME),
  display_name: text('The name for people.', MAX_METADEF_NAME),
  description: text('What the namespace is about.', MAX_METADEF_DESCRIPTION),
  visibility: { type: 'string', enum: NAMESPACE_VISIBILITIES, description: 'Who can see the namespace.' },
  protected: flag('Whether deleting anything of it is refused.'),
  owner: text('The id of the project that owns it.', MAX_NAME_CHARACTERS),
  ...TIMES,
  schema: link('Path of the schema of this document.'),
  self: link('Path of this document.'),
  resource_type_associations: { type: 'array', items: { type: 'object', properties: ASSOCIATION } },
  properties: PROPERTIES,
  objects: { type: 'array', items: { type: 'object', properties: OBJECT } },
  tags: { type: 'array', items: { type: 'object', properties: TAG } },
} as const

const NAMESPACE_SCHEMA = single('namespace', NAMESPACE, ['namespace'])
const ASSOCIATION_SCHEMA = single('resource_type_association', ASSOCIATION, ['name'])
const NAMED_DEFINITION = { name: nameOf('property'), ...DEFINITION }
const PROPERTY_SCHEMA = single('property', NAMED_DEFINITION, ['type', 'title', 'name'])
/** In a map the key is the name. */
const PROPERTIES_BY_NAME = {
  type: 'object',
  additionalProperties: single('property', NAMED_DEFINITION, ['type', 'title']),
} as const
const OBJECT_SCHEMA = single('object', OBJECT, ['name'])
const TAG_SCHEMA = single('tag', TAG, ['name'])

export const METADEF_SCHEMAS: Readonly<Record<MetadefSchemaName, SchemaDocument>> = {
  namespace: withDefinitions(NAMESPACE_SCHEMA),
  namespaces: withDefinitions(collection('namespaces', NAMESPACE_SCHEMA)),
  resource_type: ASSOCIATION_SCHEMA,
  resource_types: collection('resource_type_associations', ASSOCIATION_SCHEMA),
  property: withDefinitions(PROPERTY_SCHEMA),
  properties: withDefinitions(pages('properties', PROPERTIES_BY_NAME)),
  object: withDefinitions(OBJECT_SCHEMA),
  objects: withDefinitions(collection('objects', OBJECT_SCHEMA)),
  tag: TAG_SCHEMA,
  tags: collection('tags', TAG_SCHEMA),
}

function withDefinitions(document: SchemaDocument): SchemaDocument {
  return { ...document, definitions: DEFINITIONS }
}

function single(
  name: string,
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[],
): SchemaDocument {
  return { name, properties, required, additionalProperties: false }
}

function collection(name: string, item: SchemaDocument): SchemaDocument {
  return pages(name, { type: 'array', items: item })
}

function pages(name: string, content: unknown): SchemaDocument {
  return {
    name,
    properties: {
      [name]: content,
      first: text('Path of the first page.'),
      next: text('Path of the next page, when there may be one.'),
      schema: text('Path of the schema of this document.'),
    },
    links: [
      { rel: 'first', href: '{first}' },
      { rel: 'next', href: '{next}' },
      { rel: 'describedby', href: '{schema}' },
    ],
  }
}
