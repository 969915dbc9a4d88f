import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PATCH_MEDIA_TYPES } from '#lib/contract/image-patch.ts'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

interface PatchAsk {
  readonly as?: Persona
  readonly type?: string
  readonly headers?: Record<string, string>
}

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open)
  })
  afterAll(() => api.close())

  const patch = (
    id: string,
    body: unknown,
    { as = 'redMember', type = PATCH_MEDIA_TYPES.v21, headers = {} }: PatchAsk = {},
  ) => api.ask('PATCH', `/v2/images/${id}`, { as, body, headers: { 'Content-Type': type, ...headers } })
  const show = async (id: string): Promise<ImageWire> =>
    (await (await api.ask('GET', `/v2/images/${id}`)).json()) as ImageWire

  describe('what a patch does', () => {
    it.each([
      ['replaces attributes', [{ op: 'replace', path: '/name', value: 'new' }], { name: 'new' }],
      ['adds over an attribute', [{ op: 'add', path: '/min_ram', value: 7 }], { min_ram: 7 }],
      ['takes null for a name', [{ op: 'replace', path: '/name', value: null }], { name: null }],
      [
        'replaces all tags at once',
        [{ op: 'replace', path: '/tags', value: ['z', 'y', 'z'] }],
        { tags: ['y', 'z'] },
      ],
      ['adds a property', [{ op: 'add', path: '/new', value: 'v' }], { new: 'v' }],
      ['adds over a property', [{ op: 'add', path: '/old', value: 'v' }], { old: 'v' }],
      ['replaces a property', [{ op: 'replace', path: '/old', value: 'v' }], { old: 'v' }],
      ['decodes ~1 and ~0', [{ op: 'add', path: '/a~1b~0c', value: 'v' }], { 'a/b~c': 'v' }],
      [
        'sets formats before there is data',
        [{ op: 'add', path: '/disk_format', value: 'raw' }],
        { disk_format: 'raw' },
      ],
      [
        'obeys the steps in order',
        [
          { op: 'add', path: '/x', value: '1' },
          { op: 'replace', path: '/x', value: '2' },
        ],
        { x: '2' },
      ],
      ['hides', [{ op: 'replace', path: '/os_hidden', value: true }], { os_hidden: true }],
      [
        'knows the names of JavaScript',
        [{ op: 'add', path: '/constructor', value: 'v' }],
        { constructor: 'v' },
      ],
      ['does nothing when empty', [], { name: 'before', old: 'value' }],
    ])('%s', async (_what, body, expected) => {
      const { id } = await api.createImage({ name: 'before', old: 'value', tags: ['a'] })
      const response = await patch(id, body)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject(expected)
      expect(await show(id)).toMatchObject(expected)
    })

    it('removes a property', async () => {
      const { id } = await api.createImage({ old: 'value' })
      expect((await patch(id, [{ op: 'remove', path: '/old' }])).status).toBe(200)
      expect(await show(id)).not.toHaveProperty('old')
    })

    it('moves updated_at only when something changed', async () => {
      const { id } = await api.createImage({ name: 'same' })
      const etag = (await api.ask('GET', `/v2/images/${id}`)).headers.get('etag')
      expect((await patch(id, [])).headers.get('etag')).toBe(etag)
      expect(
        (await patch(id, [{ op: 'replace', path: '/name', value: 'other' }])).headers.get('etag'),
      ).not.toBe(etag)
    })
  })

  describe('the older media type', () => {
    const type = PATCH_MEDIA_TYPES.v20

    it('names the operation by its member', async () => {
      const { id } = await api.createImage({ name: 'n', old: 'v' })
      const body = [{ replace: '/name', value: 'new' }, { add: '/fresh', value: 'f' }, { remove: '/old' }]
      expect((await patch(id, body, { type })).status).toBe(200)
      const image = await show(id)
      expect(image).toMatchObject({ name: 'new', fresh: 'f' })
      expect(image).not.toHaveProperty('old')
    })

    it.each(['/old', '/name'])('does not add over %s, which exists: 409', async (path) => {
      const { id } = await api.createImage({ name: 'n', old: 'v' })
      expect((await patch(id, [{ add: path, value: 'x' }], { type })).status).toBe(409)
    })

    it('refuses two operations in one with 400', async () => {
      const { id } = await api.createImage({ old: 'v' })
      expect((await patch(id, [{ add: '/a', remove: '/old', value: 'x' }], { type })).status).toBe(400)
    })
  })

  describe('what a patch is refused for', () => {
    it.each([
      [400, { op: 'add' }],
      [400, 'text'],
      [400, [1]],
      [400, [[]]],
      [400, [{}]],
      [400, [{ op: 'test', path: '/name', value: 'x' }]],
      [400, [{ op: 'move', path: '/name', from: '/x' }]],
      [400, [{ op: 'add', path: '/x' }]],
      [400, [{ op: 'add', value: 'x' }]],
      [400, [{ op: 'add', path: 5, value: 'x' }]],
      [400, [{ op: 'add', path: 'x', value: 'x' }]],
      [400, [{ op: 'add', path: '', value: 'x' }]],
      [400, [{ op: 'add', path: '/', value: 'x' }]],
      [400, [{ op: 'add', path: '//x', value: 'x' }]],
      [400, [{ op: 'add', path: '/x/', value: 'x' }]],
      [400, [{ op: 'add', path: '/x~', value: 'x' }]],
      [400, [{ op: 'add', path: '/x~2', value: 'x' }]],
      [400, [{ op: 'add', path: '/x/y', value: 'x' }]],
      [400, [{ op: 'add', path: '/tags/-', value: 'x' }]],
      [400, [{ op: 'add', path: '/x', value: 5 }]],
      [400, [{ op: 'add', path: '/x', value: null }]],
      [400, [{ op: 'replace', path: '/name', value: 'x'.repeat(256) }]],
      [400, [{ op: 'replace', path: '/visibility', value: 'secret' }]],
      [400, [{ op: 'replace', path: '/protected', value: 'true' }]],
      [400, [{ op: 'replace', path: '/tags', value: 'x' }]],
      [400, [{ op: 'replace', path: '/disk_format', value: 'floppy' }]],
      [400, [{ op: 'add', path: `/${'x'.repeat(256)}`, value: 'v' }]],
      [400, [{ op: 'add', path: '/locations', value: [] }]],
      [400, [{ op: 'replace', path: '/locations/0', value: {} }]],
      [403, [{ op: 'add', path: '/locations/-', value: {} }]],
      [403, [{ op: 'replace', path: '/locations', value: [] }]],
      [403, [{ op: 'remove', path: '/locations/0' }]],
      [403, [{ op: 'replace', path: '/id', value: 'x' }]],
      [403, [{ op: 'replace', path: '/status', value: 'active' }]],
      [403, [{ op: 'replace', path: '/size', value: 5 }]],
      [403, [{ op: 'add', path: '/checksum', value: 'x' }]],
      [403, [{ op: 'add', path: '/deleted', value: 'x' }]],
      [403, [{ op: 'add', path: '/os_glance_x', value: 'x' }]],
      [403, [{ op: 'remove', path: '/name' }]],
      [403, [{ op: 'remove', path: '/tags' }]],
      [403, [{ op: 'remove', path: '/created_at' }]],
      [403, [{ op: 'replace', path: '/visibility', value: 'public' }]],
      [403, [{ op: 'replace', path: '/owner', value: 'project-blue' }]],
      [403, [{ op: 'add', path: '/owner', value: 'project-blue' }]],
      [409, [{ op: 'replace', path: '/missing', value: 'x' }]],
      [409, [{ op: 'remove', path: '/missing' }]],
      [409, [{ op: 'remove', path: '/toString' }]],
      [413, [{ op: 'replace', path: '/tags', value: Array.from({ length: 129 }, (_, n) => `t${n}`) }]],
    ])('answers %i to %j, and changes nothing', async (status, body) => {
      const { id } = await api.createImage({ name: 'before' })
      // A good step in front must not survive the bad one.
      const whole = Array.isArray(body) ? [{ op: 'add', path: '/first', value: 'x' }, ...body] : body
      const before = await show(id)
      expect((await patch(id, whole)).status).toBe(status)
      expect(await show(id)).toEqual(before)
    })

    it.each(['application/json', 'application/json-patch+json', 'text/plain', ''])(
      'answers 415 to “%s” and names the types',
      async (type) => {
        const { id } = await api.createImage()
        const response = await patch(id, [], { type })
        expect(response.status).toBe(415)
        expect(response.headers.get('accept-patch')).toContain(PATCH_MEDIA_TYPES.v21)
      },
    )

    it('refuses other formats with 403 once there is data, but not the same ones', async () => {
      const { id } = await api.createActive('data')
      const replace = (value: string) =>
        patch(id, [{ op: 'replace', path: '/disk_format', value }], { as: 'admin' })
      expect((await replace('qcow2')).status).toBe(403)
      expect((await replace('raw')).status).toBe(200)
    })
  })

  describe('who may patch', () => {
    const rename = [{ op: 'replace', path: '/name', value: 'renamed' }]

    it.each([
      ['admin', 200],
      ['redMember', 200],
      ['redReader', 403],
      ['blueMember', 403],
      ['stranger', 404],
    ] as const)('%s of a shared image: %i', async (as, status) => {
      const { id } = await api.createImage()
      await api.ask('POST', `/v2/images/${id}/members`, { body: { member: 'project-blue' } })
      expect((await patch(id, rename, { as })).status).toBe(status)
    })

    it.each(['public', 'community'])('nobody gives a %s image of others away', async (visibility) => {
      const { id } = await api.createImage({ visibility }, 'admin')
      const take = [{ op: 'add', path: '/owner', value: 'project-green' }]
      expect((await patch(id, take, { as: 'stranger' })).status).toBe(403)
      expect((await patch(id, take, { as: 'admin' })).status).toBe(200)
    })

    it('whoever sees an image may send an empty patch', async () => {
      const { id } = await api.createImage({ visibility: 'community' })
      expect((await patch(id, [], { as: 'stranger' })).status).toBe(200)
    })
  })

  describe('If-Match', () => {
    const rename = [{ op: 'replace', path: '/name', value: 'renamed' }]

    it('lets a patch through while the image is as it was read', async () => {
      const { id } = await api.createImage()
      const etag = (await api.ask('GET', `/v2/images/${id}`)).headers.get('etag') ?? ''
      expect((await patch(id, rename, { headers: { 'If-Match': `"other", W/${etag}` } })).status).toBe(200)
      expect((await patch(id, rename, { headers: { 'If-Match': '*' } })).status).toBe(200)
    })

    it('answers 412 once somebody else has changed it', async () => {
      const { id } = await api.createImage()
      const etag = (await api.ask('GET', `/v2/images/${id}`)).headers.get('etag') ?? ''
      await patch(id, [{ op: 'add', path: '/meanwhile', value: 'x' }])
      const response = await patch(id, rename, { headers: { 'If-Match': etag } })
      expect(response.status).toBe(412)
      expect(await show(id)).toMatchObject({ name: null, meanwhile: 'x' })
    })

    it('lets only one of two at the same time through', async () => {
      const { id } = await api.createImage()
      const etag = (await api.ask('GET', `/v2/images/${id}`)).headers.get('etag') ?? ''
      const both = await Promise.all(
        ['one', 'two'].map((value) =>
          patch(id, [{ op: 'replace', path: '/name', value }], { headers: { 'If-Match': etag } }),
        ),
      )
      expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    })
  })
})
