import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { Hono } from 'hono'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { createFrontDoor, type FrontDoor, type FrontDoorDeps } from '#lib/api/front-door.ts'

const silent = pino({ level: 'silent' })
const open: FrontDoor[] = []

afterEach(async () => {
  for (const door of open.splice(0)) {
    door.server.closeAllConnections()
    await door.drain()
  }
})

/** A door before a small API; pages answer with the word “page”. */
async function openDoor(
  api: Hono,
  more: Partial<FrontDoorDeps> = {},
): Promise<{ door: FrontDoor; port: number }> {
  const door = createFrontDoor({
    log: silent,
    api,
    isHttps: false,
    answerPage: async (_request, response) => {
      response.end('page')
    },
    ...more,
  })
  open.push(door)
  door.server.listen(0, '127.0.0.1')
  await once(door.server, 'listening')
  return { door, port: (door.server.address() as AddressInfo).port }
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** Sends the text as it stands and gives everything that comes until the other side closes. */
async function converse(port: number, text: string): Promise<string> {
  const socket = await dial(port)
  socket.write(text)
  return readToEnd(socket)
}

async function readToEnd(socket: Socket): Promise<string> {
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

/** Reads until the text has come. */
async function readUntil(socket: Socket, text: string): Promise<string> {
  let answer = ''
  while (!answer.includes(text)) answer += String((await once(socket, 'data'))[0])
  return answer
}

const request = (line: string, ...headers: string[]): string =>
  [`${line} HTTP/1.1`, 'Host: images.example', 'Connection: close', ...headers, '', ''].join('\r\n')

const streamOf = (text: string): ReadableStream => new Blob([text]).stream()

describe('what the door lets in', () => {
  it('answers a client that offers another protocol, though somebody listens for that', async () => {
    const { door, port } = await openDoor(new Hono().get('/v2/images', (c) => c.text('api')))
    door.server.on('upgrade', (_request, socket) => socket.destroy())

    const socket = await dial(port)
    socket.write('GET /v2/images HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')

    expect(await readUntil(socket, 'api')).toContain('HTTP/1.1 200 OK')
  })

  it('sends service paths to the API and everything else to the pages', async () => {
    const api = new Hono().get('/v2/images', (c) => c.text('api'))
    const { port } = await openDoor(api)
    expect(await converse(port, request('GET /v2/images'))).toContain('\r\n\r\napi')
    expect(await converse(port, request('GET /images'))).toContain('page')
  })

  it('gives the root to programs and to browsers differently', async () => {
    const { port } = await openDoor(new Hono().get('/', (c) => c.text('versions')))
    expect(await converse(port, request('GET /', 'Accept: */*'))).toContain('versions')
    expect(await converse(port, request('GET /', 'Accept: text/html,*/*;q=0.8'))).toContain('page')
    expect(await converse(port, request('GET /', 'Accept: */*', 'RSC: 1'))).toContain('page')
  })

  it('gives paths of nobody to the API when a program asks, but not Next’s own', async () => {
    const { port } = await openDoor(new Hono().all('*', (c) => c.text('api')))
    expect(await converse(port, request('GET /nothing', 'Accept: application/json'))).toContain('\r\n\r\napi')
    expect(await converse(port, request('GET /nothing', 'X-Auth-Token: t'))).toContain('\r\n\r\napi')
    expect(await converse(port, request('GET /nothing', 'Accept: text/html'))).toContain('page')
    expect(await converse(port, request('GET /api/auth/session', 'Accept: application/json'))).toContain(
      'page',
    )
    expect(await converse(port, request('GET /_next/x', 'Accept: application/json'))).toContain('page')
  })

  it('takes a whole address in place of a path', async () => {
    const { port } = await openDoor(
      new Hono().get('/v2/images', (c) => c.text(`limit ${c.req.query('limit')}`)),
    )
    expect(await converse(port, request('GET http://images.example/v2/images?limit=3'))).toContain('limit 3')
  })

  it.each(['GET *', 'GET http://[::1/v2', 'OPTIONS *'])(
    'refuses the address of “%s” with 400',
    async (line) => {
      const { port } = await openDoor(new Hono())
      expect(await converse(port, request(line))).toMatch(/^HTTP\/1.1 400 /)
    },
  )

  it.each(['GET /v2/%', 'GET /v2/%ff%fe', 'GET /v2/..%2f..%2fetc', 'GET /v2/a\\b', 'GET /v2//'])(
    'answers “%s” without a crash',
    async (line) => {
      const { port } = await openDoor(new Hono())
      expect(await converse(port, request(line))).toMatch(/^HTTP\/1.1 4\d\d /)
      expect(await converse(port, request('GET /images'))).toContain('page')
    },
  )

  it('refuses a Host header that is none', async () => {
    const { port } = await openDoor(new Hono().get('/v2', (c) => c.text('api')))
    expect(await converse(port, 'GET /v2 HTTP/1.1\r\nHost: a b/c\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 /,
    )
  })

  it('tells browsers to stay with https when clients reach it so', async () => {
    const api = new Hono().get('/v2', (c) => c.text('api'))
    const { port } = await openDoor(api, { isHttps: true })
    expect(await converse(port, request('GET /v2'))).toContain('Strict-Transport-Security: max-age=')
    const plain = await openDoor(api)
    expect(await converse(plain.port, request('GET /v2'))).not.toContain('Strict-Transport-Security')
  })
})

describe('what the door survives', () => {
  it('answers 500 with a request id when a page throws, and lives on', async () => {
    const { port } = await openDoor(new Hono(), {
      answerPage: () => {
        throw new Error('a bug')
      },
    })
    const answer = await converse(port, request('GET /page'))
    expect(answer).toMatch(/^HTTP\/1.1 500 /)
    expect(answer).toMatch(/x-openstack-request-id: req-/i)
    expect(answer).not.toContain('a bug')
    expect(await converse(port, request('GET /page'))).toMatch(/^HTTP\/1.1 500 /)
  })

  it('answers 500 when the API throws before any route', async () => {
    const api = {
      fetch: () => {
        throw new Error('a bug')
      },
    }
    const { port } = await openDoor(new Hono(), { api })
    const answer = await converse(port, request('GET /v2'))
    expect(answer).toMatch(/^HTTP\/1.1 500 /)
    expect(answer).not.toContain('a bug')
  })

  it('cuts a client that sends its headers too slowly', async () => {
    const { port } = await openDoor(new Hono(), { timeouts: { headersMs: 200, checkMs: 50 } })
    const socket = await dial(port)
    // One byte now and then keeps the connection busy, but the headers as a whole take too long.
    socket.write('GET /v2 HTTP/1.1\r\nHost: ')
    const drip = setInterval(() => socket.write('h'), 20)
    socket.on('error', () => clearInterval(drip))
    const answer = await readToEnd(socket).catch(() => 'cut')
    clearInterval(drip)
    expect(answer).toMatch(/^(HTTP\/1.1 408 |cut)/)
  })

  it('cuts a client that connects and says nothing', async () => {
    const { port } = await openDoor(new Hono(), { timeouts: { headersMs: 200, checkMs: 50 } })
    const socket = await dial(port)
    await readToEnd(socket).catch(() => undefined)
    expect(socket.destroyed || socket.readableEnded).toBe(true)
  })

  it('lets a body take longer than the headers may', async () => {
    const api = new Hono().put('/v2/x', async (c) => c.text(`got ${(await c.req.text()).length}`))
    const { port } = await openDoor(api, { timeouts: { headersMs: 100, checkMs: 20 } })
    const socket = await dial(port)
    socket.write(request('PUT /v2/x', 'Content-Length: 20'))
    for (let sent = 0; sent < 20; sent++) {
      socket.write('x')
      await new Promise((done) => setTimeout(done, 20))
    }
    expect(await readToEnd(socket)).toContain('got 20')
  })
})

describe('lengths on the wire', () => {
  const api = new Hono()
    .get('/v2/whole', (c) => c.body(streamOf('0123456789'), 200, { 'Content-Length': '10' }))
    .get('/v2/part', (c) =>
      c.body(streamOf('345'), 206, { 'Content-Length': '3', 'Content-Range': 'bytes 3-5/10' }),
    )

  it('keeps Content-Length on 200 and 206, without chunks', async () => {
    const { port } = await openDoor(api)
    for (const [path, length] of [
      ['whole', 10],
      ['part', 3],
    ] as const) {
      const answer = await converse(port, request(`GET /v2/${path}`))
      expect(answer).toMatch(new RegExp(`content-length: ${length}\r\n`, 'i'))
      expect(answer).not.toMatch(/transfer-encoding/i)
    }
  })

  it('keeps Content-Length on HEAD, without a body', async () => {
    const { port } = await openDoor(api)
    const answer = await converse(port, request('HEAD /v2/whole'))
    expect(answer).toMatch(/content-length: 10\r\n/i)
    expect(answer.endsWith('\r\n\r\n')).toBe(true)
  })
})

describe('Expect: 100-continue', () => {
  const head = (path: string): string => request(`PUT ${path}`, 'Content-Length: 4', 'Expect: 100-continue')
  const file = '/v2/images/00000000-0000-4000-8000-000000000000/file'

  it('leaves it to uploads whether they want the body', async () => {
    const api = new Hono().put('/v2/images/:id/file', (c) => c.text('no', 403))
    const { port } = await openDoor(api)
    const answer = await converse(port, head(file))
    expect(answer).toMatch(/^HTTP\/1.1 403 /)
  })

  it('says so at once to all others', async () => {
    const api = new Hono().put('/v2/x', async (c) => c.text(`got ${await c.req.text()}`))
    const { port } = await openDoor(api)
    const socket = await dial(port)
    socket.write(head('/v2/x'))
    const first = await readUntil(socket, '\r\n\r\n')
    expect(first).toMatch(/^HTTP\/1.1 100 /)
    socket.write('data')
    expect(await readToEnd(socket)).toContain('got data')
  })
})

describe('draining', () => {
  it('lets a request under way end, takes no new one, and closes idle connections', async () => {
    const started = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const api = new Hono()
      .get('/v2/slow', async (c) => {
        started.resolve()
        await release.promise
        return c.text('done')
      })
      .get('/v2/quick', (c) => c.text('quick'))
    const { door, port } = await openDoor(api)
    const idle = await dial(port)
    idle.write('GET /v2/quick HTTP/1.1\r\nHost: h\r\n\r\n')
    await readUntil(idle, 'quick')
    const slow = await dial(port)
    slow.write('GET /v2/slow HTTP/1.1\r\nHost: h\r\n\r\n')
    await started.promise

    const drained = door.drain()
    await once(idle, 'close')
    await expect(dial(port)).rejects.toThrow('ECONNREFUSED')
    release.resolve()
    expect(await readToEnd(slow)).toContain('done')
    await drained
  })

  it('cuts what does not end, and waits until the cut requests have tidied up', async () => {
    const started = Promise.withResolvers<void>()
    const steps: string[] = []
    const api = new Hono().put('/v2/upload', async (c) => {
      started.resolve()
      try {
        return c.text(await c.req.text())
      } catch (error) {
        await new Promise((done) => setImmediate(done))
        steps.push('tidied up')
        throw error
      }
    })
    api.onError((_error, c) => c.text('cut', 500))
    const { door, port } = await openDoor(api, { timeouts: { drainMs: 50 } })
    const socket = await dial(port)
    socket.on('error', () => undefined)
    socket.write('PUT /v2/upload HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nsome')
    await started.promise
    await door.drain()
    steps.push('drained')
    expect(steps).toEqual(['tidied up', 'drained'])
  })
})
