import { METADEF_SCHEMAS } from '#lib/contract/metadefs/metadef-schemas.ts'
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

const OBJECT = { type: 'object' } as const
const SCHEMA_NAMES = [
  ...['image', 'images', 'member', 'members', 'task', 'tasks'],
  ...Object.keys(METADEF_SCHEMAS).map((name) => `metadefs/${name}`),
]

const INFO: readonly OperationLine[] = [
  ['GET /', 'Offers the versions of the API, to programs.', { ...json('Versions', 300), isOpen: true }],
  ['GET /versions', 'Lists the versions of the API.', { ...json('Versions'), isOpen: true }],
  ['GET /v2/info/import', 'Lists the import methods of the site.', json(OBJECT)],
  ['GET /v2/info/stores', 'Lists the stores of the site.', { ...json(OBJECT), faults: [404] }],
  [
    'GET /v2/info/stores/detail',
    'Lists the stores with their properties.',
    { ...json(OBJECT), faults: [403, 404] },
  ],
  ['GET /v2/info/usage', 'Says what the project uses of its quota.', json(OBJECT)],
  ...SCHEMA_NAMES.map(
    (name): OperationLine => [
      `GET /v2/schemas/${name}`,
      `The JSON Schema of ${name.replace('/', ' ')}.`,
      json(OBJECT),
    ],
  ),
]

const STORES: readonly OperationLine[] = [
  [
    'POST /v2/vitrine/import-preview',
    'Says what an import from an address would bring.',
    { body: { schema: OBJECT }, ...json(OBJECT), faults: [403, 503] },
  ],
  ['GET /v2/vitrine/deleted-images', 'Lists deleted images that can be restored.', json(OBJECT)],
  [
    'POST /v2/vitrine/deleted-images/:imageId/restore',
    'Restores a deleted image.',
    { ...NOTHING, faults: [403, 404, 409] },
  ],
  [
    'DELETE /v2/vitrine/deleted-images/:imageId',
    'Deletes a deleted image for good, now.',
    { ...NOTHING, faults: [403, 404, 409] },
  ],
  [
    'DELETE /v2/stores/:store/:imageId',
    'Deletes the data of an image from one store.',
    { ...NOTHING, faults: [403, 404, 409] },
  ],
  [
    'GET /v2/cache',
    'Lists what the cache holds and what it shall fetch.',
    { ...json(OBJECT), faults: [403, 404] },
  ],
  [
    'DELETE /v2/cache',
    'Empties the cache, the queue or both.',
    {
      headers: { 'x-image-cache-clear-target': choice('cache', 'queue', '') },
      ...NOTHING,
      faults: [403, 404],
    },
  ],
  [
    'PUT /v2/cache/:imageId',
    'Fetches an image into the cache.',
    { answer: { status: 202 }, faults: [403, 404] },
  ],
  ['DELETE /v2/cache/:imageId', 'Takes an image out of the cache.', { ...NOTHING, faults: [403, 404] }],
  [
    'POST /v2/cache/clean',
    'Removes what the cache holds of broken downloads.',
    { answer: { status: 200 }, faults: [403, 404] },
  ],
  ['POST /v2/cache/prune', 'Shrinks the cache to its limit.', { ...json(OBJECT), faults: [403, 404] }],
  [
    'GET /v2/cache/nodes/:imageId',
    'Lists the nodes that have cached an image.',
    { ...json({ type: 'array' }), faults: [403, 404, 409] },
  ],
]

const TASKS: readonly OperationLine[] = [
  [
    'GET /v2/tasks',
    'Lists tasks.',
    {
      query: {
        ...PAGE_QUERY,
        status: choice('pending', 'processing', 'success', 'failure'),
        type: text('import'),
      },
      ...json('Tasks'),
      faults: [403],
    },
  ],
  [
    'POST /v2/tasks',
    'Begins an import that makes an image of its own.',
    { body: { schema: 'TaskCreate' }, ...json('Task', 201), faults: [403] },
  ],
  ['GET /v2/tasks/:taskId', 'Shows a task.', { ...json('Task'), faults: [403, 404] }],
  [
    'DELETE /v2/tasks/:taskId',
    'Is refused: tasks end by themselves and are forgotten later.',
    { answer: { status: 405 } },
  ],
  [
    'POST /v2/tasks/:taskId/actions/cancel',
    'Ends a task (our addition).',
    { answer: { status: 202 }, faults: [403, 404, 409] },
  ],
  [
    'POST /v2/tasks/:taskId/actions/retry',
    'Begins a failed task anew, as another one (our addition).',
    { ...json('Task', 202), faults: [400, 403, 404, 409, 413] },
  ],
]

