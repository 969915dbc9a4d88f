import { IMAGE_STATUSES, MEMBER_STATUSES, VISIBILITIES } from '../domain/image.ts'
import type { ImageRules } from './image-fields.ts'
import { MAX_NAME_CHARACTERS, UUID_PATTERN } from './text.ts'

/**
 * The JSON-Schema documents under /v2/schemas. glanceclient builds its models from them and refuses an answer that does
 * not fit, so every key that imageToWire writes stands here with every type it can have.
 */
export interface SchemaDocument {
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly additionalProperties?: unknown
  /** Absent from the documents of single things that have no links. */
  readonly links?: readonly { readonly rel: string; readonly href: string }[]
  readonly required?: readonly string[]
  /** What `$ref` in the document points to. */
  readonly definitions?: Readonly<Record<string, unknown>>
}

const MAX_INT32 = 2 ** 31 - 1

const text = (description: string) => ({ type: 'string', description })
const readOnlyText = (description: string) => ({ type: 'string', readOnly: true, description })
const nullableText = (description: string) => ({
  type: ['null', 'string'],
  maxLength: MAX_NAME_CHARACTERS,
  description,
})
const readOnlyHash = (description: string, maxLength: number) => ({
  type: ['null', 'string'],
  readOnly: true,
  maxLength,
  description,
})
const readOnlyBytes = (description: string) => ({ type: ['null', 'integer'], readOnly: true, description })
const amount = (description: string) => ({ type: 'integer', minimum: 0, maximum: MAX_INT32, description })
const format = (formats: readonly string[], description: string) => ({
  type: ['null', 'string'],
  enum: [null, ...formats],
  description,
})
const IDENTITY_PROPERTIES = {
  id: {
    type: 'string',
    pattern: UUID_PATTERN,
    description: 'The id of the image; chosen by the client or by the service.',
  },
  name: nullableText('A name for people; several images may have the same.'),
  status: {
    type: 'string',
    readOnly: true,
    enum: IMAGE_STATUSES,
    description: 'Where the image stands in its life.',
  },
  visibility: { type: 'string', enum: VISIBILITIES, description: 'Who can see the image.' },
  protected: { type: 'boolean', description: 'Whether deleting is refused.' },
  os_hidden: { type: 'boolean', description: 'Whether lists leave the image out.' },
  owner: nullableText('The id of the project that owns the image.'),
  tags: {
    type: 'array',
    items: { type: 'string', maxLength: MAX_NAME_CHARACTERS },
    description: 'Words to find the image by.',
  },
  min_ram: amount('Megabytes of memory that a server needs to run the image.'),
  min_disk: amount('Gigabytes of disk that a server needs to run the image.'),
} as const

const DATA_PROPERTIES = {
  checksum: readOnlyHash('md5 of the data in hexadecimal.', 32),
  os_hash_algo: readOnlyHash('Name of the hash in os_hash_value.', 64),
  os_hash_value: readOnlyHash('Hash of the data in hexadecimal.', 128),
  size: readOnlyBytes('Size of the data in bytes.'),
  virtual_size: readOnlyBytes('Size of the disk that the data describes, in bytes.'),
  created_at: readOnlyText('When the image was created.'),
  updated_at: readOnlyText('When the image was last changed.'),
  direct_url: readOnlyText('Where the data lies in the store, when the site shows it.'),
  stores: readOnlyText('The stores that hold the data, separated by commas.'),
  self: readOnlyText('Path of this document.'),
  file: readOnlyText('Path of the data.'),
  schema: readOnlyText('Path of the schema of this document.'),
} as const

const LOCATIONS = {
  type: 'array',
  items: {
    type: 'object',
    required: ['url', 'metadata'],
    properties: {
      url: { type: 'string', maxLength: MAX_NAME_CHARACTERS },
      metadata: { type: 'object' },
      validation_data: {
        type: 'object',
        writeOnly: true,
        additionalProperties: false,
        required: ['os_hash_algo', 'os_hash_value'],
        properties: {
          checksum: { type: 'string', minLength: 32, maxLength: 32 },
          os_hash_algo: { type: 'string', maxLength: 64 },
          os_hash_value: { type: 'string', maxLength: 128 },
        },
        description: 'What the data at the new place is known to be.',
      },
    },
  },
  description: 'Where the data lies, on sites that show it.',
} as const

export function imageSchema({ diskFormats, containerFormats, site }: ImageRules): SchemaDocument {
  const described = [...site.properties].map(([name, { document }]) => [name, document])
  return {
    name: 'image',
    properties: {
      ...IDENTITY_PROPERTIES,
      container_format: format(containerFormats, 'What the data is wrapped in.'),
      disk_format: format(diskFormats, 'The format of the disk in the data.'),
      ...DATA_PROPERTIES,
      locations: LOCATIONS,
      ...Object.fromEntries(described),
    },
    additionalProperties: { type: 'string' },
    links: [
      { rel: 'self', href: '{self}' },
      { rel: 'enclosure', href: '{file}' },
      { rel: 'describedby', href: '{schema}' },
    ],
    ...(site.required.length === 0 ? {} : { required: site.required }),
  }
}

export const MEMBER_SCHEMA: SchemaDocument = {
  name: 'member',
  properties: {
    member_id: text('The project with which the image is shared.'),
    image_id: { type: 'string', pattern: UUID_PATTERN, description: 'The image that is shared.' },
    status: { type: 'string', enum: MEMBER_STATUSES, description: 'What the project made of the offer.' },
    created_at: text('When the image was shared.'),
    updated_at: text('When the sharing was last changed.'),
    schema: readOnlyText('Path of the schema of this document.'),
  },
}

export function imagesSchema(rules: ImageRules): SchemaDocument {
  return {
    ...collection('images', imageSchema(rules), {
      first: text('Path of the first page.'),
      next: text('Path of the next page, when there may be one.'),
    }),
    links: [
      { rel: 'first', href: '{first}' },
      { rel: 'next', href: '{next}' },
      { rel: 'describedby', href: '{schema}' },
    ],
  }
}

export const MEMBERS_SCHEMA: SchemaDocument = collection('members', MEMBER_SCHEMA, {})

export function collection(
  name: string,
  item: SchemaDocument,
  more: Record<string, unknown>,
): SchemaDocument {
  return {
    name,
    properties: {
      [name]: { type: 'array', items: item },
      ...more,
      schema: text('Path of the schema of this document.'),
    },
    links: [{ rel: 'describedby', href: '{schema}' }],
  }
}
