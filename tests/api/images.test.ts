import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open)
  })
  afterAll(() => api.close())

  const create = (body: unknown, as: Persona = 'redMember') => api.ask('POST', '/v2/images', { as, body })
  const faultOf = async (response: Response): Promise<{ code: string; message: string; field?: string }> =>
    (await response.json()) as { code: string; message: string; field?: string }

  describe('creating an image', () => {
    it('answers 201 with every base attribute, and where the image is', async () => {
      const response = await create({
        name: 'Debian',
        os_distro: 'debian',
        tags: ['b', 'a', 'b'],
        min_ram: 512,
      })
      expect(response.status).toBe(201)
      const image = (await response.json()) as ImageWire
      expect(response.headers.get('location')).toBe(`/v2/images/${image.id}`)
      const methods = 'glance-direct,web-download,copy-image'
      expect(response.headers.get('openstack-image-import-methods')).toBe(methods)
      expect(image).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: 'Debian',
        status: 'queued',
        visibility: 'shared',
        protected: false,
        os_hidden: false,
        checksum: null,
        os_hash_algo: null,
        os_hash_value: null,
        owner: 'project-red',
        size: null,
        virtual_size: null,
        container_format: null,
        disk_format: null,
        min_ram: 512,
        min_disk: 0,
        tags: ['a', 'b'],
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        updated_at: image.created_at,
        self: `/v2/images/${image.id}`,
        file: `/v2/images/${image.id}/file`,
        schema: '/v2/schemas/image',
        os_distro: 'debian',
      })
    })

    it('takes the client’s id, in either case, and never the same one again', async () => {
      const id = randomUUID().toUpperCase()
      expect((await create({ id })).status).toBe(201)
      expect((await create({ id })).status).toBe(409)
      expect((await api.ask('DELETE', `/v2/images/${id}`)).status).toBe(204)
      expect((await create({ id })).status).toBe(409)
    })

    it('takes JSON that calls itself text, or a form as curl does, and no other type', async () => {
      const typed = (type: string) =>
        api.ask('POST', '/v2/images', { body: '{}', headers: { 'Content-Type': type } })
      expect((await typed('text/plain')).status).toBe(201)
      expect((await typed('application/json; charset=utf-8')).status).toBe(201)
      expect((await typed('application/x-www-form-urlencoded')).status).toBe(201)
      expect((await typed('application/octet-stream')).status).toBe(415)
    })

    it('keeps emoji, and names of properties that JavaScript knows', async () => {
      const body = '{"name":"🦭","a 🐙":"🪼","__proto__":"p","constructor":"c","toString":"s"}'
      const { id } = (await (await create(body)).json()) as ImageWire
      const text = await (await api.ask('GET', `/v2/images/${id}`)).text()
      for (const part of [
        '"name":"🦭"',
        '"a 🐙":"🪼"',
        '"__proto__":"p"',
        '"constructor":"c"',
        '"toString":"s"',
      ]) {
        expect(text).toContain(part)
      }
    })

    it('takes a property away that is created as null where null is allowed', async () => {
      const image = await api.createImage({ kernel_id: null })
      expect(image).not.toHaveProperty('kernel_id')
    })

    it.each([
      ['name', { name: 'x'.repeat(256) }],
      ['name', { name: 5 }],
      ['name', { name: 'a\0b' }],
      ['name', { name: '\ud800' }],
      ['visibility', { visibility: 'secret' }],
      ['visibility', { visibility: null }],
      ['protected', { protected: 'true' }],
      ['os_hidden', { os_hidden: 1 }],
      ['min_ram', { min_ram: -1 }],
      ['min_ram', { min_ram: 2 ** 31 }],
      ['min_disk', { min_disk: 1.5 }],
      ['min_disk', { min_disk: '1' }],
      ['disk_format', { disk_format: 'floppy' }],
      ['container_format', { container_format: '' }],
      ['tags', { tags: 'one' }],
      ['tags', { tags: [1] }],
      ['tags', { tags: ['x'.repeat(256)] }],
      ['owner', { owner: 'x'.repeat(256) }],
      ['id', { id: 'not-a-uuid' }],
      ['id', { id: null }],
      ['os_version', { os_version: 12 }],
      ['os_version', { os_version: null }],
      ['kernel_id', { kernel_id: 'vmlinuz' }],
      ['cinder_encryption_key_deletion_policy', { cinder_encryption_key_deletion_policy: 'maybe' }],
    ])('refuses a wrong %s with 400 that names it: %j', async (field, body) => {
      const response = await create(body)
      expect(response.status).toBe(400)
      const fault = await faultOf(response)
      expect(fault.field).toBe(field)
      expect(fault.message).toContain(field)
    })

    it.each(['x'.repeat(256), ''])('refuses a property name of the wrong length', async (name) => {
      expect((await create({ [name]: 'v' })).status).toBe(400)
    })

    it.each(['', 'nonsense', '[]', 'null', '"text"', '{"name":', '{"a":\u0000}'])(
      'refuses the body %j with 400',
      async (body) => {
        expect((await create(body)).status).toBe(400)
      },
    )

    it('refuses a body that is not UTF-8', async () => {
      const body = new Uint8Array([
        ...new TextEncoder().encode('{"name":"'),
        0xff,
        ...new TextEncoder().encode('"}'),
      ])
      expect((await create(body)).status).toBe(400)
    })

    it('refuses a body longer than any description with 413', async () => {
      expect((await create(JSON.stringify({ a: 'x'.repeat(1024 * 1024) }))).status).toBe(413)
    })

    it.each([
      'created_at',
      'updated_at',
      'status',
      'checksum',
      'size',
      'virtual_size',
      'os_hash_algo',
      'os_hash_value',
      'direct_url',
      'self',
      'file',
      'schema',
      'stores',
      'location',
      'locations',
      'deleted',
      'deleted_at',
      'os_glance_import_task',
    ])('refuses %s, which the service keeps for itself, with 403', async (name) => {
      expect((await create({ [name]: 'x' })).status).toBe(403)
    })

    it.each([
      ['properties', Object.fromEntries(Array.from({ length: 129 }, (_, n) => [`p${n}`, 'v']))],
      ['tags', { tags: Array.from({ length: 129 }, (_, n) => `t${n}`) }],
    ])('refuses more than 128 %s with 413', async (_what, body) => {
      expect((await create(body)).status).toBe(413)
    })

    it.each([
      ['admin', { owner: 'project-blue' }, 201],
      ['admin', { owner: null }, 201],
      ['admin', { visibility: 'public' }, 201],
      ['redMember', { owner: 'project-red' }, 201],
      ['redMember', { owner: 'project-blue' }, 403],
      ['redMember', { owner: null }, 403],
      ['redMember', { visibility: 'public' }, 403],
      ['redMember', { visibility: 'community' }, 201],
      ['redMember', { visibility: 'private' }, 201],
      ['redReader', {}, 403],
      ['unscoped', {}, 403],
    ] as const)('answers %s who creates %j with %i', async (as, body, status) => {
      expect((await create(body, as)).status).toBe(status)
    })
  })

  describe('showing an image', () => {
    it.each([
      ['private', { admin: 200, redMember: 200, redReader: 200, blueMember: 404, stranger: 404 }],
      [
        'shared',
        { admin: 200, redMember: 200, redReader: 200, blueMember: 200, blueReader: 200, stranger: 404 },
      ],
      ['community', { admin: 200, redReader: 200, blueMember: 200, stranger: 200 }],
      ['public', { admin: 200, redReader: 200, blueMember: 200, stranger: 200, unscoped: 404 }],
    ] as const)(
      'shows a %s image to those who may see it, and 404 to the others',
      async (visibility, expected) => {
        const { id } = await api.createImage({ visibility, owner: 'project-red' }, 'admin')
        if (visibility === 'shared')
          await api.ask('POST', `/v2/images/${id}/members`, { body: { member: 'project-blue' } })
        for (const [as, status] of Object.entries(expected)) {
          expect([as, (await api.ask('GET', `/v2/images/${id}`, { as: as as Persona })).status]).toEqual([
            as,
            status,
          ])
        }
      },
    )

    it.each(['nothing', randomUUID(), '%00', 'a%2Fb', `${randomUUID()}x`])(
      'answers 404 for the id %s',
      async (id) => {
        expect((await api.ask('GET', `/v2/images/${id}`)).status).toBe(404)
      },
    )

    it('answers HEAD like GET, without a body', async () => {
      const { id } = await api.createImage()
      const response = await api.ask('HEAD', `/v2/images/${id}`)
      expect(response.status).toBe(200)
      expect(response.headers.get('etag')).not.toBeNull()
      expect(await response.text()).toBe('')
    })

    it('has no tasks to tell of', async () => {
      const { id } = await api.createImage()
      expect(await (await api.ask('GET', `/v2/images/${id}/tasks`)).json()).toEqual({ tasks: [] })
      expect((await api.ask('GET', `/v2/images/${id}/tasks`, { as: 'stranger' })).status).toBe(404)
    })

    it('answers all minor versions that it advertises, in the path and in Accept', async () => {
      const { id } = await api.createImage()
      expect((await api.ask('GET', `/v2.0/images/${id}`)).status).toBe(200)
      expect((await api.ask('GET', `/v2.9/images/${id}`)).status).toBe(200)
      expect((await api.ask('GET', `/v2.99/images/${id}`)).status).toBe(300)
      const accept = { Accept: 'application/vnd.openstack.images-v2.7' }
      expect((await api.ask('GET', `/images/${id}`, { headers: accept })).status).toBe(200)
    })
  })

  describe('deleting an image', () => {
    it.each([
      ['admin', 204],
      ['redMember', 204],
      ['redReader', 403],
      ['blueMember', 403],
      ['stranger', 403],
    ] as const)('answers %s, who sees it, with %i', async (as, status) => {
      const { id } = await api.createImage({ visibility: 'community' })
      expect((await api.ask('DELETE', `/v2/images/${id}`, { as })).status).toBe(status)
      expect((await api.ask('GET', `/v2/images/${id}`)).status).toBe(status === 204 ? 404 : 200)
    })

    it('answers 404 to those who do not see it, and when it is gone', async () => {
      const { id } = await api.createImage()
      expect((await api.ask('DELETE', `/v2/images/${id}`, { as: 'stranger' })).status).toBe(404)
      expect((await api.ask('DELETE', `/v2/images/${id}`)).status).toBe(204)
      expect((await api.ask('DELETE', `/v2/images/${id}`)).status).toBe(404)
    })

    it('refuses a protected image with 403, even to an administrator', async () => {
      const { id } = await api.createImage({ protected: true })
      expect((await api.ask('DELETE', `/v2/images/${id}`)).status).toBe(403)
      expect((await api.ask('DELETE', `/v2/images/${id}`, { as: 'admin' })).status).toBe(403)
    })

    it('refuses a body with 400', async () => {
      const { id } = await api.createImage()
      const response = await api.ask('DELETE', `/v2/images/${id}`, {
        body: 'x',
        headers: { 'Content-Length': '1' },
      })
      expect(response.status).toBe(400)
    })
  })
})
