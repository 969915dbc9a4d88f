import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSafeFetch, type SafeFetchOptions, type SafeRequest } from './safe-fetch.ts'
import { networksOf } from './special-networks.ts'

const LIMITS = { redirects: 3, headerBytes: 8192, headerMs: 20_000, idleMs: 20_000, totalMs: 60_000 }
const SHORT_MS = 200
const never = new AbortController().signal

const open: Server[] = []
afterEach(async () => {
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) (server.closeAllConnections as () => void)()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listen(server: Server, host: string): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return (server.address() as AddressInfo).port
}

const serve = (answer: RequestListener, host = '127.0.0.1') => listen(createServer(answer), host)

/** A server of bytes, which sees its connections closed when the test ends. */
async function serveRaw(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createRawServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    onConnection(socket)
  })
  Object.assign(server, { closeAllConnections: () => sockets.forEach((socket) => void socket.destroy()) })
  return listen(server, '127.0.0.1')
}

function options(changes: Partial<SafeFetchOptions> = {}): SafeFetchOptions {
  const any = { allowed: [], refused: [] }
  const rules = { schemes: any, hosts: any, ports: any, networks: networksOf(['127.0.0.1']) }
  return { rules, limits: LIMITS, ...changes }
}

async function read(
  fetch: ReturnType<typeof createSafeFetch>,
  request: Partial<SafeRequest> & { url: string },
) {
  const response = await fetch({ maxBytes: 1_000_000, ...request }, never)
  const pieces: Uint8Array[] = []
  for await (const piece of response.stream) pieces.push(piece)
  return { ...response, body: Buffer.concat(pieces) }
}

