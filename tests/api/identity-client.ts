import { createIdentityApi } from '#lib/api/identity/app.ts'
import { loadConfig } from '#lib/config.ts'
import type { Database } from '#lib/db/database.ts'
import { createLog } from '#lib/log.ts'
import { ADMIN_PASSWORD, anIdentityWorld } from '#tests/contract/identity-world.ts'

export const ORIGIN = 'http://images.test'
export const SESSION_SECRET = 'the secret of the sessions'

interface Call {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** The JSON of the body; null when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any
}

/** The identity API in process, spoken to as a client would. */
export async function anIdentityApi(database: Database, env: Record<string, string> = {}) {
  const world = await anIdentityWorld(database)
  const { identity } = world
  const runtime = {
    config: loadConfig(env),
    log: createLog('silent'),
    identity,
    sessionSecret: SESSION_SECRET,
  }
  const api = createIdentityApi(runtime)

  async function call(
    method: string,
    path: string,
    { token, body, headers = {} }: Call = {},
  ): Promise<Answer> {
    const response = await api.request(`${ORIGIN}/identity${path}`, {
      method,
      headers: { ...(token === undefined ? {} : { 'X-Auth-Token': token }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, json: text === '' ? null : JSON.parse(text) }
  }

  const authenticate = (auth: unknown, query = '') =>
    call('POST', `/v3/auth/tokens${query}`, { body: { auth } })
  const byPassword = (user: object, scope?: unknown) =>
    authenticate({
      identity: { methods: ['password'], password: { user } },
      ...(scope === undefined ? {} : { scope }),
    })
  const tokenFrom = ({ headers }: Answer): string => headers.get('x-subject-token') ?? 'none'
  const inDefault = { domain: { name: 'Default' } }

  return {
    ...world,
    api,
    call,
    authenticate,
    byPassword,
    tokenFrom,
    admin: tokenFrom(await byPassword({ name: 'admin', ...inDefault, password: ADMIN_PASSWORD })),
    /** A member of the project demo. */
    alice: tokenFrom(
      await byPassword(
        { name: 'alice', ...inDefault, password: 'wonderland' },
        { project: { name: 'demo', ...inDefault } },
      ),
    ),
  }
}
