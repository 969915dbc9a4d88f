import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const ROOT = '/v2/metadefs/namespaces'
const IMAGE = 'OS::Glance::Image'

const WHOLE = {
  namespace: 'Site::Whole',
  display_name: 'Whole',
  description: 'Everything at once',
  visibility: 'public',
  protected: false,
  resource_type_associations: [
    { name: IMAGE, prefix: 'hw_' },
    { name: 'Site::Robot', properties_target: 'arm' },
  ],
  properties: { size: { title: 'Size', type: 'integer', minimum: 1, operators: ['<or>'] } },
  objects: [
    {
      name: 'Engine',
      description: 'Drives',
      required: ['power'],
      properties: { power: { title: 'P', type: 'number' } },
    },
  ],
  tags: [{ name: 'fast' }, { name: 'slow' }],
}

forEachDatabase((open) => {
  let api: TestApi
  let empty: string
  beforeAll(async () => {
    empty = await mkdtemp(join(tmpdir(), 'vitrine-metadefs-'))
    api = await openApi(open, { VITRINE_METADEFS_DIR: empty })
  })
  afterAll(async () => {
    await api.close()
    await rm(empty, { recursive: true })
  })

  const create = (body: unknown, as: Persona = 'admin') => api.ask('POST', ROOT, { as, body })
  const read = async (path: string, as: Persona = 'redReader') => (await api.ask('GET', path, { as })).json()
  const statusOf = async (method: string, path: string, as: Persona, body?: unknown) =>
    (await api.ask(method, path, { as, ...(body === undefined ? {} : { body }) })).status

  describe('a namespace', () => {
    it('is created with its whole tree, and is shown so', async () => {
      const response = await create(WHOLE)
      expect(response.status).toBe(201)
      expect(response.headers.get('location')).toBe(`${ROOT}/Site::Whole`)
      const created = await response.json()
      expect(created).toMatchObject(WHOLE)
      expect(created).toMatchObject({
        owner: 'project-admin',
        schema: '/v2/schemas/metadefs/namespace',
        self: `${ROOT}/Site::Whole`,
        created_at: expect.stringMatching(/Z$/),
      })
      expect(await read(`${ROOT}/Site::Whole`)).toEqual(created)
      expect(await read(`${ROOT}/Site%3A%3AWhole`)).toEqual(created)
    })

    it('is shown with the prefix of a type of things, in objects and what they require, too', async () => {
      const shown = await read(`${ROOT}/Site::Whole?resource_type=${IMAGE}`)
      expect(Object.keys(shown.properties)).toEqual(['hw_size'])
      expect(Object.keys(shown.objects[0].properties)).toEqual(['hw_power'])
      expect(shown.objects[0].required).toEqual(['hw_power'])
      const plain = await read(`${ROOT}/Site::Whole`)
      expect(await read(`${ROOT}/Site::Whole?resource_type=Site::Robot`)).toEqual(plain)
      expect(await read(`${ROOT}/Site::Whole?resource_type=unknown`)).toEqual(plain)
    })

    it('leaves nothing behind when a part of it is refused', async () => {
      const types = (await read('/v2/metadefs/resource_types')).resource_types.length
      for (const [part, status] of [
        [{ properties: { x: { title: 'no type' } } }, 400],
        [{ tags: [{ name: 'a' }, { name: 'a' }] }, 409],
        [{ resource_type_associations: [{ name: 'Site::New' }, { name: 'Site::New' }] }, 409],
        [{ objects: [{ name: 'o' }, { name: 'o' }] }, 409],
      ] as const) {
        expect((await create({ namespace: 'Site::Half', ...part })).status).toBe(status)
      }
      expect(await statusOf('GET', `${ROOT}/Site::Half`, 'admin')).toBe(404)
      expect((await read('/v2/metadefs/resource_types')).resource_types).toHaveLength(types)
    })

    it.each([
      [{}, 400],
      [[], 400],
      ['nonsense', 400],
      [{ namespace: '' }, 400],
      [{ namespace: 'x'.repeat(81) }, 400],
      [{ namespace: 'a\0' }, 400],
      [{ namespace: 'n', display_name: 'x'.repeat(81) }, 400],
      [{ namespace: 'n', description: 'x'.repeat(501) }, 400],
      [{ namespace: 'n', visibility: 'shared' }, 400],
      [{ namespace: 'n', protected: 'yes' }, 400],
      [{ namespace: 'n', unknown: 1 }, 400],
      [{ namespace: 'n', properties: [] }, 400],
      [{ namespace: 'n', properties: { p: { title: 'P', type: 'text' } } }, 400],
      [{ namespace: 'n', properties: { p: { title: 'P', type: 'string', minimun: 1 } } }, 400],
      [{ namespace: 'n', properties: { p: { title: 'P', type: 'string', pattern: '(' } } }, 400],
      [{ namespace: 'n', properties: { p: { title: 'P', type: 'string', maxLength: -1 } } }, 400],
      [{ namespace: 'n', properties: { ['x'.repeat(81)]: { title: 'P', type: 'string' } } }, 400],
      [{ namespace: 'n', self: '/x' }, 403],
      [{ namespace: 'n', created_at: '2024-01-01T00:00:00Z' }, 403],
    ])('is refused as %j with %i', async (body, status) => {
      expect((await create(body)).status).toBe(status)
    })

    it('says where a mistake is', async () => {
      const response = await create({
        namespace: 'n',
        properties: { deep: { title: 'P', type: 'string', enum: 5 } },
      })
      expect((await response.json()).message).toContain('properties/deep/enum')
    })

    it('has a name that is taken once, whoever sees it', async () => {
      await create({ namespace: 'Site::Once' })
      expect((await create({ namespace: 'Site::Once' })).status).toBe(409)
    })

    it('is private to its project unless it says otherwise', async () => {
      const created = await create({ namespace: 'Site::Red', owner: 'project-red' })
      expect(await created.json()).toMatchObject({
        visibility: 'private',
        protected: false,
        owner: 'project-red',
      })
      const path = `${ROOT}/Site::Red`
      for (const [as, status] of [
        ['redReader', 200],
        ['admin', 200],
        ['blueMember', 404],
      ] as const) {
        expect(await statusOf('GET', path, as)).toBe(status)
        for (const part of ['properties', 'objects', 'tags', 'resource_types']) {
          expect(await statusOf('GET', `${path}/${part}`, as)).toBe(status)
        }
      }
      const names = (list: { namespaces: { namespace: string }[] }) =>
        list.namespaces.map((each) => each.namespace)
      expect(names(await read(ROOT, 'redReader'))).toContain('Site::Red')
      expect(names(await read(ROOT, 'blueReader'))).not.toContain('Site::Red')
      expect(await statusOf('GET', ROOT, 'unscoped')).toBe(403)
    })

    it('is written by administrators only: 403 for those who see it, 404 for the others', async () => {
      const path = `${ROOT}/Site::Red`
      const property = { name: 'p', title: 'P', type: 'string' }
      const writes = [
        ['PUT', path, { namespace: 'Site::Red' }],
        ['DELETE', path],
        ['POST', `${path}/properties`, property],
        ['POST', `${path}/objects`, { name: 'o' }],
        ['POST', `${path}/tags`, { tags: [] }],
        ['POST', `${path}/tags/t`],
        ['POST', `${path}/resource_types`, { name: IMAGE }],
        ['DELETE', `${path}/properties`],
        ['DELETE', `${path}/objects`],
        ['DELETE', `${path}/tags`],
      ] as const
      for (const [method, target, body] of writes) {
        expect(await statusOf(method, target, 'redMember', body)).toBe(403)
        expect(await statusOf(method, target, 'blueMember', body)).toBe(404)
      }
      expect((await create({ namespace: 'Site::Mine' }, 'redMember')).status).toBe(403)
    })
  })

  describe('replacing the attributes', () => {
    const PATH = `${ROOT}/Site::Put`
    const put = (body: unknown, path = PATH) => api.ask('PUT', path, { as: 'admin', body })
    beforeAll(async () => {
      await create({ ...WHOLE, namespace: 'Site::Put', protected: true, owner: 'project-red' })
    })

    it('takes away the texts that are left out, and never the protection, the owner or the visibility', async () => {
      const response = await put({ namespace: 'Site::Put' })
      expect(response.status).toBe(200)
      const { display_name, description, ...rest } = await response.json()
      expect([display_name, description]).toEqual([undefined, undefined])
      expect(rest).toMatchObject({ protected: true, owner: 'project-red', visibility: 'public' })
    })

    it('changes what the body names, and nothing of what the namespace defines', async () => {
      const { created_at: _, updated_at: _2, schema: _3, self: _4, ...whole } = await read(PATH)
      await put({
        ...whole,
        protected: false,
        visibility: 'private',
        description: 'New',
        properties: {},
        tags: [],
      })
      const after = await read(PATH, 'admin')
      expect(after).toMatchObject({ protected: false, visibility: 'private', description: 'New' })
      expect(after).toMatchObject({ properties: WHOLE.properties, tags: WHOLE.tags })
    })

    it('renames, unless the name is taken', async () => {
      expect((await put({ namespace: 'Site::Whole' })).status).toBe(409)
      expect((await put({ namespace: 'Site::Renamed' })).status).toBe(200)
      expect(await statusOf('GET', PATH, 'admin')).toBe(404)
      expect(await read(`${ROOT}/Site::Renamed`, 'admin')).toMatchObject({ tags: WHOLE.tags })
    })
  })

  describe('a protected namespace', () => {
    const PATH = `${ROOT}/Site::Guarded`
    beforeAll(async () => {
      await create({ ...WHOLE, namespace: 'Site::Guarded', protected: true })
    })

    it.each([
      ['DELETE', PATH],
      ['DELETE', `${PATH}/properties`],
      ['DELETE', `${PATH}/properties/size`],
      ['DELETE', `${PATH}/objects`],
      ['DELETE', `${PATH}/objects/Engine`],
      ['DELETE', `${PATH}/tags`],
      ['DELETE', `${PATH}/tags/fast`],
      ['DELETE', `${PATH}/resource_types/${IMAGE}`],
      ['POST', `${PATH}/tags`, { tags: [{ name: 'other' }] }],
    ])('refuses %s %s with 403', async (method, path, body?: unknown) => {
      expect(await statusOf(method, path, 'admin', body)).toBe(403)
      expect(await read(PATH)).toMatchObject({ ...WHOLE, namespace: 'Site::Guarded', protected: true })
    })

    it('is deleted with all that is in it once the protection is off', async () => {
      await api.ask('PUT', PATH, { as: 'admin', body: { namespace: 'Site::Guarded', protected: false } })
      expect(await statusOf('DELETE', PATH, 'admin')).toBe(204)
      expect(await statusOf('GET', PATH, 'admin')).toBe(404)
      expect(await statusOf('GET', `${PATH}/tags/fast`, 'admin')).toBe(404)
    })
  })

  describe('the list', () => {
    beforeAll(async () => {
      for (const name of ['L1', 'L2', 'L3']) {
        await create({
          ...{ namespace: `List::${name}`, visibility: 'public', properties: WHOLE.properties },
          resource_type_associations: [{ name: `List::${name}` }, { name: 'List::All' }],
        })
      }
    })
    const list = (query: string) => read(`${ROOT}?${query}`, 'admin')
    const names = (answer: { namespaces: { namespace: string }[] }) =>
      answer.namespaces.map((each) => each.namespace)

    it('goes page by page, with links that keep the question', async () => {
      const question = 'resource_types=List%3A%3AAll&sort_key=namespace&sort_dir=asc&limit=2'
      const first = await list(question)
      expect(first).toMatchObject({ first: `${ROOT}?${question}`, schema: '/v2/schemas/metadefs/namespaces' })
      expect(names(first)).toEqual(['List::L1', 'List::L2'])
      const second = await read(first.next)
      expect(names(second)).toEqual(['List::L3'])
      expect(second.next).toBeUndefined()
    })

    it('shows associations and no definitions', async () => {
      const [item] = (await list('resource_types=List::L2')).namespaces
      expect(item.resource_type_associations.map((each: { name: string }) => each.name)).toEqual([
        'List::L2',
        'List::All',
      ])
      expect(item).not.toHaveProperty('properties')
    })

    it('finds namespaces of several types and of a visibility', async () => {
      const both = await list('resource_types=List::L1,List::L3&sort_key=namespace&sort_dir=asc')
      expect(names(both)).toEqual(['List::L1', 'List::L3'])
      expect(names(await list('resource_types=List::All&visibility=private'))).toEqual([])
    })

    it.each([
      ['visibility=shared', 400],
      ['limit=-1', 400],
      ['limit=x', 400],
      ['sort_dir=up', 400],
      ['sort_key=owner', 400],
      ['marker=unknown', 404],
      ['limit=1&limit=2', 400],
    ])('refuses %s with %i', async (question, status) => {
      expect(await statusOf('GET', `${ROOT}?${question}`, 'admin')).toBe(status)
    })
  })
})
