import { choice, describeAll, json, type OperationLine, PAGE_QUERY, text, whole } from './operation.ts'

const OBJECT = { type: 'object' } as const
const SIGHT = { visibility: choice('public', 'private', 'shared', 'community', 'all') } as const
const FAMILY_PAGE = { ...SIGHT, limit: whole(1), marker: PAGE_QUERY.marker } as const
const FAMILY = '/v2/vitrine/families/:owner/:name'
const FAMILIES: readonly OperationLine[] = [
  [
    'GET /v2/vitrine/families',
    'Lists families of images, each with its latest version.',
    { query: { ...FAMILY_PAGE, owner: text('Of this project.') }, ...json(OBJECT) },
  ],
  [
    `GET ${FAMILY}`,
    'Lists the versions of a family, newest first.',
    { query: FAMILY_PAGE, ...json(OBJECT), faults: [404] },
  ],
  [
    `GET ${FAMILY}/latest`,
    'Shows the newest image that is active, not hidden and not deprecated.',
    { query: SIGHT, ...json('Image'), faults: [404] },
  ],
  [
    `POST ${FAMILY}/prune`,
    'Keeps the newest versions and hides or deletes others; says only what it would do unless `dry_run` is false.',
    { body: { schema: OBJECT }, ...json(OBJECT), faults: [403, 404, 409] },
  ],
]

export const FAMILY_OPERATIONS = describeAll('Additions of Vitrine', FAMILIES)