describe('fetching from an address that somebody gave', () => {
  it('connects to the address that was checked, whatever the resolver says later', async () => {
    const hosts: unknown[] = []
    const port = await serve((request, response) => {
      hosts.push(request.headers.host)
      response.end('checked')
    }, '127.0.0.2')
    const resolve = vi.fn().mockResolvedValueOnce(['127.0.0.2']).mockResolvedValue(['127.0.0.1'])
    const rules = { ...options().rules, networks: networksOf(['127.0.0.2']) }
    const fetch = createSafeFetch(options({ rules, resolve }))

    expect((await read(fetch, { url: `http://images.example:${port}/` })).body.toString()).toBe('checked')
    expect(resolve).toHaveBeenCalledTimes(1)
    expect(hosts).toEqual([`images.example:${port}`])
    await expect(read(fetch, { url: `http://images.example:${port}/` })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.not.stringContaining('127.0.0.1'),
    })
  })

  it('refuses a name that leads to a public and an inner address', async () => {
    const fetch = createSafeFetch(options({ resolve: async () => ['93.184.216.34', '10.0.0.1'] }))
    await expect(read(fetch, { url: 'http://mixed.example/' })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('holds every redirect against the rules', async () => {
    const targets = [
      'http://127.0.0.2/',
      'http://0x7f.2/',
      'file:///etc/passwd',
      'http://inner.example/',
      '//[::1]/',
    ]
    const port = await serve((request, response) => {
      response.writeHead(302, { location: targets[Number(request.url?.slice(1))] }).end()
    })
    const fetch = createSafeFetch(options({ resolve: async () => ['169.254.169.254'] }))
    for (const index of targets.keys()) {
      await expect(read(fetch, { url: `http://127.0.0.1:${port}/${index}` })).rejects.toMatchObject({
        code: 'invalid',
        field: 'uri',
      })
    }
  })

  it('follows redirects as far as they may go and says where it ended', async () => {
    const port = await serve((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('here')
      else response.writeHead(307, { location: `/${left - 1}` }).end()
    })
    const fetch = createSafeFetch(options())
    const answer = await read(fetch, { url: `http://127.0.0.1:${port}/3` })
    expect([answer.body.toString(), answer.finalUrl.pathname]).toEqual(['here', '/0'])
    await expect(read(fetch, { url: `http://127.0.0.1:${port}/4` })).rejects.toThrow(/redirects too often/)
  })

  it('tells another host no token, and redirects nothing that changes things', async () => {
    const seen: unknown[] = []
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers['x-auth-token'], request.headers.range)
      response.end()
    })
    const port = await serve((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${other}/` }).end()
    })
    const fetch = createSafeFetch(options())
    const headers = { Authorization: 'Bearer x', 'X-Auth-Token': 'x', Range: 'bytes=1-' }
    await read(fetch, { url: `http://127.0.0.1:${port}/`, headers })
    expect(seen).toEqual([undefined, undefined, 'bytes=1-'])
    const posted = await read(fetch, { url: `http://127.0.0.1:${port}/`, method: 'POST', body: '{}' })
    expect(posted.status).toBe(302)
  })

  it('hands over compressed bytes as they are', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000))
    const port = await serve((request, response) => {
      response.setHeader('x-accepted', String(request.headers['accept-encoding']))
      response.setHeader('content-encoding', 'gzip').end(bomb)
    })
    const answer = await read(createSafeFetch(options()), { url: `http://127.0.0.1:${port}/` })
    expect(answer.body.equals(bomb)).toBe(true)
    expect(answer.headers.get('x-accepted')).toBe('identity')
  })

  it('takes no more than it may, announced or not', async () => {
    const endless = await serve((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      }
      response.on('drain', more)
      more()
    })
    const announced = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000001' }).write('x')
    })
    const fetch = createSafeFetch(options())
    await expect(read(fetch, { url: `http://127.0.0.1:${endless}/` })).rejects.toMatchObject({
      code: 'over_limit',
    })
    await expect(
      fetch({ url: `http://127.0.0.1:${announced}/`, maxBytes: 1_000_000 }, never),
    ).rejects.toMatchObject({ code: 'over_limit' })
  })

  it('gives up on headers without end, headers without hurry, and silence', async () => {
    const huge = await serveRaw((socket) =>
      socket.end(`HTTP/1.1 200 OK\r\nx-big: ${'a'.repeat(20_000)}\r\n\r\n`),
    )
    const slow = await serveRaw((socket) => {
      const drip = setInterval(() => socket.write('x'), 20)
      socket.on('close', () => clearInterval(drip))
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ')
    })
    const early = await serveRaw((socket) => {
      const drip = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20)
      socket.on('close', () => clearInterval(drip))
    })
    const silent = await serve((_request, response) => response.writeHead(200).write('begin'))
    const impatient = createSafeFetch(options({ limits: { ...LIMITS, headerMs: SHORT_MS } }))
    const url = (port: number) => ({ url: `http://127.0.0.1:${port}/` })
    await expect(read(createSafeFetch(options()), url(huge))).rejects.toThrow(/too many headers/)
    await expect(read(impatient, url(slow))).rejects.toThrow(/did not answer in time/)
    await expect(read(impatient, url(early))).rejects.toThrow(/did not answer in time/)
    const restless = createSafeFetch(options({ limits: { ...LIMITS, idleMs: SHORT_MS } }))
    await expect(read(restless, url(silent))).rejects.toThrow(/sent nothing for too long/)
  })

  it('ends a transfer that drips on for ever', async () => {
    const port = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const drip = setInterval(() => socket.write('x'), 20)
      socket.on('close', () => clearInterval(drip))
    })
    const fetch = createSafeFetch(options({ limits: { ...LIMITS, totalMs: 2_000 } }))
    await expect(read(fetch, { url: `http://127.0.0.1:${port}/` })).rejects.toThrow(/longer than is allowed/)
  })

  it('says when less came than was announced, and when nobody answers in HTTP', async () => {
    const short = await serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'))
    const other = await serveRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    const fetch = createSafeFetch(options())
    await expect(read(fetch, { url: `http://127.0.0.1:${short}/` })).rejects.toThrow(
      /broke off before everything/,
    )
    await expect(read(fetch, { url: `http://127.0.0.1:${other}/` })).rejects.toThrow(
      /does not answer in HTTP/,
    )
  })

  it('ends with the reason of whoever calls it off, before the answer and in the middle of it', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/begun') response.writeHead(200).write('begin')
    })
    const reason = new Error('called off')
    const waiting = new AbortController()
    const fetch = createSafeFetch(options())
    const asked = fetch({ url: `http://127.0.0.1:${port}/`, maxBytes: 10 }, waiting.signal)
    waiting.abort(reason)
    await expect(asked).rejects.toBe(reason)

    const reading = new AbortController()
    const begun = await fetch({ url: `http://127.0.0.1:${port}/begun`, maxBytes: 10 }, reading.signal)
    const reader = begun.stream.getReader()
    await reader.read()
    const rest = reader.read()
    reading.abort(reason)
    await expect(rest).rejects.toBe(reason)
  })

  it('gives up on a resolver that never answers', async () => {
    const resolve = () => new Promise<never>(() => {})
    const fetch = createSafeFetch(options({ resolve, limits: { ...LIMITS, headerMs: SHORT_MS } }))
    await expect(read(fetch, { url: 'http://images.example/' })).rejects.toThrow(/did not answer in time/)
  })
})
