import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { migrate, openDatabase } from '#lib/db/database.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { createPostgres, forEachDatabase } from '#tests/support/database.ts'

const SECRET = 'a secret of the receiver'
const WAIT = { timeout: 25_000 }
const LOCAL = { VITRINE_URL_ALLOWED_NETWORKS: '127.0.0.0/8', VITRINE_URL_ALLOWED_PORTS: '*' }

interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Answers with the status that the test wants at the moment. */
async function aReceiver() {
  const received: Received[] = []
  const state = { status: 204 }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(state.status).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { received, state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open, LOCAL)
  })
  afterAll(() => api.close())

  const ask = (method: string, path: string, body?: unknown) =>
    api.ask(method, `/v2/vitrine/webhooks${path}`, { as: 'admin', ...(body === undefined ? {} : { body }) })
  async function register(url: string, types: readonly string[]): Promise<string> {
    const response = await ask('POST', '', { name: 'test', url, secret: SECRET, types })
    expect(response.status).toBe(201)
    const { id } = (await response.json()) as { id: string }
    onTestFinished(async () => void (await ask('DELETE', `/${id}`)))
    return id
  }

  it('sends what happens, signed, with a secret that nobody reads', async () => {
    const { url, received } = await aReceiver()
    const id = await register(url, ['image.create'])
    expect(await (await ask('GET', `/${id}`)).text()).not.toContain(SECRET)
    const image = await api.createImage()

    await expect.poll(() => received.length, WAIT).toBe(1)

    const [{ headers, body } = { headers: {}, body: '' }] = received
    expect(JSON.parse(body)).toMatchObject({ event_type: 'image.create', payload: { id: image.id } })
    const expected = createHmac('sha256', SECRET)
      .update(`${headers['x-vitrine-timestamp']}.${body}`)
      .digest('hex')
    expect(headers['x-vitrine-signature']).toBe(`sha256=${expected}`)
    const stored = await api.runtime.database.kysely.selectFrom('webhooks').select('secret').execute()
    expect(JSON.stringify(stored)).not.toContain(SECRET)
  })

  it('tries again what was not taken, and keeps the order of an image', async () => {
    const { url, received, state } = await aReceiver()
    state.status = 503
    await register(url, ['image'])
    const { id } = await api.createImage()
    await api.ask('DELETE', `/v2/images/${id}`)
    await expect.poll(() => received.length, WAIT).toBeGreaterThan(0)
    state.status = 200
    const types = () => received.map(({ headers }) => headers['x-vitrine-event'])
    await expect.poll(types, WAIT).toContain('image.delete')
    expect(types().indexOf('image.delete')).toBeGreaterThan(types().lastIndexOf('image.create'))
  })

  it('keeps what was given up, and sends it again when asked', async () => {
    const { url, received, state } = await aReceiver()
    state.status = 500
    const id = await register(url, ['image.create'])
    await api.createImage()
    await expect.poll(() => received.length, WAIT).toBeGreaterThan(0)
    const dead = async (): Promise<{ id: string; last_error: string }[]> => {
      const response = await ask('GET', `/${id}/deliveries?state=dead`)
      return ((await response.json()) as { deliveries: { id: string; last_error: string }[] }).deliveries
    }
    // As if it had been tried often: only the last attempt is made here.
    await api.runtime.database.kysely
      .updateTable('webhook_deliveries')
      .set({ attempts: 100, next_try_ms: 0 })
      .where('webhook_id', '=', id)
      .execute()
    await expect.poll(dead, WAIT).toMatchObject([{ last_error: 'The answer was 500.' }])
    const before = received.length
    state.status = 200
    const [delivery] = await dead()
    expect((await ask('POST', `/${id}/deliveries/${delivery?.id}/replay`)).status).toBe(202)
    await expect.poll(() => received.length, WAIT).toBe(before + 1)
    expect(await dead()).toEqual([])
  })

  it('is for administrators, and refuses what cannot work', async () => {
    const path = '/v2/vitrine/webhooks'
    expect((await api.ask('GET', path)).status).toBe(403)
    const good = { name: 'n', url: 'http://127.0.0.1:1/', secret: SECRET }
    for (const [field, value] of [
      ['url', 'ftp://example.org/'],
      ['url', 'http://10.0.0.1/'],
      ['secret', 'short'],
      ['types', ['image.nonsense']],
      ['extra', 1],
    ]) {
      expect((await ask('POST', '', { ...good, [field as string]: value })).status, String(value)).toBe(400)
    }
    expect((await ask('GET', '/absent')).status).toBe(404)
    expect((await ask('POST', '/absent/deliveries/1/replay')).status).toBe(404)
  })
})

it('two nodes over one database send each event once', async () => {
  const { url: databaseUrl, remove } = await createPostgres()
  const openNode = () =>
    openApi(
      async () => {
        const database = openDatabase(databaseUrl)
        await migrate(database)
        return database
      },
      { ...LOCAL, VITRINE_SECRET: 'one secret for both of the nodes' },
    )
  const nodes = [await openNode(), await openNode()] as const
  onTestFinished(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await Promise.all(nodes.map((node) => node.runtime.database.close()))
    await remove()
  })
  const { url, received } = await aReceiver()
  const body = { name: 'both', url, secret: SECRET, types: ['image.create'] }
  expect((await nodes[0].ask('POST', '/v2/vitrine/webhooks', { as: 'admin', body })).status).toBe(201)
  const made = await Promise.all(
    Array.from({ length: 40 }, (_, n) => nodes[n % 2 === 0 ? 0 : 1].createImage()),
  )
  const told = () => received.map((each) => (JSON.parse(each.body) as { payload: { id: string } }).payload.id)
  await expect.poll(() => new Set(told()).size, WAIT).toBe(made.length)
  const left = () => nodes[0].runtime.database.kysely.selectFrom('webhook_deliveries').select('id').execute()
  await expect.poll(left, WAIT).toEqual([])
  expect(told().toSorted()).toEqual(made.map(({ id }) => id).toSorted())
}, 60_000)
