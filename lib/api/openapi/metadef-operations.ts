import { choice, describeAll, json, NOTHING, type OperationLine, PAGE_QUERY, text } from './operation.ts'

const ALL = '/v2/metadefs/namespaces'
const ONE = `${ALL}/:namespace`
const RESOURCE_TYPE = { resource_type: text('Names with the prefix of this resource type.') } as const
const WRITE = [403, 404, 409]
/** Additions of ours. */
const IF_MATCH = { 'If-Match': text('Only if the namespace is still the one with this ETag.') } as const
const WHOLE = { vitrine_tree: choice('true') } as const

/** The same six routes for properties and objects. */
function part(plural: string, single: string, name: string): readonly OperationLine[] {
  const query = single === 'property' ? { query: RESOURCE_TYPE } : {}
  const pages = single === 'property' ? {} : { query: PAGE_QUERY }
  return [
    [
      `GET ${ONE}/${plural}`,
      `Lists the ${plural} of a namespace.`,
      { ...pages, ...json(`metadef.${plural}`), faults: [404] },
    ],
    [
      `POST ${ONE}/${plural}`,
      `Adds one to the ${plural}.`,
      { body: { schema: `metadef.${single}.body` }, ...json(`metadef.${single}`, 201), faults: WRITE },
    ],
    [`DELETE ${ONE}/${plural}`, `Deletes all ${plural}.`, { ...NOTHING, faults: WRITE }],
    [
      `GET ${ONE}/${plural}/:${name}`,
      `Shows one of the ${plural}.`,
      { ...query, ...json(`metadef.${single}`), faults: [404] },
    ],
    [
      `PUT ${ONE}/${plural}/:${name}`,
      `Replaces one of the ${plural}.`,
      { body: { schema: `metadef.${single}.body` }, ...json(`metadef.${single}`), faults: WRITE },
    ],
    [`DELETE ${ONE}/${plural}/:${name}`, `Deletes one of the ${plural}.`, { ...NOTHING, faults: WRITE }],
  ]
}

const LINES: readonly OperationLine[] = [
  [
    `GET ${ALL}`,
    'Lists namespaces.',
    {
      query: {
        ...PAGE_QUERY,
        resource_types: text('Only those of these resource types, between commas.'),
        visibility: choice('public', 'private'),
        vitrine_tree: choice('true'),
      },
      ...json('metadef.namespaces'),
    },
  ],
  [
    `POST ${ALL}`,
    'Creates a namespace with everything in it.',
    { body: { schema: 'metadef.namespace.body' }, ...json('metadef.namespace', 201), faults: [403, 409] },
  ],
  [
    `GET ${ONE}/vitrine_versions`,
    'Lists what the namespace was after each change.',
    { ...json({ type: 'object' }), faults: [403, 404] },
  ],
  [
    `GET ${ONE}`,
    'Shows a namespace with everything in it.',
    { query: RESOURCE_TYPE, ...json('metadef.namespace'), faults: [404] },
  ],
  [
    `PUT ${ONE}`,
    'Replaces the attributes of a namespace.',
    {
      headers: IF_MATCH,
      query: WHOLE,
      body: { schema: 'metadef.namespace.body' },
      ...json('metadef.namespace'),
      faults: [...WRITE, 412],
    },
  ],
  [
    `DELETE ${ONE}`,
    'Deletes a namespace with everything in it.',
    { headers: IF_MATCH, ...NOTHING, faults: [403, 404, 412] },
  ],
  ...part('properties', 'property', 'property'),
  ...part('objects', 'object', 'object'),
  [
    `GET ${ONE}/tags`,
    'Lists the tags of a namespace.',
    { query: PAGE_QUERY, ...json('metadef.tags'), faults: [404] },
  ],
  [
    `POST ${ONE}/tags`,
    'Replaces all tags, or adds to them.',
    {
      headers: { 'X-Openstack-Append': choice('True', 'False') },
      body: { schema: 'metadef.tags.body' },
      ...json('metadef.tags', 201),
      faults: WRITE,
    },
  ],
  [`DELETE ${ONE}/tags`, 'Deletes all tags.', { ...NOTHING, faults: WRITE }],
  [`GET ${ONE}/tags/:tag`, 'Shows a tag.', { ...json('metadef.tag'), faults: [404] }],
  [`POST ${ONE}/tags/:tag`, 'Adds a tag.', { ...json('metadef.tag', 201), faults: WRITE }],
  [
    `PUT ${ONE}/tags/:tag`,
    'Renames a tag.',
    { body: { schema: 'metadef.tag.body' }, ...json('metadef.tag'), faults: WRITE },
  ],
  [`DELETE ${ONE}/tags/:tag`, 'Deletes a tag.', { ...NOTHING, faults: WRITE }],
  [
    'GET /v2/metadefs/resource_types',
    'Lists all resource types that anything is for.',
    json({ type: 'object' }),
  ],
  [
    `GET ${ONE}/resource_types`,
    'Lists what a namespace is for.',
    { ...json('metadef.resource_types'), faults: [404] },
  ],
  [
    `POST ${ONE}/resource_types`,
    'Says what a namespace is for.',
    { body: { schema: 'metadef.resource_type.body' }, ...json('metadef.resource_type', 201), faults: WRITE },
  ],
  [`DELETE ${ONE}/resource_types/:type`, 'A namespace is no longer for this.', { ...NOTHING, faults: WRITE }],
]

export const METADEF_OPERATIONS = describeAll('Metadata definitions', LINES)
