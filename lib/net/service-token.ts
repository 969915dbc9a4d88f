import { DomainError } from '#lib/domain/errors.ts'
import type { SafeFetch, SafeResponse } from './safe-fetch.ts'
import { readSmall } from './small-body.ts'

/** An application credential of the identity service that another service trusts. */
export interface ServiceCredential {
  /** With or without /v3. */
  readonly authUrl: string
  readonly id: string
  readonly secret: { reveal(): string }
}

/** This service's own token for another service. It is asked for when it is needed, and kept while it is taken. */
export interface ServiceToken {
  /** Calls with the token; once more with a new one if it is answered with 401. @throws `unavailable` */
  use(call: (token: string, signal: AbortSignal) => Promise<SafeResponse>): Promise<SafeResponse>
  /** The catalog that came with the token. @throws `unavailable` */
  catalog(): Promise<readonly CatalogService[]>
}

export interface CatalogService {
  readonly type: string
  readonly endpoints: readonly { readonly interface: string; readonly region: string; readonly url: string }[]
}

interface Issued {
  readonly token: string
  readonly catalog: readonly CatalogService[]
}

const CALL_MS = 30_000
const MOST_BYTES = 1024 * 1024

export function createServiceToken(fetch: SafeFetch, credential: ServiceCredential): ServiceToken {
  let issued: Promise<Issued> | null = null
  const current = () => {
    issued ??= issue(fetch, credential).catch((error: unknown) => {
      issued = null
      throw error
    })
    return issued
  }
  return {
    async use(call) {
      const used = current()
      const response = await call((await used).token, AbortSignal.timeout(CALL_MS))
      if (response.status !== 401) return response
      await response.stream.cancel()
      if (issued === used) issued = null
      return call((await current()).token, AbortSignal.timeout(CALL_MS))
    },
    async catalog() {
      return (await current()).catalog
    },
  }
}

async function issue(fetch: SafeFetch, { authUrl, id, secret }: ServiceCredential): Promise<Issued> {
  const identity = {
    methods: ['application_credential'],
    application_credential: { id, secret: secret.reveal() },
  }
  const base = authUrl.replace(/\/+$/, '').replace(/\/v3$/, '')
  const request = {
    url: `${base}/v3/auth/tokens`,
    method: 'POST' as const,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ auth: { identity } }),
    maxBytes: MOST_BYTES,
  }
  const response = await fetch(request, AbortSignal.timeout(CALL_MS))
  const text = Buffer.from(await readSmall(response)).toString('utf8')
  const token = response.headers.get('x-subject-token')
  if (response.status !== 201 || token === null) {
    throw new DomainError('unavailable', 'The identity service does not take our credential.', {
      cause: new Error(`It answered ${response.status}.`),
    })
  }
  return { token, catalog: catalogOf(text) }
}

function catalogOf(text: string): readonly CatalogService[] {
  const body = JSON.parse(text) as { token?: { catalog?: CatalogService[] } }
  return body.token?.catalog ?? []
}
