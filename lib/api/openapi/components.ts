import { z } from 'zod'
import { type ImageRules, imageAttributes } from '#lib/contract/image-fields.ts'
import { imageSchema, MEMBER_SCHEMA, type SchemaDocument } from '#lib/contract/image-schema.ts'
import { METADEF_BODIES } from '#lib/contract/metadefs/bodies.ts'
import { METADEF_SCHEMAS } from '#lib/contract/metadefs/metadef-schemas.ts'
import { TASK_SCHEMA } from '#lib/contract/task-schema.ts'
import { UUID_PATTERN } from '#lib/contract/text.ts'

type Schema = Readonly<Record<string, unknown>>

const uuid = { type: 'string', pattern: UUID_PATTERN }
const texts = { type: 'array', items: { type: 'string' } }
const paged = (name: string, item: string) => ({
  type: 'object',
  properties: {
    [name]: { type: 'array', items: ref(item) },
    first: { type: 'string' },
    next: { type: 'string' },
    schema: { type: 'string' },
  },
})

/** Bodies that are read by hand: the form is what the parser takes. */
const HAND_READ = {
  Fault: {
    type: 'object',
    required: ['code', 'title', 'message'],
    properties: {
      code: { type: 'string', examples: ['404 Not Found'] },
      title: { type: 'string' },
      message: { type: 'string', description: 'What is wrong, with what, and what to do.' },
      field: { type: 'string', description: 'What of the request is at fault (our addition).' },
    },
  },
  Versions: {
    type: 'object',
    properties: {
      versions: {
        type: 'array',
        items: { type: 'object', properties: { id: { type: 'string' }, status: { type: 'string' } } },
      },
    },
  },
  Deactivation: {
    type: 'object',
    required: ['reason'],
    properties: {
      reason: { type: 'string', description: 'For everybody who finds the image deactivated.' },
      ticket: { type: ['string', 'null'], description: 'Where more is written.' },
      until: { type: ['string', 'null'], description: 'When the image becomes active again by itself.' },
    },
  },
  ShareEnd: {
    type: 'object',
    required: ['ends_at'],
    properties: { ends_at: { type: ['string', 'null'], description: 'A time to come; null: no end.' } },
  },
  ImagePatch: {
    type: 'array',
    items: {
      type: 'object',
      required: ['op', 'path'],
      properties: { op: { enum: ['add', 'replace', 'remove'] }, path: { type: 'string' }, value: {} },
    },
  },
  ImageImport: {
    type: 'object',
    required: ['method'],
    properties: {
      method: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { enum: ['glance-direct', 'web-download', 'copy-image', 'glance-download'] },
          uri: { type: 'string' },
          glance_region: { type: 'string' },
          glance_image_id: uuid,
          glance_service_interface: { type: 'string' },
        },
      },
      stores: texts,
      all_stores: { type: 'boolean' },
      all_stores_must_succeed: { type: 'boolean' },
    },
  },
  ImageTasks: { type: 'object', properties: { tasks: { type: 'array', items: { type: 'object' } } } },
  Locations: {
    type: 'array',
    items: { type: 'object', properties: { url: { type: 'string' }, metadata: { type: 'object' } } },
  },
  LocationCreate: {
    type: 'object',
    required: ['url'],
    properties: {
      url: { type: 'string' },
      validation_data: {
        type: 'object',
        properties: {
          os_hash_algo: { enum: ['md5', 'sha1', 'sha256', 'sha512'] },
          os_hash_value: { type: 'string' },
        },
      },
    },
  },
  TaskCreate: {
    type: 'object',
    required: ['type', 'input'],
    properties: {
      type: { enum: ['import'] },
      input: {
        type: 'object',
        properties: {
          import_from: { type: 'string' },
          import_from_format: { type: 'string' },
          image_properties: { type: 'object' },
        },
      },
    },
  },
} as const satisfies Record<string, Schema>

/** All schemas that operations name: the zod schemas that check bodies, and the documents that answers fit. */
export function componentSchemas(rules: ImageRules): Readonly<Record<string, Schema>> {
  const bodies = Object.entries(METADEF_BODIES).map(([name, schema]) => [
    `metadef.${name}.body`,
    fromZod(schema),
  ])
  const answers = Object.entries(METADEF_SCHEMAS).map(([name, document]) => [
    `metadef.${name}`,
    answerSchema(document),
  ])
  return {
    ...HAND_READ,
    Image: answerSchema(imageSchema(rules)),
    Images: paged('images', 'Image'),
    ImageCreate: fromZod(imageAttributes(rules)),
    Member: answerSchema(MEMBER_SCHEMA),
    Members: paged('members', 'Member'),
    Task: answerSchema(TASK_SCHEMA),
    Tasks: paged('tasks', 'Task'),
    ...Object.fromEntries(answers),
    ...Object.fromEntries(bodies),
  }
}

export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}

function fromZod(schema: z.ZodType): Schema {
  // What is in $defs is "any JSON", which the empty schema says as well.
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return inlined(rest) as Schema
}

/** Without what only Glance's clients understand. */
function answerSchema({ name, links: _, definitions: __, ...rest }: SchemaDocument): Schema {
  return { type: 'object', title: name, ...(inlined(rest) as Schema) }
}

/** Definitions belong to the documents that they stand in; here each reference is what it refers to. */
function inlined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inlined)
  if (typeof value !== 'object' || value === null) return value
  const target = '$ref' in value ? String(value.$ref).split('/').at(-1) : undefined
  if (target !== undefined) return inlined(METADEF_SCHEMAS.namespace.definitions?.[target] ?? {})
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inlined(member)]))
}
