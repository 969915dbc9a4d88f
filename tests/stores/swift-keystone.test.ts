import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { secret } from '#lib/config/fields.ts'
import type { S3StoreOptions } from '#lib/stores/s3/s3-options.ts'
import { createS3Store } from '#lib/stores/s3/s3-store.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import type { AuthV3, SwiftStoreOptions } from '#lib/stores/swift/swift-options.ts'
import { createSwiftStore } from '#lib/stores/swift/swift-store.ts'
import { contentOf, someBytes, unaborted } from '#tests/contract/upload-world.ts'
import { type IdentityServer, startIdentityServer } from '#tests/support/identity-server.ts'
import { s3Options } from './s3-world.ts'
import { type SecondSwift, startSecondSwift } from './second-swift.ts'
import { sharingContract } from './sharing-contract.ts'
import { swiftOptions } from './swift-world.ts'

let identity: IdentityServer
let swift: SecondSwift
let admin: Granted
interface Granted {
  readonly token: string
  readonly projectId: string
  readonly userId: string
}

const asPassword = (): AuthV3['identity'] => ({
  ...{ user: 'admin', userDomain: 'Default', password: secret(identity.password) },
  ...{ project: 'admin', projectDomain: 'Default' },
})

async function passwordToken(): Promise<Granted> {
  const domain = { id: 'default' }
  const user = { name: 'admin', password: identity.password, domain }
  const scope = { project: { name: 'admin', domain } }
  const auth = { identity: { methods: ['password'], password: { user } }, scope }
  const answer = await ask('POST', '/auth/tokens', { body: { auth } })
  const { token } = (await answer.json()) as { token: { project: { id: string }; user: { id: string } } }
  const own = answer.headers.get('x-subject-token') ?? ''
  return { token: own, projectId: token.project.id, userId: token.user.id }
}

interface Asked {
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

function ask(method: string, path: string, { headers = {}, body }: Asked = {}): Promise<Response> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) }
  return fetch(`${identity.url}/v3${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...content,
  })
}

function keystoneStore(who: AuthV3['identity'], change: Partial<SwiftStoreOptions> = {}): WritableStore {
  return createSwiftStore(
    swiftOptions(`c-${randomUUID()}`, {
      ...{ authUrl: `${identity.url}/v3`, auth: { version: 3, identity: who }, ca: swift.ca },
      endpoint: `${swift.url}/v1/KEY_${admin.projectId}`,
      ...change,
    }),
  )
}

async function put(store: WritableStore, bytes: Uint8Array): Promise<string> {
  const staging = await store.openStaging({ uploadId: randomUUID(), imageId: randomUUID() })
  await staging.append([bytes], 0)
  return staging.commit()
}

const readAll = async (store: WritableStore, url: string) =>
  contentOf((await store.open(url, null, unaborted)).stream)

const revoke = async (token: string) => {
  const headers = { 'x-auth-token': admin.token, 'x-subject-token': token }
  expect((await ask('DELETE', '/auth/tokens', { headers })).status).toBe(204)
}

/** The identity service, with a list of the tokens that it gave. */
async function startCountingDoor() {
  const issued: string[] = []
  const server = createServer(async (incoming, outgoing) => {
    const answer = await fetch(`${new URL(identity.url).origin}${incoming.url}`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: await buffer(incoming),
    })
    const token = answer.headers.get('x-subject-token') ?? ''
    issued.push(token)
    outgoing.writeHead(answer.status, { 'x-subject-token': token }).end(await answer.text())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return {
    issued,
    authUrl: `http://127.0.0.1:${port}${new URL(identity.url).pathname.replace(/\/$/, '')}/v3`,
  }
}

