import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemContext } from '#lib/domain/context.ts'
import type { Upload } from '#lib/domain/upload.ts'
import { someBytes } from '#tests/contract/upload-world.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { base64, bytes, expectFault, hex, uploadSteps } from './uploads-client.ts'

const system = systemContext('req-test')

forEachDatabase((open) => {
  let api: TestApi
  let steps: ReturnType<typeof uploadSteps>
  beforeAll(async () => {
    api = await openApi(open, { VITRINE_IMAGE_SIZE_CAP_BYTES: '1000000' })
    steps = uploadSteps(api)
  })
  afterAll(() => api.close())

  test.each(['', 'application/octet-stream'])(
    'a PATCH of type “%s” is 415 and changes nothing',
    async (type) => {
      const { path } = await steps.begun()
      const headers = { 'Content-Type': type }
      await expectFault(
        steps.tus.patch(path, 0, bytes, { headers }),
        415,
        /application\/offset\+octet-stream/,
      )
      expect((await steps.tus.head(path)).headers.get('upload-offset')).toBe('0')
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
    const id = await steps.newImage()
    const created = await steps.tus.create(id, {
      headers: { 'Upload-Length': '300000' },
      metadata: { filename: 'größe.img' },
    })
    expect(created.status).toBe(201)
    const path = created.headers.get('location') ?? ''
    expect(path).toMatch(/^\/uploads\/[0-9a-f-]{36}$/)
    expect(Date.parse(created.headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now())
    expect((await steps.show(id)).status).toBe('saving')
    for (const [start, end] of [
      [0, 100_000],
      [100_000, 250_000],
      [250_000, 300_000],
    ] as const) {
      const head = await steps.tus.head(path)
      expect(head.status).toBe(200)
      expect(head.headers.get('upload-offset')).toBe(String(start))
      expect(head.headers.get('upload-length')).toBe('300000')
      expect(head.headers.get('cache-control')).toBe('no-store')
      expect(head.headers.get('upload-metadata')).toContain('filename Z3LDtsOfZS5pbWc=')
      expect(Date.parse(head.headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now())
      const patched = await steps.tus.patch(path, start, bytes.subarray(start, end))
      expect([patched.status, patched.headers.get('upload-offset')]).toEqual([204, String(end)])
    }
    await steps.expectWhole(id)
  })

  test('a client that lost the last answer learns from HEAD that all is well', async () => {
    const { id, path } = await steps.begun()
    await steps.tus.patch(path, 0, bytes)
    const head = await steps.tus.head(path)
    expect([head.status, head.headers.get('upload-offset')]).toEqual([200, '300000'])
    expect((await steps.tus.patch(path, 300_000, new Uint8Array(0))).status).toBe(204)
    expect(await (await api.ask('GET', path)).json()).toMatchObject({ state: 'finished', image_id: id })
  })

  describe('sending', () => {
    test('goes on at the end only', async () => {
      const { id, path } = await steps.begun()
      await steps.tus.patch(path, 0, bytes.subarray(0, 1000))
      for (const offset of [0, 999, 1001]) {
        await expectFault(steps.tus.patch(path, offset, bytes.subarray(offset)), 409, /./)
      }
      await steps.tus.patch(path, 1000, bytes.subarray(1000))
      await steps.expectWhole(id)
    })

    test('more than announced is refused, and the upload can go on', async () => {
      const { id, path } = await steps.begun()
      await steps.tus.patch(path, 0, bytes.subarray(0, 1000))
      await expectFault(steps.tus.patch(path, 1000, someBytes(300_000)), 413, /./)
      const unannounced = new Response(someBytes(300_000)).body as ReadableStream
      await expectFault(steps.tus.patch(path, 1000, unannounced), 400, /announced/)
      const offset = Number((await steps.tus.head(path)).headers.get('upload-offset'))
      expect(offset).toBe(1000)
      await steps.tus.patch(path, offset, bytes.subarray(offset))
      await steps.expectWhole(id)
    })

    test('with a wrong checksum is 460, and nothing of it is kept', async () => {
      const { id, path } = await steps.begun()
      const part = bytes.subarray(0, 200_000)
      const sending = (checksum: string) =>
        steps.tus.patch(path, 0, part, { headers: { 'Upload-Checksum': checksum } })
      await expectFault(sending(`sha1 ${base64('sha1', bytes)}`), 460, /sha1/)
      expect((await steps.tus.head(path)).headers.get('upload-offset')).toBe('0')
      await expectFault(sending('crc32 AAAA'), 400, /sha1/)
      await expectFault(sending('sha1 AAAA'), 400, /hexadecimal|hash/)
      expect((await sending(`sha1 ${base64('sha1', part)}`)).status).toBe(204)
      await steps.tus.patch(path, 200_000, bytes.subarray(200_000))
      await steps.expectWhole(id)
    })

    test('that has stalled gives way to a new request, which goes on where it was', async () => {
      const { id, path } = await steps.begun()
      let send: ReadableStreamDefaultController<Uint8Array> | undefined
      const stalled = new ReadableStream<Uint8Array>({
        start(controller) {
          send = controller
        },
      })
      const first = steps.tus.patch(path, 0, stalled)
      send?.enqueue(bytes.subarray(0, 123_456))
      const stored = async () =>
        (await api.runtime.uploads.find(system, path.split('/').at(-1) ?? '')).receivedBytes
      // Silence for a second writes down what waits in memory.
      await expect.poll(stored, { timeout: 5000 }).toBe(123_456)
      const head = await steps.tus.head(path)
      expect(head.headers.get('upload-offset')).toBe('123456')
      expect((await first).status).toBe(408)
      await steps.tus.patch(path, 123_456, bytes.subarray(123_456))
      await steps.expectWhole(id)
    })
  })

  describe('the end', () => {
    test('of data that is something else is 415 in words; the image is queued again; the outcome is remembered', async () => {
      const id = await steps.newImage('qcow2')
      const path = await steps.tus.begin(id, 1000)
      await expectFault(steps.tus.patch(path, 0, someBytes(1000)), 415, /qcow2/)
      expect(await steps.show(id)).toMatchObject({ status: 'queued', size: null })
      expect((await steps.tus.head(path)).status).toBe(415)
      await expectFault(steps.tus.patch(path, 0, someBytes(1000)), 415, /qcow2/)
      expect(await (await api.ask('GET', path)).json()).toMatchObject({
        state: 'refused',
        message: expect.stringMatching(/qcow2/),
      })
      await steps.tus.begin(id, 1000)
    })

    test('with another hash than expected is 400, naming both', async () => {
      const id = await steps.newImage()
      const path = await steps.tus.begin(id, bytes.length, { expected_hash: `sha256:${'0'.repeat(64)}` })
      await expectFault(steps.tus.patch(path, 0, bytes), 400, new RegExp(`${hex('sha256', bytes)}.*0{64}`))
      expect((await steps.show(id)).status).toBe('queued')
    })

    test('that a crash cut short is caught up by the next HEAD', async () => {
      const { id, path } = await steps.begun()
      const upload = (await api.runtime.uploads.find(system, path.split('/').at(-1) ?? '')) as Upload
      await api.runtime.images.receiveData(system, upload, {
        ...{ stream: new Response(bytes).body as ReadableStream<Uint8Array>, offset: 0 },
        signal: new AbortController().signal,
      })
      expect((await steps.show(id)).status).toBe('saving')
      const head = await steps.tus.head(path)
      expect([head.status, head.headers.get('upload-offset')]).toEqual([200, '300000'])
      await steps.expectWhole(id)
    })
  })

  describe('an upload', () => {
    test('that is terminated gives its image back', async () => {
      const { id, path } = await steps.begun()
      await steps.tus.patch(path, 0, bytes.subarray(0, 1000))
      expect((await steps.tus.remove(path)).status).toBe(204)
      expect((await steps.show(id)).status).toBe('queued')
      expect((await steps.tus.head(path)).status).toBe(404)
      await expectFault(steps.tus.remove(path), 404, /./)
    })

    test('that is finished is not harmed by its termination', async () => {
      const { id, path } = await steps.begun()
      await steps.tus.patch(path, 0, bytes)
      expect((await steps.tus.remove(path)).status).toBe(204)
      await steps.expectWhole(id)
    })

    test('ends when its image is deleted', async () => {
      const { id, path } = await steps.begun()
      await steps.tus.patch(path, 0, bytes.subarray(0, 1000))
      expect((await api.ask('DELETE', `/v2/images/${id}`)).status).toBe(204)
      expect((await steps.tus.head(path)).status).toBe(404)
      await expectFault(steps.tus.patch(path, 1000, bytes.subarray(1000)), 404, /./)
    })

    test('only pauses when the sign-in is over', async () => {
      const { id, path } = await steps.begun()
      await steps.tus.patch(path, 0, bytes.subarray(0, 1000))
      for (const answer of await Promise.all([
        steps.tus.patch(path, 1000, bytes.subarray(1000), { as: 'nobody' }),
        steps.tus.head(path, { as: 'nobody' }),
        steps.tus.remove(path, { as: 'nobody' }),
        steps.tus.create(id, { as: 'nobody', headers: { 'Upload-Length': '1' } }),
        api.ask('GET', '/uploads', { as: 'nobody' }),
      ])) {
        expect(answer.status).toBe(401)
      }
      await steps.tus.patch(path, 1000, bytes.subarray(1000))
      await steps.expectWhole(id)
    })

    test('of another project does not exist', async () => {
      const { id, path } = await steps.begun()
      const stranger = { as: 'blueMember' } as const
      expect((await steps.tus.head(path, stranger)).status).toBe(404)
      await expectFault(steps.tus.patch(path, 0, bytes, stranger), 404, /./)
      await expectFault(steps.tus.remove(path, stranger), 404, /./)
      expect((await api.ask('GET', path, stranger)).status).toBe(404)
      expect(await (await api.ask('GET', '/uploads', stranger)).json()).toEqual({ uploads: [] })
      await steps.tus.patch(path, 0, bytes)
      await steps.expectWhole(id)
    })

    test('is not written by readers of its project', async () => {
      const { id, path } = await steps.begun()
      await expectFault(steps.tus.patch(path, 0, bytes, { as: 'redReader' }), 403, /./)
      await expectFault(steps.tus.remove(path, { as: 'redReader' }), 403, /./)
      expect((await steps.show(id)).status).toBe('saving')
    })

    test('is listed until it is finished, so that another browser can go on with it', async () => {
      const { id, path } = await steps.begun()
      const other = await steps.begun()
      await steps.tus.patch(path, 0, bytes.subarray(0, 1000))
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
      await steps.tus.patch(path, 1000, bytes.subarray(1000))
      expect(await listed()).not.toContain(id)
      expect(await listed()).toContain(other.id)
    })

    test.each(['x', '..%2f..%2fetc', '%00', 'a'.repeat(500), "1' or '1'='1"])(
      '%j does not exist',
      async (name) => {
        expect((await steps.tus.head(`/uploads/${name}`)).status).toBe(404)
      },
    )
  })
})
