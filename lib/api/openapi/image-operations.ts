import {
  choice,
  describeAll,
  json,
  NOTHING,
  type OperationLine,
  PAGE_QUERY,
  text,
  whole,
} from './operation.ts'

const ID = '/v2/images/:imageId'
const OCTETS = 'application/octet-stream'
const PATCH = 'application/openstack-images-v2.1-json-patch'
const BYTES = { type: 'string', format: 'binary' }
const TIME = text('`gt:`, `gte:`, `lt:`, `lte:`, `eq:` or `neq:` and a time (ISO 8601).')
const ONE_OF = text('One value, or `in:` and several between commas.')

const LIST_QUERY = {
  ...PAGE_QUERY,
  sort: text('`name:asc,created_at:desc`; not together with sort_key.'),
  id: ONE_OF,
  name: ONE_OF,
  status: ONE_OF,
  container_format: ONE_OF,
  disk_format: ONE_OF,
  visibility: choice('public', 'private', 'shared', 'community', 'all'),
  member_status: choice('pending', 'accepted', 'rejected', 'all'),
  owner: text('A project.'),
  tag: text('Can be repeated: images that have all of them.'),
  protected: choice('true', 'false'),
  os_hidden: choice('true', 'false'),
  checksum: text('md5 of the data.'),
  os_hash_value: text('Hash of the data.'),
  size_min: whole(0),
  size_max: whole(0),
  min_ram: whole(0),
  min_disk: whole(0),
  created_at: TIME,
  updated_at: TIME,
  vitrine_search: text('Part of a name, a tag, a property, or the id (our addition).'),
  vitrine_not_owner: text('Only images of other projects than this one (our addition).'),
  vitrine_store: text('The store that has the data (our addition).'),
} as const

const UPLOAD_HEADERS = {
  'x-openstack-image-size': whole(0),
  'X-Image-Meta-Store': text('The store that takes the data.'),
} as const
const UPLOAD = { headers: UPLOAD_HEADERS, body: { media: OCTETS, schema: BYTES }, ...NOTHING } as const
const UPLOAD_FAULTS = [403, 404, 409, 410, 413, 415, 503]

const IMAGES: readonly OperationLine[] = [
  [
    'GET /v2/images',
    'Lists images; any other parameter filters by an additional property.',
    { query: LIST_QUERY, ...json('Images') },
  ],
  [
    'GET /v2/vitrine/images/total',
    'Counts what a list with these filters holds, up to 10,000, and its bytes.',
    { query: LIST_QUERY, ...json({ type: 'object' }) },
  ],
  [
    'GET /v2/vitrine/images/owners',
    'The projects whose images a list with these filters holds; for administrators.',
    { query: LIST_QUERY, ...json({ type: 'object' }), faults: [403] },
  ],
  [
    'GET /v2/vitrine/images/export.csv',
    'All that a list holds, as one table.',
    { query: LIST_QUERY, answer: { status: 200, media: 'text/csv' } },
  ],
  [
    'GET /v2/vitrine/images/export.json',
    'All that a list holds, as one array.',
    { query: LIST_QUERY, ...json({ type: 'array', items: { type: 'object' } }) },
  ],
  [
    'POST /v2/images',
    'Creates an image without data.',
    {
      body: { schema: 'ImageCreate' },
      answer: {
        status: 201,
        schema: 'Image',
        headers: ['Location', 'OpenStack-image-import-methods', 'OpenStack-image-store-ids'],
      },
      faults: [403, 409, 413, 415],
    },
  ],
  [`GET ${ID}`, 'Shows an image.', { ...json('Image'), faults: [404] }],
  [
    `PATCH ${ID}`,
    'Changes an image, all steps or none.',
    {
      headers: { 'If-Match': text('Only if the image is still the one with this ETag (our addition).') },
      body: { media: PATCH, schema: 'ImagePatch' },
      ...json('Image'),
      faults: [403, 404, 409, 412, 413, 415],
    },
  ],
  [`DELETE ${ID}`, 'Deletes an image and its data.', { ...NOTHING, faults: [403, 404, 409] }],
  [`GET ${ID}/tasks`, 'Lists the tasks about an image.', { ...json('ImageTasks'), faults: [404] }],
  [`PUT ${ID}/tags/:tag`, 'Adds a tag.', { ...NOTHING, faults: [403, 404, 413] }],
  [`DELETE ${ID}/tags/:tag`, 'Removes a tag.', { ...NOTHING, faults: [403, 404] }],
  [
    `POST ${ID}/actions/deactivate`,
    'Keeps the data from everybody but administrators.',
    { ...NOTHING, faults: [403, 404] },
  ],
  [`POST ${ID}/actions/reactivate`, 'Gives the data free again.', { ...NOTHING, faults: [403, 404] }],
]

const DATA: readonly OperationLine[] = [
  [`PUT ${ID}/file`, 'Uploads the data, once.', { ...UPLOAD, faults: UPLOAD_FAULTS }],
  [
    `GET ${ID}/file`,
    'Downloads the data, or one range of it; 204 while there is none.',
    {
      query: { prefer: text('Stores to read from, between commas; on sites with several.') },
      headers: { Range: text('`bytes=0-99`.'), 'If-Range': text('The ETag of the data.') },
      answer: {
        status: 200,
        media: OCTETS,
        schema: BYTES,
        headers: ['Content-Length', 'Content-MD5', 'ETag'],
      },
      faults: [403, 404, 416, 503],
    },
  ],
  [`PUT ${ID}/stage`, 'Stages data for an import.', { ...UPLOAD, faults: UPLOAD_FAULTS }],
  [
    `POST ${ID}/import`,
    'Imports the data in the background.',
    {
      headers: { 'X-Image-Meta-Store': text('The one store, as old clients say it.') },
      body: { schema: 'ImageImport' },
      answer: { status: 202 },
      faults: [403, 404, 409, 413],
    },
  ],
  [`GET ${ID}/locations`, 'Lists where the data lies.', { ...json('Locations'), faults: [403, 404] }],
  [
    `POST ${ID}/locations`,
    'Says where data lies, for a queued image.',
    {
      body: { schema: 'LocationCreate' },
      answer: { status: 202 },
      faults: [403, 404, 409],
    },
  ],
]

const MEMBER_ID = `${ID}/members/:memberId`
const MEMBERS: readonly OperationLine[] = [
  [
    `GET ${ID}/members`,
    'Lists with whom the image is shared, as far as the caller may know.',
    { ...json('Members'), faults: [403, 404] },
  ],
  [
    `POST ${ID}/members`,
    'Shares the image with a project.',
    {
      body: {
        schema: {
          type: 'object',
          required: ['member'],
          properties: { member: { type: 'string', minLength: 1, maxLength: 255 } },
        },
      },
      ...json('Member'),
      faults: [403, 404, 409, 413],
    },
  ],
  [`GET ${MEMBER_ID}`, 'Shows a member.', { ...json('Member'), faults: [404] }],
  [
    `PUT ${MEMBER_ID}`,
    'Accepts or rejects an image, as the member.',
    {
      body: {
        schema: {
          type: 'object',
          required: ['status'],
          properties: { status: choice('pending', 'accepted', 'rejected') },
        },
      },
      ...json('Member'),
      faults: [403, 404],
    },
  ],
  [`DELETE ${MEMBER_ID}`, 'Takes the image back from a project.', { ...NOTHING, faults: [403, 404] }],
]

export const IMAGE_OPERATIONS = [
  ...describeAll('Images', IMAGES),
  ...describeAll('Image data', DATA),
  ...describeAll('Sharing', MEMBERS),
]
