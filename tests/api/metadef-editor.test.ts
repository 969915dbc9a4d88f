import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

const ROOT = '/v2/metadefs/namespaces'
const TREE = {
  namespace: 'Site::Edited',
  visibility: 'public',
  protected: false,
  resource_type_associations: [{ name: 'OS::Glance::Image', prefix: 'hw_' }],
  properties: { size: { title: 'Size', type: 'integer' } },
  tags: [{ name: 'one' }],
}

describe('what the editor of definitions needs beyond the Image API', () => {
  forEachDatabase((open) => {
    let api: TestApi
    beforeAll(async () => {
      api = await openApi(open)
    })
    afterAll(() => api.close())
    const write = (body: object, as: 'admin' | 'redMember' = 'admin') =>
      api.ask('PUT', `${ROOT}/Site::Edited?vitrine_tree=true`, { as, body })
    const versions = async () =>
      (await api.ask('GET', `${ROOT}/Site::Edited/vitrine_versions`, { as: 'admin' })).json()

    it('lists namespaces with all that they define, replaces one in one piece, and keeps what it was', async () => {
      expect((await api.ask('POST', ROOT, { as: 'admin', body: TREE })).status).toBe(201)
      const list = await (await api.ask('GET', `${ROOT}?vitrine_tree=true&limit=100`)).json()
      const isOurs = (each: { namespace: string }) => each.namespace === TREE.namespace
      expect(list.namespaces.find(isOurs)).toMatchObject(TREE)

      const next = { ...TREE, properties: {}, tags: [{ name: 'two' }], display_name: 'Edited' }
      const { properties: _, ...rest } = next
      const answer = await write(next)
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject(rest)
      const history = await versions()
      expect(history.versions).toMatchObject([
        { number: 2, user_name: 'admin', namespace: rest },
        { number: 1, user_name: 'admin', namespace: TREE },
      ])
    })

    it('asks for the rights that the parts need, and leaves nothing half-done', async () => {
      expect((await write(TREE, 'redMember')).status).toBe(403)
      const asMember = await api.ask('GET', `${ROOT}/Site::Edited/vitrine_versions`)
      expect(asMember.status).toBe(403)
      expect((await write({ ...TREE, properties: { size: { title: 'Size', type: 'what' } } })).status).toBe(
        400,
      )
      expect((await write({ ...TREE, protected: true })).status).toBe(200)
      expect((await write({ ...TREE, protected: true, tags: [] })).status).toBe(403)
      expect((await versions()).versions).toHaveLength(3)
    })

    it('refuses to write or delete over what somebody else has changed meanwhile', async () => {
      const path = `${ROOT}/Site::Shared`
      const body = { ...TREE, namespace: 'Site::Shared' }
      const made = await api.ask('POST', ROOT, { as: 'admin', body })
      const read = await api.ask('GET', `${path}?resource_type=OS::Glance::Image`, { as: 'admin' })
      const first = read.headers.get('etag') ?? ''
      expect(first).toMatch(/^"[\w-]{22}"$/)
      expect(made.headers.get('etag')).toBe(first)
      const change = (method: string, etag: string, query = '', text = 'theirs') =>
        api.ask(method, `${path}${query}`, {
          ...{ as: 'admin', headers: { 'If-Match': etag } },
          ...(method === 'PUT' && { body: { ...body, description: text } }),
        })
      const theirs = await change('PUT', first, '?vitrine_tree=true')
      expect(theirs.status).toBe(200)
      for (const [method, query] of [
        ['PUT', ''],
        ['PUT', '?vitrine_tree=true'],
        ['DELETE', ''],
      ] as const) {
        const refused = await change(method, first, query, 'mine')
        expect([method, refused.status]).toEqual([method, 412])
        expect(await refused.text()).toMatch(/has changed since you read it/)
      }
      expect(await (await api.ask('GET', path)).json()).toMatchObject({ description: 'theirs' })
      expect((await change('DELETE', theirs.headers.get('etag') ?? '')).status).toBe(204)
    })

    it('keeps texts in other languages, and shows them to whom asks for them only', async () => {
      const path = `${ROOT}/Site::Words`
      const texts = {
        de: { display_name: 'Wörter', properties: { size: { title: 'Größe' }, gone: { title: 'Weg' } } },
      }
      const body = { ...TREE, namespace: 'Site::Words', vitrine_translations: texts }
      const kept = { de: { display_name: 'Wörter', properties: { size: { title: 'Größe' } } } }
      const asking = { as: 'admin', headers: { 'X-Vitrine-Show': 'translations' } } as const
      const shown = async () => (await (await api.ask('GET', path, asking)).json()).vitrine_translations
      const made = await api.ask('POST', ROOT, { as: 'admin', body })
      expect(Object.keys(await made.json())).not.toContain('vitrine_translations')
      expect(await (await api.ask('GET', path)).text()).not.toMatch(/Wörter|vitrine/)
      expect(await (await api.ask('GET', `${ROOT}?limit=100`)).text()).not.toMatch(/Wörter|vitrine/)
      expect(await shown()).toEqual(kept)

      // A client of Glance changes the namespace and a property, and knows nothing of languages.
      const { properties: _p, tags: _t, vitrine_translations: _v, ...attributes } = body
      expect((await api.ask('PUT', path, { as: 'admin', body: attributes })).status).toBe(200)
      const width = { name: 'width', title: 'Width', type: 'integer' }
      expect((await api.ask('PUT', `${path}/properties/size`, { as: 'admin', body: width })).status).toBe(200)
      expect(await shown()).toEqual({ de: { ...kept.de, properties: { width: { title: 'Größe' } } } })
      expect((await api.ask('DELETE', `${path}/properties/width`, { as: 'admin' })).status).toBe(204)
      expect(await shown()).toEqual({ de: { display_name: 'Wörter' } })
      const wrong = { ...body, vitrine_translations: { 'not a language': {} } }
      expect((await api.ask('PUT', `${path}?vitrine_tree=true`, { as: 'admin', body: wrong })).status).toBe(
        400,
      )
    })
  })
})
