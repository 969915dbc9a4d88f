import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { systemContext } from '#lib/domain/context.ts'
import type { Upload } from '#lib/domain/upload.ts'
import { someBytes } from '#tests/contract/upload-world.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { base64, hex, type TusClient, tusClient, wholeImage } from './uploads-client.ts'

const bytes = someBytes(300_000)
const system = systemContext('req-test')

forEachDatabase((open) => {
  let api: TestApi
  let tus: TusClient
  beforeAll(async () => {
    api = await openApi(open, { VITRINE_IMAGE_SIZE_CAP_BYTES: '1000000' })
    tus = tusClient(api)
  })
  afterAll(() => api.close())

  const newImage = async (format = 'raw') =>
    (await api.createImage({ disk_format: format, container_format: 'bare' })).id
  const show = async (id: string) => (await (await api.ask('GET', `/v2/images/${id}`)).json()) as ImageWire
  const download = async (id: string) =>
    Buffer.from(await (await api.ask('GET', `/v2/images/${id}/file`)).arrayBuffer())
  const begun = async (length = bytes.length) => {
    const id = await newImage()
    return { id, path: await tus.begin(id, length) }
  }
  const expectWhole = async (id: string) => {
    expect(await show(id)).toMatchObject(wholeImage(bytes))
    expect(Buffer.compare(await download(id), bytes)).toBe(0)
  }
  const expectFault = async (answer: Response | Promise<Response>, status: number, message: RegExp) => {
    const response = await answer
    expect(response.headers.get('content-type')).toContain('json')
    expect({ status: response.status, ...((await response.json()) as object) }).toMatchObject({
      status,
      message: expect.stringMatching(message),
    })
  }

  test.each(['', 'application/octet-stream'])(
    'a PATCH of type “%s” is 415 and changes nothing',
    async (type) => {
      const { path } = await begun()
      const headers = { 'Content-Type': type }
      await expectFault(tus.patch(path, 0, bytes, { headers }), 415, /application\/offset\+octet-stream/)
      expect((await tus.head(path)).headers.get('upload-offset')).toBe('0')
    },
  )

  test('what the service can do is told to anyone', async () => {
    const answer = await api.ask('OPTIONS', '/uploads', { as: 'nobody' })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('tus-version')).toBe('1.0.0')
    expect(answer.headers.get('tus-max-size')).toBe('1000000')
    expect(answer.headers.get('tus-checksum-algorithm')).toContain('sha1')
    expect(answer.headers.get('tus-extension')?.split(',').toSorted()).toEqual([
      'checksum',
      'creation',
      'creation-defer-length',
      'creation-with-upload',
      'expiration',
      'termination',
    ])
    expect(answer.headers.has('access-control-allow-origin')).toBe(false)
  })

  test('an upload in three parts ends as an active image', async () => {
    const id = await newImage()
    const created = await tus.create(id, {
      headers: { 'Upload-Length': '300000' },
      metadata: { filename: 'größe.img' },
    })
    expect(created.status).toBe(201)
    const path = created.headers.get('location') ?? ''
    expect(path).toMatch(/^\/uploads\/[0-9a-f-]{36}$/)
    expect(Date.parse(created.headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now())
    expect((await show(id)).status).toBe('saving')
    for (const [start, end] of [
      [0, 100_000],
      [100_000, 250_000],
      [250_000, 300_000],
    ] as const) {
      const head = await tus.head(path)
      expect(head.status).toBe(200)
      expect(head.headers.get('upload-offset')).toBe(String(start))
      expect(head.headers.get('upload-length')).toBe('300000')
      expect(head.headers.get('cache-control')).toBe('no-store')
      expect(head.headers.get('upload-metadata')).toContain('filename Z3LDtsOfZS5pbWc=')
      expect(Date.parse(head.headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now())
      const patched = await tus.patch(path, start, bytes.subarray(start, end))
      expect([patched.status, patched.headers.get('upload-offset')]).toEqual([204, String(end)])
    }
    await expectWhole(id)
  })

  test('a client that lost the last answer learns from HEAD that all is well', async () => {
    const { id, path } = await begun()
    await tus.patch(path, 0, bytes)
    const head = await tus.head(path)
    expect([head.status, head.headers.get('upload-offset')]).toEqual([200, '300000'])
    expect((await tus.patch(path, 300_000, new Uint8Array(0))).status).toBe(204)
    expect(await (await api.ask('GET', path)).json()).toMatchObject({ state: 'finished', image_id: id })
  })

  describe('sending', () => {
    test('goes on at the end only', async () => {
      const { id, path } = await begun()
      await tus.patch(path, 0, bytes.subarray(0, 1000))
      for (const offset of [0, 999, 1001]) {
        await expectFault(tus.patch(path, offset, bytes.subarray(offset)), 409, /./)
      }
      await tus.patch(path, 1000, bytes.subarray(1000))
      await expectWhole(id)
    })

    test('more than announced is refused, and the upload can go on', async () => {
      const { id, path } = await begun()
      await tus.patch(path, 0, bytes.subarray(0, 1000))
      await expectFault(tus.patch(path, 1000, someBytes(300_000)), 413, /./)
      const unannounced = new Response(someBytes(300_000)).body as ReadableStream
      await expectFault(tus.patch(path, 1000, unannounced), 400, /announced/)
      const offset = Number((await tus.head(path)).headers.get('upload-offset'))
      expect(offset).toBe(1000)
      await tus.patch(path, offset, bytes.subarray(offset))
      await expectWhole(id)
    })

    test('with a wrong checksum is 460, and nothing of it is kept', async () => {
      const { id, path } = await begun()
      const part = bytes.subarray(0, 200_000)
      const sending = (checksum: string) =>
        tus.patch(path, 0, part, { headers: { 'Upload-Checksum': checksum } })
      await expectFault(sending(`sha1 ${base64('sha1', bytes)}`), 460, /sha1/)
      expect((await tus.head(path)).headers.get('upload-offset')).toBe('0')
      await expectFault(sending('crc32 AAAA'), 400, /sha1/)
      await expectFault(sending('sha1 AAAA'), 400, /hexadecimal|hash/)
      expect((await sending(`sha1 ${base64('sha1', part)}`)).status).toBe(204)
      await tus.patch(path, 200_000, bytes.subarray(200_000))
      await expectWhole(id)
    })

    test('that has stalled gives way to a new request, which goes on where it was', async () => {
      const { id, path } = await begun()
      let send: ReadableStreamDefaultController<Uint8Array> | undefined
      const stalled = new ReadableStream<Uint8Array>({
        start(controller) {
          send = controller
        },
      })
      const first = tus.patch(path, 0, stalled)
      send?.enqueue(bytes.subarray(0, 123_456))
      const stored = async () =>
        (await api.runtime.uploads.find(system, path.split('/').at(-1) ?? '')).receivedBytes
      // Silence for a second writes down what waits in memory.
      await expect.poll(stored, { timeout: 5000 }).toBe(123_456)
      const head = await tus.head(path)
      expect(head.headers.get('upload-offset')).toBe('123456')
      expect((await first).status).toBe(408)
      await tus.patch(path, 123_456, bytes.subarray(123_456))
      await expectWhole(id)
    })
  })

  describe('the end', () => {
    test('of data that is something else is 415 in words; the image is queued again; the outcome is remembered', async () => {
      const id = await newImage('qcow2')
      const path = await tus.begin(id, 1000)
      await expectFault(tus.patch(path, 0, someBytes(1000)), 415, /qcow2/)
      expect(await show(id)).toMatchObject({ status: 'queued', size: null })
      expect((await tus.head(path)).status).toBe(415)
      await expectFault(tus.patch(path, 0, someBytes(1000)), 415, /qcow2/)
      expect(await (await api.ask('GET', path)).json()).toMatchObject({
        state: 'refused',
        message: expect.stringMatching(/qcow2/),
      })
      await tus.begin(id, 1000)
    })

    test('with another hash than expected is 400, naming both', async () => {
      const id = await newImage()
      const path = await tus.begin(id, bytes.length, { expected_hash: `sha256:${'0'.repeat(64)}` })
      await expectFault(tus.patch(path, 0, bytes), 400, new RegExp(`${hex('sha256', bytes)}.*0{64}`))
      expect((await show(id)).status).toBe('queued')
    })

    test('that a crash cut short is caught up by the next HEAD', async () => {
      const { id, path } = await begun()
      const upload = (await api.runtime.uploads.find(system, path.split('/').at(-1) ?? '')) as Upload
      await api.runtime.images.receiveData(system, upload, {
        ...{ stream: new Response(bytes).body as ReadableStream<Uint8Array>, offset: 0 },
        signal: new AbortController().signal,
      })
      expect((await show(id)).status).toBe('saving')
      const head = await tus.head(path)
      expect([head.status, head.headers.get('upload-offset')]).toEqual([200, '300000'])
      await expectWhole(id)
    })
  })

  describe('an upload', () => {
    test('that is terminated gives its image back', async () => {
      const { id, path } = await begun()
      await tus.patch(path, 0, bytes.subarray(0, 1000))
      expect((await tus.remove(path)).status).toBe(204)
      expect((await show(id)).status).toBe('queued')
      expect((await tus.head(path)).status).toBe(404)
      await expectFault(tus.remove(path), 404, /./)
    })

    test('that is finished is not harmed by its termination', async () => {
      const { id, path } = await begun()
      await tus.patch(path, 0, bytes)
      expect((await tus.remove(path)).status).toBe(204)
      await expectWhole(id)
    })

    test('ends when its image is deleted', async () => {
      const { id, path } = await begun()
      await tus.patch(path, 0, bytes.subarray(0, 1000))
      expect((await api.ask('DELETE', `/v2/images/${id}`)).status).toBe(204)
      expect((await tus.head(path)).status).toBe(404)
      await expectFault(tus.patch(path, 1000, bytes.subarray(1000)), 404, /./)
    })

    test('only pauses when the sign-in is over', async () => {
      const { id, path } = await begun()
      await tus.patch(path, 0, bytes.subarray(0, 1000))
      for (const answer of await Promise.all([
        tus.patch(path, 1000, bytes.subarray(1000), { as: 'nobody' }),
        tus.head(path, { as: 'nobody' }),
        tus.remove(path, { as: 'nobody' }),
        tus.create(id, { as: 'nobody', headers: { 'Upload-Length': '1' } }),
        api.ask('GET', '/uploads', { as: 'nobody' }),
      ])) {
        expect(answer.status).toBe(401)
      }
      await tus.patch(path, 1000, bytes.subarray(1000))
      await expectWhole(id)
    })

    test('of another project does not exist', async () => {
      const { id, path } = await begun()
      const stranger = { as: 'blueMember' } as const
      expect((await tus.head(path, stranger)).status).toBe(404)
      await expectFault(tus.patch(path, 0, bytes, stranger), 404, /./)
      await expectFault(tus.remove(path, stranger), 404, /./)
      expect((await api.ask('GET', path, stranger)).status).toBe(404)
      expect(await (await api.ask('GET', '/uploads', stranger)).json()).toEqual({ uploads: [] })
      await tus.patch(path, 0, bytes)
      await expectWhole(id)
    })

    test('is not written by readers of its project', async () => {
      const { id, path } = await begun()
      await expectFault(tus.patch(path, 0, bytes, { as: 'redReader' }), 403, /./)
      await expectFault(tus.remove(path, { as: 'redReader' }), 403, /./)
      expect((await show(id)).status).toBe('saving')
    })

    test('is listed until it is finished, so that another browser can go on with it', async () => {
      const { id, path } = await begun()
      const other = await begun()
      await tus.patch(path, 0, bytes.subarray(0, 1000))
      const list = async (query: string) =>
        ((await (await api.ask('GET', `/uploads${query}`)).json()) as { uploads: unknown[] }).uploads
      expect(await list(`?image_id=${id}`)).toEqual([
        {
          ...{ id: path.split('/').at(-1), image_id: id, received: 1000, total: 300_000, filename: null },
          ...{ expires_at: expect.stringMatching(/^\d{4}-.*Z$/), location: path },
        },
      ])
      const listed = async () => (await list('')).map((upload) => (upload as { image_id: string }).image_id)
      expect(await listed()).toEqual(expect.arrayContaining([id, other.id]))
      await tus.patch(path, 1000, bytes.subarray(1000))
      expect(await listed()).not.toContain(id)
      expect(await listed()).toContain(other.id)
    })

    test.each(['x', '..%2f..%2fetc', '%00', 'a'.repeat(500), "1' or '1'='1"])(
      '%j does not exist',
      async (name) => {
        expect((await tus.head(`/uploads/${name}`)).status).toBe(404)
      },
    )
  })
})
