import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { bytes, expectFault, hex, uploadSteps } from './uploads-client.ts'

forEachDatabase((open) => {
  let api: TestApi
  let steps: ReturnType<typeof uploadSteps>
  beforeAll(async () => {
    api = await openApi(open, { VITRINE_IMAGE_SIZE_CAP_BYTES: '1000000' })
    steps = uploadSteps(api)
  })
  afterAll(() => api.close())

  describe('creation', () => {
    test('can bring the first bytes, or all of them', async () => {
      for (const count of [100_000, 300_000]) {
        const id = await steps.newImage()
        const created = await steps.tus.create(id, {
          headers: { 'Upload-Length': '300000', 'Content-Type': 'application/offset+octet-stream' },
          body: bytes.subarray(0, count),
        })
        expect([created.status, created.headers.get('upload-offset')]).toEqual([201, String(count)])
        const path = created.headers.get('location') ?? ''
        if (count < 300_000) await steps.tus.patch(path, count, bytes.subarray(count))
        await steps.expectWhole(id)
      }
    })

    test('of an upload without bytes makes an active image without bytes', async () => {
      const id = await steps.newImage()
      expect((await steps.tus.create(id, { headers: { 'Upload-Length': '0' } })).status).toBe(201)
      expect(await steps.show(id)).toMatchObject({
        status: 'active',
        size: 0,
        checksum: hex('md5', new Uint8Array(0)),
      })
    })

    test('keeps the file name, but for characters that no name needs', async () => {
      const path = await steps.tus.begin(await steps.newImage(), 5, { filename: `a\0b\n${'ü'.repeat(300)}` })
      const shown = (await (await api.ask('GET', path)).json()) as { filename: string }
      expect(shown.filename).toBe(`ab${'ü'.repeat(253)}`)
    })

    test('can leave the length for later', async () => {
      const id = await steps.newImage()
      const created = await steps.tus.create(id, { headers: { 'Upload-Defer-Length': '1' } })
      const path = created.headers.get('location') ?? ''
      await steps.tus.patch(path, 0, bytes.subarray(0, 1000))
      const head = await steps.tus.head(path)
      expect([head.headers.get('upload-defer-length'), head.headers.get('upload-length')]).toEqual([
        '1',
        null,
      ])
      await steps.tus.patch(path, 1000, bytes.subarray(1000), { headers: { 'Upload-Length': '300000' } })
      await steps.expectWhole(id)
    })

    test.each([
      ['no image', {}, 400, /image_id/],
      ['an image that is not there', { image_id: 'b9c4ee9d-0000-4000-8000-000000000000' }, 404, /b9c4ee9d/],
      ['an id that is none', { image_id: 'a\0b' }, 400, /image_id/],
      ['a hash that is none', { expected_hash: 'sha256:xyz' }, 400, /expected hash/],
      ['an unknown store', { store: 'attic' }, 400, /attic/],
    ])('with %s is refused in words', async (_what, metadata, status, message) => {
      const id = 'image_id' in metadata ? metadata.image_id : await steps.newImage()
      const isNameless = _what === 'no image'
      const answer = isNameless
        ? api.ask('POST', '/uploads', { headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '5' } })
        : steps.tus.create(id ?? '', { metadata, headers: { 'Upload-Length': '5' } })
      await expectFault(answer, status, message)
    })

    test('for an image without formats says which field to set', async () => {
      const { id } = await api.createImage({ container_format: 'bare' })
      await expectFault(
        steps.tus.create(id, { headers: { 'Upload-Length': '5' } }),
        400,
        /disk_format.*PATCH/,
      )
    })

    test('for an image that is being written, or has data, is a conflict', async () => {
      const { id, path } = await steps.begun()
      await expectFault(steps.tus.create(id, { headers: { 'Upload-Length': '5' } }), 409, /saving/)
      await steps.tus.patch(path, 0, bytes)
      await expectFault(steps.tus.create(id, { headers: { 'Upload-Length': '5' } }), 409, /active/)
    })

    test('of more than an image may hold is refused before a byte is sent', async () => {
      const id = await steps.newImage()
      await expectFault(steps.tus.create(id, { headers: { 'Upload-Length': '1000001' } }), 413, /1000000/)
      expect((await steps.show(id)).status).toBe('queued')
    })

    test('is not for readers, nor for other projects', async () => {
      const id = await steps.newImage()
      const length = { headers: { 'Upload-Length': '5' } }
      await expectFault(steps.tus.create(id, { ...length, as: 'redReader' }), 403, /./)
      await expectFault(steps.tus.create(id, { ...length, as: 'blueMember' }), 404, /./)
      expect((await steps.show(id)).status).toBe('queued')
    })

    test.each([
      [{}, 400],
      [{ 'Upload-Length': '-1' }, 400],
      [{ 'Upload-Length': '1e3' }, 400],
      [{ 'Upload-Length': '5', 'Upload-Defer-Length': '1' }, 400],
      [{ 'Upload-Length': '5', 'Tus-Resumable': '0.2.2' }, 400],
      [{ 'Upload-Length': '5', 'Upload-Metadata': 'image_id' }, 400],
      [{ 'Upload-Length': '5', 'Upload-Metadata': 'image_id !!!' }, 400],
    ])('with the headers %j breaks the protocol', async (headers, status) => {
      await expectFault(steps.tus.create(await steps.newImage(), { headers }), status, /./)
    })

    test('without Tus-Resumable is 412', async () => {
      await expectFault(api.ask('POST', '/uploads'), 412, /Tus-Resumable/)
    })
  })
})
