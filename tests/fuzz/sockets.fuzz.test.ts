import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFrontDoor, type FrontDoor } from '#lib/api/front-door.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'

const RUNS = Number(process.env.FUZZ_RUNS ?? 20) * 10
const SEED = Number(process.env.FUZZ_SEED ?? 17)

const open = openingSqlite()
let api: TestApi
let door: FrontDoor

beforeAll(async () => {
  console.log(`fuzz: FUZZ_SEED=${SEED}`)
  api = await openApi(open)
  const { app, runtime } = api
  const answerPage = async (_: unknown, response: { end(text: string): unknown }) => void response.end('page')
  door = createFrontDoor({ log: runtime.log, api: app, isHttps: false, answerPage })
  door.server.listen(0, '127.0.0.1')
  await once(door.server, 'listening')
})
afterAll(async () => {
  door.server.closeAllConnections()
  await door.drain()
  await api.close()
})

/** The status of the answer to these bytes; null where the connection was closed without one. */
async function statusOf(bytes: Buffer): Promise<number | null> {
  const socket = connect((door.server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.end(bytes)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(answer) ?? []
  return status === undefined ? null : Number(status)
}

const LATIN1 = fc
  .string({ unit: 'binary', maxLength: 20 })
  .map((text) => Buffer.from(text).toString('latin1'))
const METHOD = fc.oneof(fc.constantFrom('GET', 'PUT', 'POST', 'CONNECT', 'TRACE', 'PRI', 'get', ''), LATIN1)
const TARGET = fc.oneof(
  fc.constantFrom(
    '/',
    '/v2/images',
    '*',
    '//',
    '/v2/images/%ff',
    '/v2/images/\xff\xfe',
    'http://',
    'http://[',
    '/v2/../..',
  ),
  fc.constantFrom(
    `/v2/images?${'a=b&'.repeat(3000)}`,
    `/${'a'.repeat(20_000)}`,
    'http://x:99999/',
    '/\0',
    '/v2/images?%',
  ),
  LATIN1.map((text) => `/v2/${text}`),
)
const HEADER = fc.oneof(
  fc.constantFrom(
    'Content-Length: -1',
    'Content-Length: 5',
    'Content-Length: x',
    'Transfer-Encoding: chunked',
    'Expect: 100-continue',
  ),
  fc.constantFrom(
    'Expect: x',
    'Connection: Upgrade\r\nUpgrade: h2c',
    'Host: ',
    'Host: [',
    'Host: a b',
    'X-Auth-Token: admin',
    'Cookie: =;=',
  ),
  fc.tuple(LATIN1, LATIN1).map(([name, value]) => `${name}: ${value}`),
)

it('whatever comes through the socket is answered or cut off, and is never our fault', async () => {
  const request = fc.record({
    line: fc.tuple(METHOD, TARGET, fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/9.9', '')),
    headers: fc.array(HEADER, { maxLength: 3 }),
    body: fc.constantFrom('', '{}', '5\r\nhello\r\n0\r\n\r\n', 'zz\r\n', '\xff'),
  })
  await fc.assert(
    fc.asyncProperty(request, async ({ line, headers, body }) => {
      const head = [line.join(' '), 'Host: h', 'Connection: close', ...headers].join('\r\n')
      const status = await statusOf(Buffer.from(`${head}\r\n\r\n${body}`, 'latin1'))
      expect(status ?? 0).toBeLessThan(500)
    }),
    { seed: SEED, numRuns: RUNS },
  )
})