/** Asks the server on this machine by a name that no resolver knows. */
async function atHost({ host, port, pathname, search }: URL) {
  const asked = request({
    ...{ hostname: '127.0.0.1', port, path: pathname + search, headers: { host } },
    ...{ ca: swift.ca, servername: 'localhost' },
  }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return { status: answer.statusCode, bytes: await buffer(answer) }
}

describe('a Swift that trusts our identity service', () => {
  beforeAll(async () => {
    identity = await startIdentityServer()
    swift = await startSecondSwift(identity)
    admin = await passwordToken()
    // Two programs start, one after the other.
  }, 150_000)
  afterAll(async () => {
    await swift?.close()
    await identity?.close()
  })

  describe('with data in the accounts of projects', () => sharingContract(() => ({ identity, swift })))

  test('a Swift behind Keystone takes, gives and removes data, over TLS of its own', async () => {
    const store = keystoneStore(asPassword())
    const bytes = someBytes(1_300_000)
    const url = await put(store, bytes)
    expect(Buffer.compare(await readAll(store, url), bytes)).toBe(0)
    const { stream } = await store.open(url, { start: 600_000, end: 600_009 }, unaborted)
    expect(await contentOf(stream)).toEqual(Buffer.from(bytes.subarray(600_000, 600_010)))
    await store.remove(url)
    await expect(store.sizeOf(url)).rejects.toMatchObject({ code: 'not_found' })
    const untrusting = keystoneStore(asPassword(), {
      ca: undefined,
      retry: { attempts: 1, pauseMs: 1, longestPauseMs: 1 },
    })
    await expect(put(untrusting, bytes)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('an application credential is as good as a password, until it is taken away', async () => {
    const path = `/users/${admin.userId}/application_credentials`
    const headers = { 'x-auth-token': admin.token }
    const made = await ask('POST', path, {
      headers,
      body: { application_credential: { name: randomUUID() } },
    })
    const { application_credential: credential } = (await made.json()) as {
      application_credential: { id: string; secret: string }
    }
    const who = {
      applicationCredentialId: credential.id,
      applicationCredentialSecret: secret(credential.secret),
    }
    const store = keystoneStore(who)
    const url = await put(store, someBytes(1000))
    expect((await readAll(store, url)).length).toBe(1000)
    await ask('DELETE', `${path}/${credential.id}`, { headers })
    await expect(store.sizeOf(url)).rejects.toMatchObject({
      ...{ code: 'unavailable', message: expect.stringContaining('credentials') },
    })
  })

  test('a token that Keystone revokes between two segments is replaced, and the upload goes on', async () => {
    const { authUrl, issued } = await startCountingDoor()
    const store = keystoneStore(asPassword(), { authUrl, partBytes: 100_000 })
    const bytes = someBytes(550_000)
    const staging = await store.openStaging({ uploadId: randomUUID(), imageId: randomUUID() })
    await staging.append([bytes.subarray(0, 250_000)], 0)
    await revoke(issued.at(-1) ?? '')
    await staging.append([bytes.subarray(250_000)], 250_000)
    await revoke(issued.at(-1) ?? '')
    const url = await staging.commit()
    expect(Buffer.compare(await readAll(store, url), bytes)).toBe(0)
    expect(issued).toHaveLength(3)
  })

  test('S3 over TLS of its own takes data at paths, and gives it at the host name of the bucket, too', async () => {
    const bucket = `b-${randomUUID()}`
    const options: S3StoreOptions = s3Options(bucket, { endpoint: swift.url, ca: swift.ca })
    const store = createS3Store(options)
    const url = await put(store, someBytes(1000))
    expect((await readAll(store, url)).length).toBe(1000)
    const redirect = { seconds: 60, endpoint: swift.url }
    const virtual = createS3Store({ ...options, urlStyle: 'virtual', redirect })
    const signed = new URL((await virtual.signUrl?.(url)) ?? '')
    expect(signed.hostname).toBe(`${bucket}.localhost`)
    expect(await atHost(signed)).toEqual({ status: 200, bytes: Buffer.from(someBytes(1000)) })
    signed.hostname = 'other.localhost'
    expect(await atHost(signed)).toMatchObject({ status: 403 })
  })
})
