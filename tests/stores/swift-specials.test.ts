import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, inject, onTestFinished, test } from 'vitest'
import { secret } from '#lib/config/fields.ts'
import { createTransport } from '#lib/stores/remote/transport.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import { createSwiftClient, type SwiftClient } from '#lib/stores/swift/swift-client.ts'
import { listObjects } from '#lib/stores/swift/swift-container.ts'
import { createSwiftSession } from '#lib/stores/swift/swift-session.ts'
import { createSwiftStore } from '#lib/stores/swift/swift-store.ts'
import { contentOf, someBytes, unaborted } from '#tests/contract/upload-world.ts'
import { startFaultProxy } from './fault-proxy.ts'
import { swiftOptions } from './swift-world.ts'

const key = () => ({ uploadId: randomUUID(), imageId: randomUUID() })
const readAll = async (store: WritableStore, url: string) =>
  contentOf((await store.open(url, null, unaborted)).stream)
const namesIn = async (client: SwiftClient, container: string) =>
  (await listObjects(client, { container }, '')).map(({ name }) => name)

async function put(store: WritableStore, bytes: Uint8Array): Promise<string> {
  const staging = await store.openStaging(key())
  await staging.append([bytes], 0)
  return staging.commit()
}

test('data of more segments than a manifest may have is one image, and goes as a whole', async () => {
  const container = `c-${randomUUID()}`
  const options = swiftOptions(container, { partBytes: 64 * 1024, manifestParts: 4 })
  const store = createSwiftStore(options)
  const bytes = someBytes(64 * 1024 * 9 + 100)
  const url = await put(store, bytes)
  expect(Buffer.compare(await readAll(store, url), bytes)).toBe(0)
  const range = { start: 64 * 1024 * 5 - 10, end: 64 * 1024 * 5 + 9 }
  const part = await store.open(url, range, unaborted)
  expect(Buffer.compare(await contentOf(part.stream), bytes.subarray(range.start, range.end + 1))).toBe(0)
  await store.remove(url)
  const client = createSwiftClient(options)
  expect(await namesIn(client, container)).toEqual([])
  expect(await namesIn(client, `${container}_segments`)).toEqual([])
})

test('a dynamic large object, as Glance wrote them, is read and removed with its segments', async () => {
  const container = `c-${randomUUID()}`
  const options = swiftOptions(container)
  const client = createSwiftClient(options)
  await client.askText({ method: 'PUT', container })
  const id = randomUUID()
  for (const [name, text] of [
    [`${id}-00001`, 'first '],
    [`${id}-00002`, 'second'],
    [`${id}x`, 'another image'],
  ] as const) {
    await client.askText({ method: 'PUT', container, object: name, body: Buffer.from(text) })
  }
  const headers = { 'x-object-manifest': `${container}/${id}-` }
  await client.askText({ method: 'PUT', container, object: id, headers })

  const store = createSwiftStore(options)
  const url = `swift+https://services%3Aglance:secret@keystone.example.org/v3/${container}/${id}`
  expect((await readAll(store, url)).toString()).toBe('first second')
  expect(await store.sizeOf(url)).toBe(12)
  const { stream } = await store.open(url, { start: 4, end: 8 }, unaborted)
  expect((await contentOf(stream)).toString()).toBe('t sec')
  await store.remove(url)
  expect(await namesIn(client, container)).toEqual([`${id}x`])
})

test('a token that ends in the middle of an upload is renewed, and the upload goes on', async () => {
  const target = new URL(inject('storeServers').SWIFT_AUTH_URL ?? '').origin
  const proxy = await startFaultProxy(target)
  onTestFinished(() => proxy.close())
  let refusals = 0
  let tokens = 0
  proxy.disturb(({ path, number }) => {
    if (path.startsWith('/auth/')) tokens += 1
    else if (number % 4 === 0) {
      refusals += 1
      return { kind: 'answer', status: 401 }
    }
    return null
  })
  const options = swiftOptions(`c-${randomUUID()}`, { authUrl: `${proxy.url}/auth/v1.0`, partBytes: 100_000 })
  const store = createSwiftStore(options)
  const bytes = someBytes(850_000)
  const url = await put(store, bytes)
  expect(Buffer.compare(await readAll(store, url), bytes)).toBe(0)
  expect(refusals).toBeGreaterThan(2)
  expect(tokens).toBe(refusals + 1)
})

/** A Keystone that counts what it is asked. */
async function startKeystone(lifeMs: number) {
  const asked: unknown[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      asked.push({ path: request.url, body: JSON.parse(Buffer.concat(pieces).toString()) })
      const endpoint = (kind: string, region: string) => ({
        ...{ interface: kind, region, url: `http://${kind}.${region}/v1/AUTH_x` },
      })
      const catalog = [
        { type: 'image', endpoints: [endpoint('public', 'one')] },
        { type: 'object-store', endpoints: [endpoint('public', 'one'), endpoint('internal', 'two')] },
      ]
      const token = { expires_at: new Date(Date.now() + lifeMs).toISOString(), catalog }
      response.writeHead(201, { 'x-subject-token': `token-${asked.length}` }).end(JSON.stringify({ token }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { asked, authUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3` }
}

test('Keystone is asked for the project, gives the endpoint of region and interface, and is asked again in time', async () => {
  const { asked, authUrl } = await startKeystone(3600_000)
  const identity = {
    ...{ user: 'glance', userDomain: 'Default', password: secret('hidden') },
    ...{ project: 'services', projectDomain: 'Default' },
  }
  const auth = { version: 3 as const, identity }
  const options = swiftOptions('c', { authUrl, auth, region: 'two', interface: 'internal' })
  const transport = createTransport({ storeId: 'swift', idleMs: 5000 })
  onTestFinished(() => transport.close())
  let nowMs = Date.now()
  const session = createSwiftSession(transport, options, () => nowMs)
  const [first, same] = await Promise.all([session.access(), session.access()])
  expect(first).toMatchObject({ token: 'token-1', storageUrl: 'http://internal.two/v1/AUTH_x' })
  expect(same.token).toBe('token-1')
  nowMs += 3600_000 - 59_000
  expect((await session.access()).token).toBe('token-2')
  session.refuse('token-1')
  expect((await session.access()).token).toBe('token-2')
  expect(asked[0]).toMatchObject({
    path: '/v3/auth/tokens',
    body: { auth: { scope: { project: { name: 'services' } } } },
  })
  const nowhere = createSwiftSession(transport, { ...options, region: 'three' })
  await expect(nowhere.access()).rejects.toMatchObject({
    code: 'unavailable',
    message: /names no object store/,
  })
})

test('an application credential is used instead of a user', async () => {
  const { asked, authUrl } = await startKeystone(3600_000)
  const identity = { applicationCredentialId: 'id', applicationCredentialSecret: secret('hidden') }
  const transport = createTransport({ storeId: 'swift', idleMs: 5000 })
  onTestFinished(() => transport.close())
  const options = swiftOptions('c', { authUrl, auth: { version: 3, identity } })
  await createSwiftSession(transport, options).access()
  expect(asked[0]).toMatchObject({
    body: { auth: { identity: { application_credential: { id: 'id', secret: 'hidden' } } } },
  })
})
