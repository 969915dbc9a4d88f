import { z } from 'zod'
import { DomainError } from '#lib/domain/errors.ts'
import { retrying } from '../remote/retrying.ts'
import { type RemoteAnswer, type Transport, textOf } from '../remote/transport.ts'
import type { AuthV1, AuthV3, SwiftStoreOptions } from './swift-options.ts'

/** The right to use one account, for a while. */
export interface SwiftAccess {
  readonly token: string
  /** The account's address. */
  readonly storageUrl: string
}

export interface SwiftSession {
  /** A token that is good for some time yet. @throws `unavailable` */
  access(): Promise<SwiftAccess>
  /** The other side did not take this token: the next `access` gets another. */
  refuse(token: string): void
}

interface Granted extends SwiftAccess {
  readonly expiresAtMs: number
}

/** A token that ends within this is renewed before it is used: a transfer must not begin with it. */
const SOON_MS = 60_000
/** For servers that do not say. */
const UNTOLD_LIFE_MS = 3600_000

export function createSwiftSession(
  transport: Transport,
  options: SwiftStoreOptions,
  nowMs: () => number = Date.now,
): SwiftSession {
  let granted: Granted | null = null
  let running: Promise<Granted> | null = null
  return {
    async access() {
      if (granted !== null && granted.expiresAtMs - SOON_MS > nowMs()) return granted
      // Many requests may find out at once; one asks.
      running ??= authenticate(transport, options, nowMs()).finally(() => {
        running = null
      })
      granted = await running
      return granted
    },
    refuse(token) {
      if (granted?.token === token) granted = null
    },
  }
}

async function authenticate(
  transport: Transport,
  options: SwiftStoreOptions,
  nowMs: number,
): Promise<Granted> {
  const { auth } = options
  const granted =
    auth.version === 1
      ? await authenticateV1(transport, options, auth)
      : await authenticateV3(transport, options, auth)
  const { expiresAtMs = nowMs + UNTOLD_LIFE_MS } = granted
  // A token whose whole life is shorter than our caution is used all the same.
  return { ...granted, expiresAtMs: Math.max(expiresAtMs, nowMs + SOON_MS + 1) }
}

type Answered = SwiftAccess & { readonly expiresAtMs?: number }

async function authenticateV1(
  transport: Transport,
  { id, authUrl, endpoint, retry }: SwiftStoreOptions,
  { user, key }: AuthV1,
): Promise<Answered> {
  const headers = { 'x-auth-user': user, 'x-auth-key': key.reveal() }
  const ask = () => transport.send({ method: 'GET', url: new URL(authUrl), headers })
  const answer = await retrying(retry, ask)
  answer.body.resume()
  const { 'x-auth-token': token, 'x-storage-url': storageUrl = endpoint } = answer.headers
  if (answer.status >= 300 || token === undefined || storageUrl === undefined) throw refused(id, answer)
  const lifeSeconds = Number(answer.headers['x-auth-token-expires'])
  const expiry = Number.isFinite(lifeSeconds) ? { expiresAtMs: Date.now() + lifeSeconds * 1000 } : {}
  return { token, storageUrl: endpoint ?? storageUrl, ...expiry }
}

const TOKEN = z.object({
  token: z.object({
    expires_at: z.string(),
    project: z.object({ id: z.string() }).optional(),
    catalog: z
      .array(
        z.object({
          type: z.string(),
          endpoints: z.array(
            z.object({ interface: z.string(), url: z.string(), region: z.string().nullish() }),
          ),
        }),
      )
      .default([]),
  }),
})

async function authenticateV3(
  transport: Transport,
  options: SwiftStoreOptions,
  auth: AuthV3,
): Promise<Answered> {
  const url = new URL(`${options.authUrl.replace(/\/+$/, '')}/auth/tokens`)
  const body = Buffer.from(JSON.stringify(v3Request(auth)))
  const headers = { 'content-type': 'application/json' }
  const ask = () => transport.send({ method: 'POST', url, headers, body })
  const answer = await retrying(options.retry, ask)
  const text = await textOf(answer)
  const { 'x-subject-token': token } = answer.headers
  if (answer.status >= 300 || token === undefined) throw refused(options.id, answer)
  const said = TOKEN.parse(JSON.parse(text)).token
  const storageUrl = ownAccountUrl(options, said.project?.id) ?? endpointIn(said.catalog, options)
  return { token, storageUrl, expiresAtMs: Date.parse(said.expires_at) }
}

/** As the settings have it. */
function ownAccountUrl({ endpoint, projects }: SwiftStoreOptions, project?: string): string | undefined {
  return projects === undefined || project === undefined ? endpoint : projects.prefix + project
}

function v3Request({ identity }: AuthV3): unknown {
  if ('applicationCredentialId' in identity) {
    const { applicationCredentialId: id, applicationCredentialSecret: secret } = identity
    return {
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id, secret: secret.reveal() },
        },
      },
    }
  }
  const { user, userDomain, password, project, projectDomain } = identity
  return {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: user, domain: { name: userDomain }, password: password.reveal() } },
      },
      scope: { project: { name: project, domain: { name: projectDomain } } },
    },
  }
}

function endpointIn(
  catalog: z.output<typeof TOKEN>['token']['catalog'],
  { id, region, interface: wanted }: SwiftStoreOptions,
): string {
  const endpoints = catalog.filter(({ type }) => type === 'object-store').flatMap((each) => each.endpoints)
  const found = endpoints.find(
    (each) => each.interface === wanted && (region === undefined || each.region === region),
  )
  if (found !== undefined) return found.url
  throw new DomainError(
    'unavailable',
    `The identity service of the store ${id} names no object store for it. An administrator must set its region and interface right.`,
  )
}

function refused(storeId: string, { status }: RemoteAnswer): DomainError {
  return new DomainError(
    'unavailable',
    `The store ${storeId} does not accept this service's credentials (status ${status}). An administrator must set them right.`,
  )
}
