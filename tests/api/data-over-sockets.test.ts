import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFrontDoor, type FrontDoor } from '#lib/api/front-door.ts'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const MIB = 1024 * 1024

forEachDatabase((open) => {
  let api: TestApi
  let door: FrontDoor
  let port: number

  beforeEach(async () => {
    api = await openApi(open)
    await openDoor({})
  })
  afterEach(async () => {
    door.server.closeAllConnections()
    await door.drain()
    await api.close()
  })

  async function openDoor(timeouts: { drainMs?: number }): Promise<void> {
    door = createFrontDoor({
      log: api.runtime.log,
      api: api.app,
      isHttps: false,
      answerPage: async (_request, response) => void response.end('page'),
      timeouts,
    })
    door.server.listen(0, '127.0.0.1')
    await once(door.server, 'listening')
    port = (door.server.address() as AddressInfo).port
  }

  const ready = () => api.createImage({ disk_format: 'raw', container_format: 'bare' })
  const show = async (id: string): Promise<ImageWire> =>
    (await (await api.ask('GET', `/v2/images/${id}`)).json()) as ImageWire
  const url = (id: string): string => `http://127.0.0.1:${port}/v2/images/${id}/file`
  const head = (id: string, ...headers: string[]): string =>
    [
      `PUT /v2/images/${id}/file HTTP/1.1`,
      'Host: h',
      'X-Auth-Token: redMember',
      'Content-Type: application/octet-stream',
      ...headers,
      '',
      '',
    ].join('\r\n')

  async function dial(): Promise<Socket> {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    return socket
  }

  async function untilStatus(id: string, status: string): Promise<void> {
    while ((await show(id)).status !== status) await new Promise((done) => setImmediate(done))
  }

  /** Sends the data in pieces, without saying how long it is. */
  async function put(
    id: string,
    pieces: Iterable<Uint8Array>,
    token = 'redMember',
  ): Promise<IncomingMessage> {
    const outgoing = httpRequest(url(id), {
      method: 'PUT',
      headers: { 'X-Auth-Token': token, 'Content-Type': 'application/octet-stream' },
    })
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>
    for (const piece of pieces) if (!outgoing.write(piece)) await once(outgoing, 'drain')
    outgoing.end()
    const [answer] = await answered
    answer.resume()
    return answer
  }

  const get = (id: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(url(id), { method, headers: { 'X-Auth-Token': 'redMember', ...headers } })

  it('takes data of unknown length in and gives the same out, whole and in parts', async () => {
    const { id } = await ready()
    const pieces = Array.from({ length: 9 }, () => randomBytes(MIB - 1))
    const data = Buffer.concat(pieces)
    expect((await put(id, pieces)).statusCode).toBe(204)
    expect((await show(id)).checksum).toBe(createHash('md5').update(data).digest('hex'))

    const whole = await get(id)
    expect(whole.headers.get('content-length')).toBe(String(data.length))
    expect(Buffer.compare(Buffer.from(await whole.arrayBuffer()), data)).toBe(0)
    const part = await get(id, { Range: `bytes=${3 * MIB}-${5 * MIB}` })
    expect([part.status, part.headers.get('content-length')]).toEqual([206, String(2 * MIB + 1)])
    expect(Buffer.compare(Buffer.from(await part.arrayBuffer()), data.subarray(3 * MIB, 5 * MIB + 1))).toBe(0)
    const nothing = await get(id, {}, 'HEAD')
    expect([nothing.status, nothing.headers.get('content-length')]).toEqual([200, String(data.length)])
  })

  it('gives the image back when the client vanishes in the middle', async () => {
    const { id } = await ready()
    const socket = await dial()
    socket.write(`${head(id, `Content-Length: ${MIB}`)}only the beginning`)
    await untilStatus(id, 'saving')
    socket.destroy()
    await untilStatus(id, 'queued')
    expect((await put(id, [Buffer.from('again')])).statusCode).toBe(204)
  })

  it('refuses a large body before it has read it, and the client hears why on a connection that stays', async () => {
    const { id } = await ready()
    await put(id, [Buffer.from('first')])
    const socket = await dial()
    socket.write(head(id, `Content-Length: ${8 * MIB}`))
    socket.write(randomBytes(8 * MIB))
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 409 /)
    socket.write(`GET /v2/images/${id} HTTP/1.1\r\nHost: h\r\nX-Auth-Token: redMember\r\n\r\n`)
    expect(String((await once(socket, 'data'))[0])).toContain('HTTP/1.1 200 ')
  })

  describe('with Expect: 100-continue', () => {
    it('asks for the data only when the image takes it', async () => {
      const { id } = await ready()
      const socket = await dial()
      socket.write(head(id, 'Content-Length: 4', 'Expect: 100-continue', 'Connection: close'))
      expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 100 /)
      expect((await show(id)).status).toBe('saving')
      socket.write('data')
      expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 204 /)
    })

    it('does not ask for data that it refuses', async () => {
      const { id } = await ready()
      const socket = await dial()
      const wrong = head(id, 'Content-Length: 4', 'Expect: 100-continue', 'Connection: close').replace(
        'octet-stream',
        'x',
      )
      socket.write(wrong)
      expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 415 /)
    })
  })

  it('stops reading an image when the client stops listening', async () => {
    const { id } = await ready()
    await put(
      id,
      Array.from({ length: 32 }, () => randomBytes(MIB)),
    )
    const leaving = new AbortController()
    const response = await fetch(url(id), {
      headers: { 'X-Auth-Token': 'redMember' },
      signal: leaving.signal,
    })
    const reader = response.body?.getReader()
    await reader?.read()
    leaving.abort()
    // Far from the end: what was not wanted was not read.
    const counter = await api.runtime.metrics.sentBytes.get()
    expect(counter.values[0]?.value).toBeLessThan(32 * MIB)
    expect((await api.ask('DELETE', `/v2/images/${id}`)).status).toBe(204)
  })

  it('gives an upload that the drain cuts back before the drain is over', async () => {
    await door.drain()
    await openDoor({ drainMs: 50 })
    const { id } = await ready()
    const socket = await dial()
    socket.write(`${head(id, `Content-Length: ${MIB}`)}only the beginning`)
    await untilStatus(id, 'saving')
    api.runtime.beginDrain()
    await door.drain()
    expect((await show(id)).status).toBe('queued')
  })

  it('lets an upload that ends within the drain become an image', async () => {
    const { id } = await ready()
    const socket = await dial()
    socket.write(`${head(id, 'Content-Length: 8')}half`)
    await untilStatus(id, 'saving')
    const drained = door.drain()
    socket.write('more')
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 204 /)
    await drained
    expect(await show(id)).toMatchObject({ status: 'active', size: 8 })
  })
})
