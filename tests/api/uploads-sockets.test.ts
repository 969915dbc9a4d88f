import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { Upload } from 'tus-js-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFrontDoor, type FrontDoor } from '#lib/api/front-door.ts'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { someBytes } from '#tests/contract/upload-world.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { metadataHeader, wholeImage } from './uploads-client.ts'

const MIB = 1024 * 1024
const bytes = someBytes(20 * MIB + 12_345)

// The protocol itself is tested in process; here: real connections that stall and break, and the client that browsers use.
forEachDatabase((open) => {
  let api: TestApi
  let door: FrontDoor
  let base: string
  beforeAll(async () => {
    api = await openApi(open)
    door = createFrontDoor({
      ...{ log: api.runtime.log, api: api.app, isHttps: false, timeouts: {} },
      answerPage: async (_request, response) => void response.end('page'),
    })
    door.server.listen(0, '127.0.0.1')
    await once(door.server, 'listening')
    base = `http://127.0.0.1:${(door.server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    door.server.closeAllConnections()
    await door.drain()
    await api.close()
  })

  const headers = { 'X-Auth-Token': 'redMember' }
  const tusHeaders = { ...headers, 'Tus-Resumable': '1.0.0' }
  const newImage = async () => (await api.createImage({ disk_format: 'raw', container_format: 'bare' })).id
  const show = async (id: string) => (await (await api.ask('GET', `/v2/images/${id}`)).json()) as ImageWire
  const begin = async (id: string) => {
    const created = await fetch(`${base}/uploads`, {
      method: 'POST',
      headers: {
        ...tusHeaders,
        'Upload-Length': String(bytes.length),
        'Upload-Metadata': metadataHeader({ image_id: id }),
      },
    })
    return created.headers.get('location') ?? ''
  }
  const offsetOf = async (path: string) =>
    Number((await fetch(base + path, { method: 'HEAD', headers: tusHeaders })).headers.get('upload-offset'))
  const patch = (path: string, offset: number) =>
    httpRequest(base + path, {
      method: 'PATCH',
      headers: {
        ...tusHeaders,
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Offset': offset,
        'Content-Length': bytes.length - offset,
      },
    }).on('error', () => undefined)

  test('a browser’s client uploads in requests of a few megabytes, and the image is whole', async () => {
    const id = await newImage()
    await new Promise<void>((resolve, reject) => {
      new Upload(Readable.from([Buffer.from(bytes)]), {
        ...{
          endpoint: `${base}/uploads`,
          headers,
          chunkSize: 6 * MIB,
          uploadSize: bytes.length,
          retryDelays: null,
        },
        metadata: { image_id: id, filename: 'größe 1.img' },
        onError: reject,
        onSuccess: () => resolve(),
      }).start()
    })
    expect(await show(id)).toMatchObject(wholeImage(bytes))
  })

  test('what arrived before the connection broke is kept, and the rest makes it whole', async () => {
    const id = await newImage()
    const path = await begin(id)
    const first = patch(path, 0)
    first.write(bytes.subarray(0, 7_654_321))
    await expect.poll(() => storedBytes(path), { timeout: 10_000 }).toBe(7_654_321)
    first.destroy()
    expect(await offsetOf(path)).toBe(7_654_321)
    const second = patch(path, 7_654_321)
    second.end(bytes.subarray(7_654_321))
    const [answer] = (await once(second, 'response')) as [{ statusCode: number }]
    expect(answer.statusCode).toBe(204)
    expect(await show(id)).toMatchObject(wholeImage(bytes))
  })

  test('a request on a new connection takes over from one that hangs', async () => {
    const id = await newImage()
    const path = await begin(id)
    const hanging = patch(path, 0)
    hanging.write(bytes.subarray(0, 3 * MIB))
    await expect.poll(() => storedBytes(path), { timeout: 10_000 }).toBe(3 * MIB)
    // Its client has gone without a word: neither side has noticed.
    expect(await offsetOf(path)).toBe(3 * MIB)
    const second = patch(path, 3 * MIB)
    second.end(bytes.subarray(3 * MIB))
    const [answer] = (await once(second, 'response')) as [{ statusCode: number }]
    expect(answer.statusCode).toBe(204)
    hanging.destroy()
    expect(await show(id)).toMatchObject(wholeImage(bytes))
  })

  test('the deletion of the image ends a request that hangs, and its bytes are gone with the answer', async () => {
    const id = await newImage()
    const path = await begin(id)
    const hanging = patch(path, 0)
    const answered = once(hanging, 'response') as Promise<[{ statusCode: number }]>
    hanging.write(bytes.subarray(0, 3 * MIB))
    await expect.poll(() => storedBytes(path), { timeout: 10_000 }).toBe(3 * MIB)
    expect((await api.ask('DELETE', `/v2/images/${id}`)).status).toBe(204)
    const [answer] = await answered
    expect(answer.statusCode).toBe(410)
    hanging.destroy()
    expect(
      await api.runtime.database.kysely
        .selectFrom('uploads')
        .select('id')
        .where('image_id', '=', id)
        .execute(),
    ).toEqual([])
    const gone = await fetch(base + path, { method: 'HEAD', headers: tusHeaders })
    expect(gone.status).toBe(404)
  })

  async function storedBytes(path: string): Promise<number> {
    const { uploads } = (await (await fetch(`${base}/uploads`, { headers })).json()) as {
      uploads: { location: string; received: number }[]
    }
    return uploads.find(({ location }) => location === path)?.received ?? -1
  }
})
