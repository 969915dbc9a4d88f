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
  })
})
