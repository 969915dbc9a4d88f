import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const NS = '/v2/metadefs/namespaces/Site::Parts'
const IMAGE = 'OS::Glance::Image'

forEachDatabase((open) => {
  let api: TestApi
  let empty: string
  beforeAll(async () => {
    empty = await mkdtemp(join(tmpdir(), 'vitrine-metadefs-'))
    api = await openApi(open, { VITRINE_METADEFS_DIR: empty })
    await ask('POST', '/v2/metadefs/namespaces', { namespace: 'Site::Parts', visibility: 'public' })
  })
  afterAll(async () => {
    await api.close()
    await rm(empty, { recursive: true })
  })

  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    api.ask(method, path, { as: 'admin', headers, ...(body === undefined ? {} : { body }) })
  const status = async (method: string, path: string, body?: unknown) =>
    (await ask(method, path, body)).status
  const read = async (path: string) => (await api.ask('GET', path, { as: 'redReader' })).json()

  describe('properties', () => {
    const size = { title: 'Size', type: 'integer', minimum: 1, default: 0, enum: [0, null, 'x'] }

    it('are created, shown, listed as a map, renamed and deleted', async () => {
      const created = await ask('POST', `${NS}/properties`, { name: 'size', ...size })
      expect(created.status).toBe(201)
      expect(created.headers.get('location')).toBe(`${NS}/properties/size`)
      expect(await created.json()).toEqual({ name: 'size', ...size })
      expect(await status('POST', `${NS}/properties`, { name: 'size', ...size })).toBe(409)
      expect(await read(`${NS}/properties/size`)).toEqual({ name: 'size', ...size })

      const renamed = await ask('PUT', `${NS}/properties/size`, {
        name: 'width',
        title: 'Width',
        type: 'number',
      })
      expect(await renamed.json()).toEqual({ name: 'width', title: 'Width', type: 'number' })
      expect(await read(`${NS}/properties`)).toEqual({
        properties: { width: { title: 'Width', type: 'number' } },
      })
      expect(await status('DELETE', `${NS}/properties/width`)).toBe(204)
      expect(await status('GET', `${NS}/properties/width`)).toBe(404)
      expect(await status('PUT', `${NS}/properties/width`, { name: 'width', ...size })).toBe(404)
      expect(await status('DELETE', `${NS}/properties/width`)).toBe(404)
    })

    it('are found under the name that they have on a thing', async () => {
      await ask('POST', `${NS}/properties`, { name: 'cores', ...size })
      await ask('POST', `${NS}/resource_types`, { name: IMAGE, prefix: 'hw_' })
      await ask('POST', `${NS}/resource_types`, { name: 'Site::Plain' })
      expect(await read(`${NS}/properties/hw_cores?resource_type=${IMAGE}`)).toMatchObject({ name: 'cores' })
      expect(await read(`${NS}/properties/cores?resource_type=Site::Plain`)).toMatchObject({ name: 'cores' })
      expect(await status('GET', `${NS}/properties/cores?resource_type=${IMAGE}`)).toBe(404)
      expect(await status('GET', `${NS}/properties/cores?resource_type=unknown`)).toBe(404)
      expect(await status('GET', `${NS}/properties/hw_cores`)).toBe(404)
    })

    it.each([
      [{ title: 'no name', type: 'string' }, 400],
      [{ name: 'x', type: 'string' }, 400],
      [{ name: 'x', title: 'X', type: 'text' }, 400],
      [{ name: '', title: 'X', type: 'string' }, 400],
      [{ name: 'x'.repeat(81), title: 'X', type: 'string' }, 400],
      [[], 400],
    ])('are refused as %j with %i', async (body, expected) => {
      expect(await status('POST', `${NS}/properties`, body)).toBe(expected)
    })

    it('are deleted all at once', async () => {
      expect(await status('DELETE', `${NS}/properties`)).toBe(204)
      expect(await read(`${NS}/properties`)).toEqual({ properties: {} })
    })
  })

  describe('objects', () => {
    const engine = {
      name: 'Engine',
      description: 'Drives',
      required: ['power'],
      properties: { power: { title: 'P', type: 'number' } },
    }

    it('are created, shown, replaced, renamed and deleted', async () => {
      const created = await ask('POST', `${NS}/objects`, engine)
      expect(created.status).toBe(201)
      expect(created.headers.get('location')).toBe(`${NS}/objects/Engine`)
      const body = await created.json()
      expect(body).toMatchObject({
        ...engine,
        schema: '/v2/schemas/metadefs/object',
        self: `${NS}/objects/Engine`,
      })
      expect(await read(`${NS}/objects/Engine`)).toEqual(body)
      expect(await status('POST', `${NS}/objects`, engine)).toBe(409)

      const renamed = await (await ask('PUT', `${NS}/objects/Engine`, { name: 'Motor' })).json()
      expect(renamed).toMatchObject({
        name: 'Motor',
        required: [],
        properties: {},
        created_at: body.created_at,
      })
      expect(renamed).not.toHaveProperty('description')
      expect(await status('GET', `${NS}/objects/Engine`)).toBe(404)
      expect(await status('PUT', `${NS}/objects/Motor`, { ...engine, self: '/x' })).toBe(403)
      expect(await status('DELETE', `${NS}/objects/Motor`)).toBe(204)
      expect(await status('DELETE', `${NS}/objects/Motor`)).toBe(404)
    })

    it('are listed page by page and deleted all at once', async () => {
      for (const name of ['a', 'b', 'c']) await ask('POST', `${NS}/objects`, { name })
      const names = (answer: { objects: { name: string }[] }) => answer.objects.map((each) => each.name)
      const first = await read(`${NS}/objects?sort_key=name&sort_dir=asc&limit=2`)
      expect(names(first)).toEqual(['a', 'b'])
      expect(first.schema).toBe('/v2/schemas/metadefs/objects')
      expect(names(await read(first.next))).toEqual(['c'])
      expect(await status('GET', `${NS}/objects?marker=unknown`)).toBe(404)
      expect(await status('GET', `${NS}/objects?sort_key=size`)).toBe(400)
      expect(await status('DELETE', `${NS}/objects`)).toBe(204)
      expect(names(await read(`${NS}/objects`))).toEqual([])
    })
  })

  describe('tags', () => {
    const names = (answer: { tags: { name: string }[] }) => answer.tags.map((each) => each.name)
    const listed = async () => names(await read(`${NS}/tags?sort_key=name&sort_dir=asc`))
    const set = (tags: readonly string[], headers: Record<string, string> = {}) =>
      ask('POST', `${NS}/tags`, { tags: tags.map((name) => ({ name })) }, headers)

    it('are replaced as a whole, or added with the header', async () => {
      const response = await set(['one', 'two'])
      expect(response.status).toBe(201)
      expect(names(await response.json())).toEqual(['one', 'two'])
      await set(['two', 'three'])
      expect(await listed()).toEqual(['three', 'two'])
      const added = await set(['four'], { 'X-Openstack-Append': 'True' })
      expect(names(await added.json())).toEqual(['four'])
      expect(await listed()).toEqual(['four', 'three', 'two'])
      expect((await set(['five', 'two'], { 'X-Openstack-Append': 'True' })).status).toBe(409)
      expect(await listed()).toEqual(['four', 'three', 'two'])
    })

    it('are created one by one, shown, renamed and deleted', async () => {
      const created = await ask('POST', `${NS}/tags/gr%C3%BCn%20tag`)
      expect(created.status).toBe(201)
      const body = await created.json()
      expect(body).toEqual({
        name: 'grün tag',
        created_at: expect.any(String),
        updated_at: expect.any(String),
      })
      expect(await read(`${NS}/tags/gr%C3%BCn%20tag`)).toEqual(body)
      expect(await status('POST', `${NS}/tags/gr%C3%BCn%20tag`)).toBe(409)
      expect(await (await ask('PUT', `${NS}/tags/gr%C3%BCn%20tag`, { name: 'rot' })).json()).toMatchObject({
        name: 'rot',
      })
      expect(await status('PUT', `${NS}/tags/rot`, { name: 'two' })).toBe(409)
      expect(await status('PUT', `${NS}/tags/absent`, { name: 'x' })).toBe(404)
      expect(await status('DELETE', `${NS}/tags/rot`)).toBe(204)
      expect(await status('GET', `${NS}/tags/rot`)).toBe(404)
      expect(await status('POST', `${NS}/tags/${'x'.repeat(81)}`)).toBe(400)
    })

    it.each([[{}], [[]], [{ tags: 'x' }], [{ tags: ['x'] }], [{ tags: [{ name: '' }] }]])(
      'are refused as %j',
      async (body) => {
        expect(await status('POST', `${NS}/tags`, body)).toBe(400)
      },
    )

    it('are deleted all at once', async () => {
      expect(await status('DELETE', `${NS}/tags`)).toBe(204)
      expect(await listed()).toEqual([])
    })
  })

  describe('resource types', () => {
    it('are associated once, unknown ones too, and taken away again', async () => {
      const created = await ask('POST', `${NS}/resource_types`, {
        name: 'Site::Ship',
        properties_target: 'hull',
      })
      expect(created.status).toBe(201)
      const body = await created.json()
      expect(body).toEqual({
        name: 'Site::Ship',
        properties_target: 'hull',
        created_at: expect.any(String),
        updated_at: expect.any(String),
      })
      expect(await status('POST', `${NS}/resource_types`, { name: 'Site::Ship' })).toBe(409)
      expect((await read(`${NS}/resource_types`)).resource_type_associations).toContainEqual(body)
      expect(await status('DELETE', `${NS}/resource_types/Site::Ship`)).toBe(204)
      expect(await status('DELETE', `${NS}/resource_types/Site::Ship`)).toBe(404)
      const known = (await read('/v2/metadefs/resource_types')).resource_types
      expect(known).toContainEqual({
        name: 'Site::Ship',
        created_at: expect.any(String),
        updated_at: expect.any(String),
      })
      expect(known.map((each: { name: string }) => each.name)).toContain(IMAGE)
    })
  })

  it.each([
    'namespace',
    'namespaces',
    'resource_type',
    'resource_types',
    'property',
    'properties',
    'object',
    'objects',
    'tag',
    'tags',
  ])('the schema of %s is told', async (name) => {
    expect(await read(`/v2/schemas/metadefs/${name}`)).toMatchObject({
      name: expect.any(String),
      properties: expect.any(Object),
    })
  })

  it.each([
    ['POST', NS, 'DELETE, GET, HEAD, OPTIONS, PUT'],
    ['PATCH', `${NS}/properties`, 'DELETE, GET, HEAD, OPTIONS, POST'],
    ['PATCH', `${NS}/tags/x`, 'DELETE, GET, HEAD, OPTIONS, POST, PUT'],
  ])('%s %s is 405', async (method, path, allow) => {
    const response = await ask(method, path)
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
  })

  it('everything needs a token', async () => {
    for (const path of [
      '/v2/metadefs/namespaces',
      NS,
      '/v2/metadefs/resource_types',
      '/v2/schemas/metadefs/tag',
    ]) {
      expect((await api.ask('GET', path, { as: 'nobody' })).status).toBe(401)
    }
  })
})
