import { describeAll, json, type OperationLine } from './operation.ts'

const OBJECT = { type: 'object' } as const
const BODY = { body: { schema: OBJECT } } as const

const STORE_CARE: readonly OperationLine[] = [
  [
    'GET /v2/vitrine/stores',
    'Lists the stores: state, health, room and contents. For administrators, as all of these.',
    { ...json(OBJECT), faults: [403] },
  ],
  ['GET /v2/vitrine/stores/:store', 'Shows a store.', { ...json(OBJECT), faults: [403, 404] }],
  [
    'PATCH /v2/vitrine/stores/:store',
    'Closes a store for new data, or opens it again.',
    { ...BODY, ...json(OBJECT), faults: [403, 404, 409] },
  ],
  [
    'POST /v2/vitrine/stores/:store/drain',
    'Closes a store and moves everything out of it.',
    { ...BODY, ...json(OBJECT, 202), faults: [403, 404, 409] },
  ],
  [
    'POST /v2/vitrine/stores/:store/probe',
    'Asks a store now whether it works.',
    { ...json(OBJECT), faults: [403, 404] },
  ],
  [
    'POST /v2/vitrine/stores/:store/verify',
    'Reads everything in a store against its hashes, in the background.',
    { ...json(OBJECT, 202), faults: [403, 404] },
  ],
  [
    'GET /v2/vitrine/images/:imageId/stores',
    'Says which stores have an image’s data, and when it was last read against its hash. For whoever sees the image.',
    { ...json(OBJECT), faults: [404] },
  ],
  [
    'POST /v2/vitrine/images/:imageId/verify',
    'Reads an image’s data against its hash, in the background.',
    { ...BODY, answer: { status: 202 }, faults: [403, 404, 409] },
  ],
  [
    'POST /v2/vitrine/images/:imageId/move',
    'Moves an image’s data from one store into another, in the background.',
    { ...BODY, ...json(OBJECT, 202), faults: [403, 404, 409] },
  ],
  ['GET /v2/vitrine/cache', 'Lists the image caches of all nodes.', { ...json(OBJECT), faults: [403, 404] }],
]

export const STORE_OPERATIONS = describeAll('Care for stores', STORE_CARE)
