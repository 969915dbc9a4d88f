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
const amount = (description: string) => ({ type: 'integer', minimum: 0, description })
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
  minLength: amount('The fewest characters.'),
  maxLength: amount('The most characters.'),
  pattern: { type: 'string', format: 'regex', description: 'A regular expression that the text must match.' },
  readonly: flag('Whether people may only look at it.'),
  operators: texts('Comparisons that can stand before the value.'),
  items: {
    type: 'object',
    properties: { type: { type: 'string', enum: PROPERTY_TYPES }, enum: { type: 'array' } },
    description: 'What the items of an array can be.',
  },
  minItems: amount('The fewest items.'),
  maxItems: amount('The most items.'),
  uniqueItems: flag('Whether no item may stand twice.'),
  additionalItems: flag('Whether there may be items besides those described.'),
  required: texts('The members that an object must have.'),
} as const

const DEFINITIONS = {
  type: 'object',
  description: 'Definitions of properties by name.',
  additionalProperties: {
    type: 'object',
    required: ['title', 'type'],
    properties: { name: nameOf('property'), ...DEFINITION },
  },
} as const

const OBJECT = {
  name: nameOf('object'),
  description: text('What the object is for.'),
  required: texts('Properties that must be given.'),
  properties: DEFINITIONS,
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
  properties: DEFINITIONS,
  objects: { type: 'array', items: { type: 'object', properties: OBJECT } },
  tags: { type: 'array', items: { type: 'object', properties: TAG } },
} as const

const NAMESPACE_SCHEMA = single('namespace', NAMESPACE, ['namespace'])
const ASSOCIATION_SCHEMA = single('resource_type_association', ASSOCIATION, ['name'])
const PROPERTY_SCHEMA = single('property', { name: nameOf('property'), ...DEFINITION }, [
  'name',
  'title',
  'type',
])
const OBJECT_SCHEMA = single('object', OBJECT, ['name'])
const TAG_SCHEMA = single('tag', TAG, ['name'])

export const METADEF_SCHEMAS: Readonly<Record<MetadefSchemaName, SchemaDocument>> = {
  namespace: NAMESPACE_SCHEMA,
  namespaces: collection('namespaces', NAMESPACE_SCHEMA),
  resource_type: ASSOCIATION_SCHEMA,
  resource_types: collection('resource_type_associations', ASSOCIATION_SCHEMA),
  property: PROPERTY_SCHEMA,
  properties: {
    name: 'properties',
    properties: { properties: DEFINITIONS, ...pageLinks() },
    links: linksOfPages(),
  },
  object: OBJECT_SCHEMA,
  objects: collection('objects', OBJECT_SCHEMA),
  tag: TAG_SCHEMA,
  tags: collection('tags', TAG_SCHEMA),
}

function single(
  name: string,
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[],
): SchemaDocument {
  return {
    name,
    properties,
    required,
    additionalProperties: false,
    links: [
      { rel: 'self', href: '{self}' },
      { rel: 'describedby', href: '{schema}' },
    ],
  }
}

function collection(name: string, item: SchemaDocument): SchemaDocument {
  return {
    name,
    properties: { [name]: { type: 'array', items: item }, ...pageLinks() },
    links: linksOfPages(),
  }
}

function pageLinks() {
  return {
    first: link('Path of the first page.'),
    next: link('Path of the next page, when there may be one.'),
    schema: link('Path of the schema of this document.'),
  }
}

function linksOfPages(): SchemaDocument['links'] {
  return [
    { rel: 'first', href: '{first}' },
    { rel: 'next', href: '{next}' },
    { rel: 'describedby', href: '{schema}' },
  ]
}
