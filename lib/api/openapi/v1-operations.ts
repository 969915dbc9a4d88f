import { choice, describeAll, json, type OperationLine, text, whole } from './operation.ts'

const OBJECT = { type: 'object' } as const
const OCTETS = {
  media: 'application/octet-stream',
  schema: { type: 'string', format: 'binary' },
  isOptional: true,
} as const
const ID = '/v1/images/:imageId'
const META = {
  'x-image-meta-name': text('The name; every attribute has such a header.'),
  'x-image-meta-disk_format': text('The format of the disk.'),
  'x-image-meta-container_format': text('What it is wrapped in.'),
  'x-image-meta-is_public': choice('true', 'false'),
  'x-image-meta-size': whole(0),
  'x-image-meta-property-os_distro': text('Additional properties have such headers.'),
} as const
const FILTERS = {
  ...{ name: text('The name.'), status: text('The status.'), is_public: choice('true', 'false', 'none') },
  ...{ size_min: whole(0), size_max: whole(0), 'changes-since': text('A time (ISO 8601).') },
  ...{
    sort_key: text('An attribute.'),
    sort_dir: choice('asc', 'desc'),
    limit: whole(0),
    marker: text('An id.'),
  },
} as const
const SHOWN = { answer: { status: 200 } } as const

const LINES: readonly OperationLine[] = [
  ['GET /v1/images', 'Lists images in short.', { query: FILTERS, ...json(OBJECT) }],
  ['GET /v1/images/detail', 'Lists images with everything.', { query: FILTERS, ...json(OBJECT) }],
  [
    'POST /v1/images',
    'Creates an image, with its data if there is a body.',
    { headers: META, body: OCTETS, ...json(OBJECT, 201), faults: [403, 409, 413, 415] },
  ],
  [`HEAD ${ID}`, 'Shows an image in headers.', { ...SHOWN, faults: [404] }],
  [
    `GET ${ID}`,
    'Downloads the data, with the image in headers.',
    { answer: { status: 200, media: OCTETS.media }, faults: [404] },
  ],
  [
    `PUT ${ID}`,
    'Changes an image, or uploads its data.',
    {
      headers: { ...META, 'x-glance-registry-purge-props': choice('true', 'false') },
      body: OCTETS,
      ...json(OBJECT),
      faults: [403, 404, 409, 413, 415],
    },
  ],
  [`DELETE ${ID}`, 'Deletes an image.', { ...SHOWN, faults: [403, 404] }],
  [`GET ${ID}/members`, 'Lists with whom an image is shared.', { ...json(OBJECT), faults: [404] }],
  [
    `PUT ${ID}/members`,
    'Shares an image with these projects and no others.',
    { body: { schema: OBJECT }, answer: { status: 204 }, faults: [403, 404] },
  ],
  [
    `PUT ${ID}/members/:memberId`,
    'Shares an image with a project.',
    { body: { schema: OBJECT, isOptional: true }, answer: { status: 204 }, faults: [403, 404] },
  ],
  [`DELETE ${ID}/members/:memberId`, 'Takes an image back.', { answer: { status: 204 }, faults: [403, 404] }],
  [`GET ${ID}/members/:memberId`, 'Shows a member.', { ...json(OBJECT), faults: [404] }],
  ['GET /v1/shared-images/:memberId', 'Lists what is shared with a project.', json(OBJECT)],
]

export const V1_OPERATIONS = describeAll('Version 1', LINES)