const TUS = { 'Tus-Resumable': choice('1.0.0') } as const
const UPLOADS: readonly OperationLine[] = [
  [
    'GET /uploads',
    'Lists the unfinished uploads of the project.',
    { query: { image_id: text('Only those of this image.') }, ...json(OBJECT) },
  ],
  [
    'POST /uploads',
    'Begins a resumable upload (tus 1.0).',
    {
      headers: {
        ...TUS,
        'Upload-Length': text('Bytes in all.'),
        'Upload-Metadata': text('`image_id` and more, in base64.'),
      },
      answer: { status: 201, headers: ['Location'] },
      faults: [403, 404, 409, 413],
    },
  ],
  ['OPTIONS /uploads', 'Says what of tus the service knows.', { answer: { status: 204 }, isOpen: true }],
  [
    'GET /uploads/:uploadId',
    'Shows an upload, and for a while how it ended.',
    { ...json(OBJECT), faults: [404] },
  ],
  [
    'HEAD /uploads/:uploadId',
    'Says how many bytes have arrived (tus 1.0).',
    { headers: TUS, answer: { status: 200, headers: ['Upload-Offset'] }, faults: [404] },
  ],
  [
    'PATCH /uploads/:uploadId',
    'Goes on with an upload (tus 1.0).',
    {
      headers: {
        ...TUS,
        'Upload-Offset': text('Where the body belongs.'),
        'Upload-Checksum': text('`sha1 …`, in base64.'),
      },
      body: { media: 'application/offset+octet-stream', schema: { type: 'string', format: 'binary' } },
      answer: { status: 204, headers: ['Upload-Offset'] },
      faults: [403, 404, 409, 410, 413, 415],
    },
  ],
  ['DELETE /uploads/:uploadId', 'Gives an upload up (tus 1.0).', { headers: TUS, ...NOTHING, faults: [404] }],
  [
    'OPTIONS /uploads/:uploadId',
    'Says what of tus the service knows.',
    { answer: { status: 204 }, isOpen: true },
  ],
]

const EVENT_QUERY = {
  image_id: text('Of this image.'),
  user_id: text('By this user.'),
  project_id: text('By users of this project.'),
  owner: text('Of things that belong to this project.'),
  type: text('Of this type, or of the group `image.member`; can be repeated.'),
  since: text('Not before this time.'),
  until: text('Before this time.'),
} as const

const DEACTIVATIONS: readonly OperationLine[] = [
  [
    'GET /v2/vitrine/deactivations/:imageId',
    'Says why an image is deactivated, and until when.',
    { ...json(OBJECT), faults: [404] },
  ],
  [
    'PUT /v2/vitrine/deactivations/:imageId',
    'Deactivates an image and says why.',
    { body: { schema: 'Deactivation' }, ...json(OBJECT), faults: [403, 404, 409] },
  ],
]

const WEBHOOK = { body: { schema: OBJECT }, faults: [400, 403, 404] } as const
const WEBHOOKS: readonly OperationLine[] = [
  ['GET /v2/vitrine/webhooks', 'Lists where events are sent.', { ...json(OBJECT), faults: [403] }],
  ['POST /v2/vitrine/webhooks', 'Sends events to one more address.', { ...WEBHOOK, ...json(OBJECT, 201) }],
  ['GET /v2/vitrine/webhooks/:webhookId', 'Shows a webhook.', { ...json(OBJECT), faults: [403, 404] }],
  ['PATCH /v2/vitrine/webhooks/:webhookId', 'Changes what is named.', { ...WEBHOOK, ...json(OBJECT) }],
  [
    'DELETE /v2/vitrine/webhooks/:webhookId',
    'Removes a webhook with all that waits for it.',
    { ...NOTHING, faults: [403, 404] },
  ],
  [
    'GET /v2/vitrine/webhooks/:webhookId/deliveries',
    'Lists what waits, or what was given up.',
    { query: { state: choice('waiting', 'dead') }, ...json(OBJECT), faults: [403, 404] },
  ],
  [
    'POST /v2/vitrine/webhooks/:webhookId/deliveries/:deliveryId/replay',
    'Sends again what was given up.',
    { answer: { status: 202 }, faults: [403, 404] },
  ],
]

