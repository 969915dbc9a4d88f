import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { createApi } from '#lib/api/app.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import type { openingSqlite } from '#tests/support/database.ts'

/** A second service behind a real socket: its tests fill it as personas, others sign in to it for real. */
export interface RemoteRegion extends TestApi {
  /** How another service is told of it. */
  readonly settings: Readonly<Record<string, string>>
  /** Range and token of each request for data. */
  readonly downloads: { readonly range: string | null; readonly token: string | null }[]
  /** How the next requests for data are answered; afterwards as they should be. */
  readonly troubles: Trouble[]
}

/** Breaks off after half of the bytes, or answers with these headers. */
export type Trouble =
  | 'break'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }

const ADMIN = { name: 'admin', domain: { id: 'default' }, password: 'secret' }

export async function openRemoteRegion(open: ReturnType<typeof openingSqlite>): Promise<RemoteRegion> {
  const api = await openApi(open)
  const downloads: RemoteRegion['downloads'] = []
  const troubles: Trouble[] = []
  const signedIn = createApi(api.runtime)
  const server = createServer((request, response) => {
    void respond(request, response).catch(() => response.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = new Headers(request.headers as Record<string, string>)
    const body = request.method === 'POST' ? await buffer(request) : null
    const isData = request.url?.endsWith('/file') === true
    if (isData) downloads.push({ range: headers.get('range'), token: headers.get('x-auth-token') })
    const trouble = isData ? troubles.shift() : undefined
    if (typeof trouble === 'object') {
      return void response.writeHead(trouble.status, trouble.headers).end(trouble.body)
    }
    const answer = await signedIn.request(`${url}${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      body,
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    if (trouble === undefined) return void response.end(bytes)
    // Broken off only when the first half has left this process.
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
  }

  return {
    ...{ ...api, downloads, troubles },
    settings: await credentialSettings(`${url}/identity`),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await api.close()
    },
  }
}

/** An application credential of the administrator. */
async function credentialSettings(authUrl: string): Promise<Readonly<Record<string, string>>> {
  const post = async (path: string, body: unknown, token = '') => {
    const headers = { 'content-type': 'application/json', 'x-auth-token': token }
    const answer = await fetch(`${authUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const identity = { methods: ['password'], password: { user: ADMIN } }
  const scope = { project: { name: 'admin', domain: { id: 'default' } } }
  const signIn = await post('/v3/auth/tokens', { auth: { identity, scope } })
  const { token } = (await signIn.json()) as { token: { user: { id: string } } }
  const path = `/v3/users/${token.user.id}/application_credentials`
  const wanted = { application_credential: { name: 'another region' } }
  const made = await post(path, wanted, signIn.headers.get('x-subject-token') ?? '')
  const { application_credential: own } = (await made.json()) as {
    application_credential: { id: string; secret: string }
  }
  return {
    VITRINE_REMOTE_IMAGES_AUTH_URL: authUrl,
    VITRINE_REMOTE_IMAGES_CREDENTIAL_ID: own.id,
    VITRINE_REMOTE_IMAGES_CREDENTIAL_SECRET: own.secret,
  }
}
