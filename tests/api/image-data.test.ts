import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { OCTETS, openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const DATA = '0123456789'
const hex = (algo: string, data: string): string => createHash(algo).update(data).digest('hex')

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open, { VITRINE_IMAGE_SIZE_CAP_BYTES: '1000' })
  })
  afterAll(() => api.close())

  const put = (id: string, body: unknown, headers: Record<string, string> = {}, as: Persona = 'redMember') =>
    api.ask('PUT', `/v2/images/${id}/file`, { as, body, headers: { ...OCTETS, ...headers } })
  const get = (id: string, headers: Record<string, string> = {}, as: Persona = 'redMember') =>
    api.ask('GET', `/v2/images/${id}/file`, { as, headers })
  const show = async (id: string): Promise<ImageWire> =>
    (await (await api.ask('GET', `/v2/images/${id}`, { as: 'admin' })).json()) as ImageWire
  const createReady = (attributes = {}) =>
    api.createImage({ disk_format: 'raw', container_format: 'bare', ...attributes })

  describe('uploading', () => {
    it('answers 204 and activates the image with size and hashes', async () => {
      const { id } = await createReady()
      expect((await put(id, DATA)).status).toBe(204)
      expect(await show(id)).toMatchObject({
        status: 'active',
        size: 10,
        virtual_size: 10,
        checksum: hex('md5', DATA),
        os_hash_algo: 'sha512',
        os_hash_value: hex('sha512', DATA),
      })
    })

    it('takes an empty image, as servers booted from volumes leave them', async () => {
      const { id } = await createReady()
      expect((await put(id, '', { 'Content-Length': '0' })).status).toBe(204)
      expect(await show(id)).toMatchObject({ status: 'active', size: 0, checksum: hex('md5', '') })
      const response = await get(id)
      expect([response.status, response.headers.get('content-length')]).toEqual([200, '0'])
      expect((await get(id, { Range: 'bytes=0-' })).status).toBe(416)
    })

    it('takes a hash that the data must have', async () => {
      const { id } = await createReady()
      const wrong = await put(id, DATA, { 'x-vitrine-expected-hash': `sha256:${hex('sha256', 'other')}` })
      expect(wrong.status).toBe(400)
      expect(await show(id)).toMatchObject({ status: 'queued', size: null, checksum: null })
      expect(
        (await put(id, DATA, { 'x-vitrine-expected-hash': `SHA256:${hex('sha256', DATA).toUpperCase()}` }))
          .status,
      ).toBe(204)
    })

    it.each(['sha256', 'sha256:12', 'crc32:00000000', `sha256:${'g'.repeat(64)}`])(
      'refuses the expected hash “%s”',
      async (hash) => {
        const { id } = await createReady()
        expect((await put(id, DATA, { 'x-vitrine-expected-hash': hash })).status).toBe(400)
        expect(await show(id)).toMatchObject({ status: 'queued' })
      },
    )

    it.each([
      ['no content type', { 'Content-Type': '' }, 415],
      ['another content type', { 'Content-Type': 'application/json' }, 415],
      ['a size that is none', { 'x-openstack-image-size': 'big' }, 400],
      ['a negative size', { 'x-openstack-image-size': '-1' }, 400],
      ['two sizes that differ', { 'x-openstack-image-size': '9', 'Content-Length': '10' }, 400],
      ['less than announced', { 'x-openstack-image-size': '11' }, 400],
      ['more than announced', { 'x-openstack-image-size': '9' }, 400],
      ['an announcement over the cap', { 'x-openstack-image-size': '1001' }, 413],
      ['a store that is none', { 'X-Image-Meta-Store': 'moon' }, 400],
    ])('refuses %s and leaves the image queued', async (_what, headers, status) => {
      const { id } = await createReady()
      expect((await put(id, DATA, headers)).status).toBe(status)
      expect(await show(id)).toMatchObject({ status: 'queued', size: null })
      expect((await put(id, DATA)).status).toBe(204)
    })

    it('takes the default store by name', async () => {
      const { id } = await createReady()
      expect((await put(id, DATA, { 'X-Image-Meta-Store': 'file' })).status).toBe(204)
    })

    it('refuses more than the cap with 413, whatever was announced', async () => {
      const { id } = await createReady()
      expect((await put(id, 'x'.repeat(1001))).status).toBe(413)
      expect(await show(id)).toMatchObject({ status: 'queued', size: null })
    })

    it('refuses data that is not what disk_format says with 415', async () => {
      const { id } = await createReady({ disk_format: 'qcow2' })
      expect((await put(id, DATA)).status).toBe(415)
      expect(await show(id)).toMatchObject({ status: 'queued', size: null })
    })

    it.each([{ disk_format: 'raw' }, { container_format: 'bare' }])(
      'refuses an image with only %j with 400',
      async (attributes) => {
        const { id } = await api.createImage(attributes)
        expect((await put(id, DATA)).status).toBe(400)
      },
    )

    it('refuses a second upload with 409', async () => {
      const { id } = await createReady()
      await put(id, DATA)
      expect((await put(id, DATA)).status).toBe(409)
      expect(await show(id)).toMatchObject({ status: 'active', size: 10 })
    })

    it('lets only one of two at the same time through', async () => {
      const { id } = await createReady()
      const both = await Promise.all([put(id, DATA), put(id, DATA)])
      expect(both.map(({ status }) => status).sort()).toEqual([204, 409])
      expect(await (await get(id)).text()).toBe(DATA)
    })

    it('gives the image back when the client breaks off', async () => {
      const { id } = await createReady()
      const broken = new ReadableStream({
        pull(controller) {
          controller.enqueue(new TextEncoder().encode('half'))
          controller.error(new Error('gone'))
        },
      })
      expect((await put(id, broken)).status).toBeGreaterThanOrEqual(400)
      expect(await show(id)).toMatchObject({ status: 'queued', size: null })
    })

    it.each([
      ['admin', 204],
      ['redMember', 204],
      ['redReader', 403],
      ['blueMember', 403],
      ['stranger', 404],
    ] as const)('answers %s with %i, and a refusal changes nothing', async (as, status) => {
      const { id } = await createReady()
      await api.ask('POST', `/v2/images/${id}/members`, { body: { member: 'project-blue' } })
      expect((await put(id, DATA, {}, as)).status).toBe(status)
      expect((await show(id)).status).toBe(status === 204 ? 'active' : 'queued')
    })
  })

  describe('downloading', () => {
    it('gives everything, with length and hexadecimal MD5', async () => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      const response = await get(id)
      expect(response.status).toBe(200)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-length': '10',
        'content-md5': hex('md5', DATA),
        'accept-ranges': 'bytes',
      })
      expect(await response.text()).toBe(DATA)
    })

    it.each([
      ['bytes=0-3', '0123', '0-3'],
      ['bytes=7-', '789', '7-9'],
      ['bytes=-2', '89', '8-9'],
      ['bytes=-99', DATA, '0-9'],
      ['bytes=5-99', '56789', '5-9'],
      ['bytes=9-9', '9', '9-9'],
    ])('gives the range %s', async (range, expected, content) => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      const response = await get(id, { Range: range })
      expect(response.status).toBe(206)
      expect(response.headers.get('content-range')).toBe(`bytes ${content}/10`)
      expect(response.headers.get('content-length')).toBe(String(expected.length))
      expect(response.headers.get('content-md5')).toBe(hex('md5', DATA))
      expect(await response.text()).toBe(expected)
    })

    it('takes the range of old clients, who ask with Content-Range', async () => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      const response = await get(id, { 'Content-Range': 'bytes 2-4/*' })
      expect([response.status, await response.text()]).toEqual([206, '234'])
      expect((await get(id, { 'Content-Range': 'bytes 4-2/10' })).status).toBe(416)
    })

    it.each(['bytes=10-', 'bytes=-0', 'bytes=5-3', 'bytes=-', 'bytes=a-b', 'lines=1-2', 'nonsense'])(
      'answers 416 to %s, with the size',
      async (range) => {
        const { id } = await api.createActive(DATA, { owner: 'project-red' })
        const response = await get(id, { Range: range })
        expect(response.status).toBe(416)
        expect(response.headers.get('content-range')).toBe('bytes */10')
      },
    )

    it('answers 400 to several ranges', async () => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      expect((await get(id, { Range: 'bytes=0-1,3-4' })).status).toBe(400)
    })

    it('obeys If-Range', async () => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      const etag = (await get(id)).headers.get('etag') ?? ''
      expect((await get(id, { Range: 'bytes=0-1', 'If-Range': etag })).status).toBe(206)
      expect((await get(id, { Range: 'bytes=0-1', 'If-Range': '"other"' })).status).toBe(200)
    })

    it('answers HEAD with the same headers and opens nothing', async () => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      const response = await api.ask('HEAD', `/v2/images/${id}/file`, { headers: { Range: 'bytes=0-3' } })
      expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
        206,
        '4',
        '',
      ])
    })

    it('answers 204 while there is no data, even to a range', async () => {
      const { id } = await createReady()
      expect((await get(id)).status).toBe(204)
      expect((await get(id, { Range: 'bytes=0-1' })).status).toBe(204)
    })

    it.each([
      ['admin', 200],
      ['redMember', 200],
      ['redReader', 403],
      ['blueMember', 200],
      ['blueReader', 403],
      ['stranger', 404],
    ] as const)('answers %s of a shared image with %i, HEAD too', async (as, status) => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      await api.ask('POST', `/v2/images/${id}/members`, { body: { member: 'project-blue' } })
      expect((await get(id, {}, as)).status).toBe(status)
      expect((await api.ask('HEAD', `/v2/images/${id}/file`, { as })).status).toBe(status)
    })

    it('refuses a choice of stores with 400, there being one', async () => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      expect((await api.ask('GET', `/v2/images/${id}/file?prefer=file`)).status).toBe(400)
    })

    it('ends the reading when the client leaves', async () => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      const response = await get(id)
      await response.body?.cancel()
      expect((await api.ask('DELETE', `/v2/images/${id}`)).status).toBe(204)
    })
  })

  describe('deactivating', () => {
    const act = (id: string, action: string, as: Persona = 'redMember') =>
      api.ask('POST', `/v2/images/${id}/actions/${action}`, { as })

    it('keeps the data from all but administrators, until it is undone', async () => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      expect((await act(id, 'deactivate')).status).toBe(204)
      expect(await show(id)).toMatchObject({ status: 'deactivated', size: 10 })
      expect((await get(id)).status).toBe(403)
      expect((await get(id, {}, 'admin')).status).toBe(200)
      expect((await act(id, 'reactivate')).status).toBe(204)
      expect((await get(id)).status).toBe(200)
    })

    it('may be repeated', async () => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      for (const action of ['reactivate', 'deactivate', 'deactivate', 'reactivate']) {
        expect((await act(id, action)).status).toBe(204)
      }
    })

    it.each(['deactivate', 'reactivate'])('%s answers 403 for an image without data', async (action) => {
      const { id } = await api.createImage()
      expect((await act(id, action)).status).toBe(403)
    })

    it.each([
      ['admin', 204],
      ['redMember', 204],
      ['redReader', 403],
      ['stranger', 403],
    ] as const)('answers %s of a community image with %i', async (as, status) => {
      const { id } = await api.createActive(DATA, { owner: 'project-red', visibility: 'community' })
      expect((await act(id, 'deactivate', as)).status).toBe(status)
      // The state is reached already, but it is still not everybody's to ask for.
      await act(id, 'deactivate')
      expect((await act(id, 'deactivate', as)).status).toBe(status)
    })

    it('takes no body, and answers 404 for what is not there', async () => {
      const { id } = await api.createActive(DATA, { owner: 'project-red' })
      const body = { body: '{}', headers: { 'Content-Length': '2' } }
      expect((await api.ask('POST', `/v2/images/${id}/actions/deactivate`, body)).status).toBe(400)
      expect((await act('00000000-0000-4000-8000-000000000000', 'deactivate')).status).toBe(404)
      expect((await act(id, 'explode')).status).toBe(404)
    })
  })
})
