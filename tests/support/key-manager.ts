import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A secret, in DER or as text. */
export type Payload = Uint8Array | string

export interface FakeKeyManager {
  readonly url: string
  readonly payloads: Map<string, Payload>
  /** Tokens that were issued so far. */
  tokens(): number
  /** What was issued is not taken any more. */
  expireTokens(): void
  close(): Promise<void>
}

export const KEY_MANAGER_CREDENTIAL = { id: 'credential-1', secret: 'opensesame' } as const

/** A key manager as Barbican answers, and the identity service that it trusts, in one server on loopback. */
export async function startKeyManager(): Promise<FakeKeyManager> {
  const payloads: FakeKeyManager['payloads'] = new Map()
  let issued = 0
  let oldest = 1
  const server = createServer(async (request, response) => {
    if (request.url === '/v3/auth/tokens') {
      if (!(await isCredential(request))) return void response.writeHead(401).end('{}')
      issued += 1
      return void response.writeHead(201, { 'x-subject-token': `token-${issued}` }).end('{"token":{}}')
    }
    const token = Number(/^token-(\d+)$/.exec(String(request.headers['x-auth-token']))?.[1] ?? 0)
    if (token < oldest) return void response.writeHead(401).end()
    const name = /^\/v1\/secrets\/([^/]+)\/payload$/.exec(request.url ?? '')?.[1] ?? ''
    givePayload(payloads.get(name), request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    payloads,
    tokens: () => issued,
    expireTokens: () => {
      oldest = issued + 1
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function isCredential(request: IncomingMessage): Promise<boolean> {
  let text = ''
  for await (const piece of request) text += piece
  const { id, secret } = JSON.parse(text).auth.identity.application_credential
  return id === KEY_MANAGER_CREDENTIAL.id && secret === KEY_MANAGER_CREDENTIAL.secret
}

function givePayload(payload: Payload | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (payload === undefined) return void response.writeHead(404).end()
  const type = typeof payload === 'string' ? 'text/plain' : 'application/octet-stream'
  if (request.headers.accept !== type) return void response.writeHead(406).end()
  response.writeHead(200, { 'content-type': type }).end(payload)
}
