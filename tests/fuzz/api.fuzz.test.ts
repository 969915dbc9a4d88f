import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { componentSchemas } from '#lib/api/openapi/components.ts'
import { OPERATIONS, offeredOperations } from '#lib/api/openapi/document.ts'
import type { Operation } from '#lib/api/openapi/operation.ts'
import { type ImportWorld, openImportWorld } from '#tests/api/import-world.ts'
import { openingSqlite } from '#tests/support/database.ts'
import { type WildRequest, type World, wildRequest } from './requests.ts'

// The same requests each time, so that a failure is about a change; `FUZZ_SEED=7 FUZZ_RUNS=500 npm test fuzz` asks others, and more.
const RUNS = Number(process.env.FUZZ_RUNS ?? 20)
const SEED = Number(process.env.FUZZ_SEED ?? 17)
/** A bound for a machine under heavy load: what takes this long hangs. */
const ANSWER_MS = 30_000
const PERSONAS = ['admin', 'admin', 'redMember', 'redReader', 'stranger', 'unscoped', 'nobody'] as const
/** The built-in identity knows none of the personas, but a real token of its administrator. */
const OF_IDENTITY = ['signedIn', 'signedIn', 'signedIn', 'nobody'] as const
type Asker = (typeof PERSONAS)[number] | (typeof OF_IDENTITY)[number]

const open = openingSqlite()
let api: ImportWorld
let cacheDir: string
/** Of the built-in identity, for its own routes. */
let token: string

beforeAll(async () => {
  console.log(`fuzz: FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}`)
  cacheDir = await mkdtemp(join(tmpdir(), 'vitrine-fuzz-'))
  // Everything that a site can have, so that every route is there and does something.
  api = await openImportWorld(open, {
    ...{ VITRINE_API_V1: 'true', VITRINE_CACHE_DIR: cacheDir, VITRINE_SHOW_MULTIPLE_LOCATIONS: 'true' },
    ...{ VITRINE_DELAYED_DELETE: 'true', VITRINE_USER_STORAGE_QUOTA_BYTES: '100000000' },
  })
  token = await signIn()
})
afterAll(async () => {
  await api.close()
  await rm(cacheDir, { recursive: true, force: true })
})

async function signIn(): Promise<string> {
  const user = { name: 'admin', domain: { id: 'default' }, password: 'secret' }
  const scope = { project: { name: 'admin', domain: { id: 'default' } } }
  const body = { auth: { identity: { methods: ['password'], password: { user } }, scope } }
  const response = await api.ask('POST', '/identity/v3/auth/tokens', { as: 'nobody', body })
  return response.headers.get('x-subject-token') ?? ''
}

/** Fresh things for each operation, because the operation before may have deleted the last ones. */
async function makeWorld(): Promise<World> {
  const queued = await api.createImage({ name: 'q', disk_format: 'raw', container_format: 'bare' })
  const active = await api.createActive('some data', { owner: 'project-red', visibility: 'shared' })
  const staged = await api.createStaged('staged data')
  const imported = await api.createStaged('imported data')
  await api.startImport(imported.id, { method: { name: 'glance-direct' } })
  const [task] = await api.tasksOf(imported.id)
  await api.ask('POST', `/v2/images/${active.id}/members`, { as: 'admin', body: { member: 'project-green' } })
  const namespace = `Fuzz${crypto.randomUUID().slice(0, 8)}`
  const property = { p: { title: 'P', type: 'string' } }
  const tree = {
    namespace,
    visibility: 'public',
    properties: property,
    objects: [{ name: 'o' }],
    tags: [{ name: 't' }],
  }
  await api.ask('POST', '/v2/metadefs/namespaces', { as: 'admin', body: tree })
  const metadata = `image_id ${Buffer.from(queued.id).toString('base64')}`
  const upload = await api.ask('POST', '/uploads', {
    as: 'admin',
    headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '10', 'Upload-Metadata': metadata },
  })
  return {
    imageId: [queued.id, active.id, staged.id, active.id.toUpperCase()],
    ...{ memberId: ['project-green'], tag: ['t'], namespace: [namespace], property: ['p'], object: ['o'] },
    ...{
      type: ['OS::Glance::Image'],
      store: ['a', 'b'],
      id: ['default'],
      taskId: [task?.id ?? ''],
    },
    uploadId: [upload.headers.get('location')?.split('/').at(-1) ?? ''],
  }
}

async function send(request: WildRequest, asker: Asker): Promise<Response> {
  const key = asker === 'signedIn' ? token : asker
  const headers = {
    Accept: 'application/json',
    ...request.headers,
    ...(asker === 'nobody' ? {} : { 'X-Auth-Token': key }),
  }
  const { method, body } = request
  return api.app.request(request.path, {
    ...{ method, headers },
    ...(body === null ? {} : { body: body as Uint8Array<ArrayBuffer>, duplex: 'half' }),
  })
}

/** What comes back, whole; a stream that has no end is only begun. */
async function read(response: Response): Promise<string> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    await response.body?.cancel()
    return ''
  }
  return response.text()
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_MS} ms`)), ANSWER_MS)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}

async function isAnsweredWell(request: WildRequest, asker: Asker): Promise<void> {
  const response = await inTime(send(request, asker))
  const text = await inTime(read(response))
  expect(response.status, text).toBeLessThan(500)
  expect(response.headers.get('x-openstack-request-id')).toMatch(/^req-/)
  if (response.status >= 400) expect(text).not.toMatch(/node_modules|\.ts:\d+|SQLITE|constraint failed/i)
}

function askerOf(path: string): fc.Arbitrary<Asker> {
  return fc.constantFrom<Asker>(...(path.startsWith('/identity') ? OF_IDENTITY : PERSONAS))
}

/** The operation before may have revoked it. */
async function keepSignedIn(): Promise<void> {
  const held = await api.ask('GET', '/identity/v3/auth/projects', { headers: { 'X-Auth-Token': token } })
  if (held.status !== 200) token = await signIn()
}

async function fuzz(operation: Operation): Promise<void> {
  await keepSignedIn()
  const components = componentSchemas(api.runtime.imageRules)
  const requests = wildRequest(operation, await makeWorld(), components)
  await fc.assert(fc.asyncProperty(requests, askerOf(operation.path), isAnsweredWell), {
    ...{ seed: SEED, numRuns: RUNS },
    // A hanging request must not be tried again and again in search of a shorter one.
    interruptAfterTimeLimit: 120_000,
    markInterruptAsFailure: true,
  })
}

describe('whatever anybody sends, the service answers, and never that it is at fault', () => {
  const tags = [...new Set(OPERATIONS.map(({ tag }) => tag))]
  it.each(tags)('%s', async (tag) => {
    for (const operation of offeredOperations(api.app.routes))
      if (operation.tag === tag) await fuzz(operation)
  })

  it('with any method on any path', async () => {
    const paths = [
      ...new Set(offeredOperations(api.app.routes).map(({ path }) => path.replace(/:\w+/g, 'x'))),
    ]
    const method = fc.constantFrom(
      'GET',
      'HEAD',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'OPTIONS',
      'PROPFIND',
      'X',
    )
    const request = fc.record({ method, path: fc.constantFrom(...paths) })
    await fc.assert(
      fc.asyncProperty(request, fc.constantFrom(...PERSONAS), (wild, asker) =>
        isAnsweredWell({ ...wild, headers: {}, body: null }, asker),
      ),
      { seed: SEED, numRuns: RUNS * 20 },
    )
  })
})
