import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApi } from '#lib/api/app.ts'
import { loadConfig } from '#lib/config.ts'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import type { Context } from '#lib/domain/context.ts'
import { DomainError } from '#lib/domain/errors.ts'
import { createRuntime, type Runtime } from '#lib/runtime.ts'
import type { OpenTestDatabase } from './database.ts'

/** Who asks in these tests. The red project owns the images; blue is what they are shared with. */
export const PERSONAS = {
  admin: { projectId: 'project-admin', roles: ['admin', 'member', 'reader'] },
  redMember: { projectId: 'project-red', roles: ['member', 'reader'] },
  redReader: { projectId: 'project-red', roles: ['reader'] },
  blueMember: { projectId: 'project-blue', roles: ['member', 'reader'] },
  blueReader: { projectId: 'project-blue', roles: ['reader'] },
  stranger: { projectId: 'project-green', roles: ['member', 'reader'] },
  /** Signed in, to no project. */
  unscoped: { projectId: null, roles: [] },
} as const satisfies Record<string, Pick<Context, 'projectId' | 'roles'>>
export type Persona = keyof typeof PERSONAS

export interface Ask {
  readonly as?: Persona | 'nobody'
  /** An object becomes JSON; bytes and text go as they are. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestApi {
  readonly runtime: Runtime
  /** What answers the requests, for tests that put a server around it. */
  readonly app: ReturnType<typeof createApi>
  /** One request in process; by `redMember` unless said otherwise, and JSON errors unless another Accept is given. */
  ask(method: string, path: string, ask?: Ask): Promise<Response>
  /** An image of the red project. */
  createImage(attributes?: Readonly<Record<string, unknown>>, as?: Persona): Promise<ImageWire>
  /** A raw image with this data, active. */
  createActive(data: Uint8Array | string, attributes?: Readonly<Record<string, unknown>>): Promise<ImageWire>
  close(): Promise<void>
}

/** The whole service below the sockets, on its own database and store; identity knows the personas by name. */
export async function openApi(
  open: OpenTestDatabase,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestApi> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitrine-api-'))
  const config = loadConfig({
    VITRINE_DATA_DIR: dataDir,
    VITRINE_ADMIN_PASSWORD: 'secret',
    VITRINE_LOG_LEVEL: 'silent',
    ...settings,
  })
  const runtime = await createRuntime(config, await open())
  const api = createApi({ ...runtime, authenticate })

  const ask: TestApi['ask'] = async (method, path, { as = 'redMember', body, headers = {} } = {}) => {
    const token: Record<string, string> = as === 'nobody' ? {} : { 'X-Auth-Token': as }
    return api.request(path, {
      method,
      headers: { Accept: 'application/json', ...token, ...headers },
      ...(body === undefined ? {} : { body: toBody(body), duplex: 'half' }),
    })
  }
  const createImage: TestApi['createImage'] = async (attributes = {}, as = 'redMember') => {
    const response = await ask('POST', '/v2/images', { as, body: attributes })
    if (response.status !== 201) throw new Error(`create: ${response.status} ${await response.text()}`)
    return (await response.json()) as ImageWire
  }
  return {
    runtime,
    app: api,
    ask,
    createImage,
    async createActive(data, attributes = {}) {
      const { id } = await createImage(
        { disk_format: 'raw', container_format: 'bare', ...attributes },
        'admin',
      )
      const put = await ask('PUT', `/v2/images/${id}/file`, { as: 'admin', body: data, headers: OCTETS })
      if (put.status !== 204) throw new Error(`upload: ${put.status} ${await put.text()}`)
      return (await (await ask('GET', `/v2/images/${id}`, { as: 'admin' })).json()) as ImageWire
    },
    async close() {
      await runtime.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export const OCTETS = { 'Content-Type': 'application/octet-stream' } as const

function toBody(body: unknown): BodyInit {
  return typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream
    ? (body as BodyInit)
    : JSON.stringify(body)
}

async function authenticate(
  request: { headers: { get(name: string): string | null | undefined } },
  requestId: string,
): Promise<Context> {
  const name = request.headers.get('x-auth-token') ?? ''
  if (!Object.hasOwn(PERSONAS, name)) throw new DomainError('unauthenticated', 'Sign in first.')
  const persona = PERSONAS[name as Persona]
  return { userId: `user-${name}`, userName: name, projectName: persona.projectId, ...persona, requestId }
}