const OWN: readonly OperationLine[] = [
  ['GET /v2/vitrine/quota', 'Says what the project has and may have, to the byte.', json(OBJECT)],
  [
    'GET /v2/vitrine/quotas',
    'Lists what each project has and may have.',
    {
      query: { limit: text('Projects on a page.'), marker: text('The last one before.') },
      ...json(OBJECT),
      faults: [403],
    },
  ],
  [
    'GET /v2/vitrine/quotas/:projectId',
    'Says what a project has and may have.',
    { ...json(OBJECT), faults: [403] },
  ],
  [
    'PUT /v2/vitrine/quotas/:projectId',
    'Gives a project limits of its own.',
    { body: { schema: OBJECT }, ...json(OBJECT), faults: [403, 409] },
  ],
  [
    'GET /v2/vitrine/shares',
    'Lists the images that other projects share with this one.',
    {
      query: {
        status: choice('pending', 'accepted', 'rejected'),
        limit: whole(1),
        marker: PAGE_QUERY.marker,
      },
      ...json(OBJECT),
    },
  ],
  [
    'PUT /v2/vitrine/shares/:imageId/:memberId',
    'Says when a share ends by itself.',
    { body: { schema: 'ShareEnd' }, ...json(OBJECT), faults: [403, 404] },
  ],
  [
    'GET /v2/vitrine/projects',
    'Names projects whose id or exact name the asker knows.',
    {
      query: { id: text('Can be repeated.'), name: text('The exact name.') },
      ...json(OBJECT),
      faults: [403],
    },
  ],
  [
    'GET /v2/vitrine/events',
    'Lists what happened, newest first: to administrators all, to others what belongs to their project.',
    {
      query: { ...EVENT_QUERY, limit: whole(0), marker: text('Id of an event.') },
      ...json(OBJECT),
      faults: [403],
    },
  ],
  [
    'GET /v2/vitrine/events/export',
    'The same as one file.',
    {
      query: { ...EVENT_QUERY, format: choice('csv', 'json') },
      answer: { status: 200, media: 'text/csv' },
      faults: [403],
    },
  ],
  ...DEACTIVATIONS,
  [
    'GET /v2/vitrine/policies',
    'Shows the rules of the site as they hold, to administrators.',
    { ...json(OBJECT), faults: [403] },
  ],
  ...WEBHOOKS,
  [
    'GET /events',
    'Tells changes and progress as they happen (server-sent events).',
    { answer: { status: 200, media: 'text/event-stream' } },
  ],
  [
    'GET /healthcheck',
    'Says that the process is alive.',
    { answer: { status: 200, media: 'text/plain' }, isOpen: true },
  ],
  [
    'GET /healthcheck/ready',
    'Says whether the database and the stores answer.',
    { answer: { status: 200, media: 'text/plain' }, faults: [503], isOpen: true },
  ],
  ['GET /metrics', 'Numbers for Prometheus.', { answer: { status: 200, media: 'text/plain' }, isOpen: true }],
  ['GET /openapi.json', 'This description.', { ...json(OBJECT), isOpen: true }],
  [
    'GET /docs/api',
    'This description, for people.',
    { answer: { status: 200, media: 'text/html' }, isOpen: true },
  ],
  ['GET /docs/api.css', 'How the page looks.', { answer: { status: 200, media: 'text/css' }, isOpen: true }],
]

export const SITE_OPERATIONS = [
  ...describeAll('The site', INFO),
  ...describeAll('Stores and cache', STORES),
  ...describeAll('Tasks', TASKS),
  ...describeAll('Resumable uploads', UPLOADS),
  ...describeAll('Additions of Vitrine', OWN),
]
