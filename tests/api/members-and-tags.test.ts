import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageWire } from '#lib/contract/image-wire.ts'
import { openApi, type Persona, type TestApi } from '#tests/support/api.ts'
import { forEachDatabase } from '#tests/support/database.ts'

forEachDatabase((open) => {
  let api: TestApi
  beforeAll(async () => {
    api = await openApi(open, { VITRINE_IMAGE_MEMBERS: '2', VITRINE_IMAGE_TAGS: '2' })
  })
  afterAll(() => api.close())

  const add = (id: string, member: unknown, as: Persona = 'redMember') =>
    api.ask('POST', `/v2/images/${id}/members`, { as, body: { member } })
  const answer = (id: string, status: unknown, as: Persona = 'blueMember', member = 'project-blue') =>
    api.ask('PUT', `/v2/images/${id}/members/${member}`, { as, body: { status } })
  const sharedWithBlue = async (): Promise<string> => {
    const { id } = await api.createImage()
    await add(id, 'project-blue')
    return id
  }

  describe('members', () => {
    it('are added with 200, pending', async () => {
      const { id } = await api.createImage()
      const response = await add(id, 'project-blue')
      expect(response.status).toBe(200)
      expect(await response.json()).toEqual({
        member_id: 'project-blue',
        image_id: id,
        status: 'pending',
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
        schema: '/v2/schemas/member',
      })
    })

    it.each([
      [{}, 400],
      [[], 400],
      ['nonsense', 400],
      [{ member: '' }, 400],
      [{ member: null }, 400],
      [{ member: 5 }, 400],
      [{ member: 'x'.repeat(256) }, 400],
      [{ member: 'a\0' }, 400],
    ])('are refused as %j with %i', async (body, status) => {
      const { id } = await api.createImage()
      expect((await api.ask('POST', `/v2/images/${id}/members`, { body })).status).toBe(status)
    })

    it('are refused twice with 409, and beyond the limit with 413', async () => {
      const id = await sharedWithBlue()
      expect((await add(id, 'project-blue')).status).toBe(409)
      expect((await add(id, 'second')).status).toBe(200)
      expect((await add(id, 'third')).status).toBe(413)
    })

    it.each([
      ['admin', 200],
      ['redMember', 200],
      ['redReader', 403],
      ['blueMember', 403],
      ['stranger', 404],
    ] as const)('added by %s: %i', async (as, status) => {
      const id = await sharedWithBlue()
      expect((await add(id, 'another', as)).status).toBe(status)
    })

    it('are all listed to the owner, and to a member only itself', async () => {
      const id = await sharedWithBlue()
      await add(id, 'other')
      const list = async (as: Persona) => {
        const body = (await (await api.ask('GET', `/v2/images/${id}/members`, { as })).json()) as {
          members: { member_id: string }[]
          schema: string
        }
        expect(body.schema).toBe('/v2/schemas/members')
        return body.members.map(({ member_id }) => member_id).sort()
      }
      expect(await list('redReader')).toEqual(['other', 'project-blue'])
      expect(await list('admin')).toEqual(['other', 'project-blue'])
      expect(await list('blueReader')).toEqual(['project-blue'])
      expect((await api.ask('GET', `/v2/images/${id}/members`, { as: 'stranger' })).status).toBe(404)
    })

    it('are shown to the owner and to themselves', async () => {
      const id = await sharedWithBlue()
      await add(id, 'other')
      const show = async (member: string, as: Persona) =>
        (await api.ask('GET', `/v2/images/${id}/members/${member}`, { as })).status
      expect(await show('project-blue', 'redMember')).toBe(200)
      expect(await show('project-blue', 'blueReader')).toBe(200)
      expect(await show('other', 'blueMember')).toBe(404)
      expect(await show('nobody', 'redMember')).toBe(404)
      expect(await show('%00', 'redMember')).toBe(404)
    })

    it.each([
      ['blueMember', 200],
      ['admin', 200],
      ['redMember', 403],
      ['blueReader', 403],
      ['stranger', 404],
    ] as const)('answered by %s: %i', async (as, status) => {
      const id = await sharedWithBlue()
      expect((await answer(id, 'accepted', as)).status).toBe(status)
    })

    it('accept, reject, and think again', async () => {
      const id = await sharedWithBlue()
      for (const status of ['accepted', 'rejected', 'pending']) {
        expect(await (await answer(id, status)).json()).toMatchObject({ member_id: 'project-blue', status })
      }
    })

    it.each(['maybe', null, 5, ''])('cannot answer %j', async (status) => {
      const id = await sharedWithBlue()
      expect((await answer(id, status)).status).toBe(400)
    })

    it.each([
      ['admin', 204],
      ['redMember', 204],
      ['redReader', 403],
      ['blueMember', 403],
      ['stranger', 404],
    ] as const)('removed by %s: %i', async (as, status) => {
      const id = await sharedWithBlue()
      expect((await api.ask('DELETE', `/v2/images/${id}/members/project-blue`, { as })).status).toBe(status)
      expect((await api.ask('GET', `/v2/images/${id}`, { as: 'blueMember' })).status).toBe(
        status === 204 ? 404 : 200,
      )
    })

    it('may come back after they were removed', async () => {
      const id = await sharedWithBlue()
      await answer(id, 'accepted')
      await api.ask('DELETE', `/v2/images/${id}/members/project-blue`)
      expect((await api.ask('DELETE', `/v2/images/${id}/members/project-blue`)).status).toBe(404)
      expect(await (await add(id, 'project-blue')).json()).toMatchObject({ status: 'pending' })
    })

    it.each(['private', 'community', 'public'])(
      'do not exist on %s images: 403, to administrators too',
      async (visibility) => {
        const { id } = await api.createImage({ visibility, owner: 'project-red' }, 'admin')
        const path = `/v2/images/${id}/members`
        for (const as of ['redMember', 'admin'] as const) {
          expect((await api.ask('GET', path, { as })).status).toBe(403)
          expect((await add(id, 'project-blue', as)).status).toBe(403)
          expect((await api.ask('DELETE', `${path}/project-blue`, { as })).status).toBe(403)
          expect((await answer(id, 'accepted', as)).status).toBe(403)
          expect((await api.ask('GET', `${path}/project-blue`, { as })).status).toBe(404)
        }
      },
    )
  })

  describe('tags', () => {
    const tag = (method: string, id: string, name: string, as: Persona = 'redMember') =>
      api.ask(method, `/v2/images/${id}/tags/${name}`, { as })
    const tagsOf = async (id: string) =>
      ((await (await api.ask('GET', `/v2/images/${id}`)).json()) as ImageWire).tags

    it('are put and removed one by one, with 204', async () => {
      const { id } = await api.createImage({ tags: ['b'] })
      expect((await tag('PUT', id, 'a')).status).toBe(204)
      expect((await tag('PUT', id, 'a')).status).toBe(204)
      expect(await tagsOf(id)).toEqual(['a', 'b'])
      expect((await tag('DELETE', id, 'b')).status).toBe(204)
      expect(await tagsOf(id)).toEqual(['a'])
      expect((await tag('DELETE', id, 'b')).status).toBe(404)
    })

    it.each(['a%2Fb', '100%25', '%F0%9F%A6%AD', 'with%20blank', '%22quotes%22'])(
      'may be any text: %s',
      async (name) => {
        const { id } = await api.createImage()
        expect((await tag('PUT', id, name)).status).toBe(204)
        expect(await tagsOf(id)).toEqual([decodeURIComponent(name)])
        expect((await tag('DELETE', id, name)).status).toBe(204)
      },
    )

    it('are refused when too long, with 400, and when too many, with 413', async () => {
      const { id } = await api.createImage({ tags: ['a', 'b'] })
      expect((await tag('PUT', id, 'x'.repeat(256))).status).toBe(400)
      expect((await tag('PUT', id, 'a%00')).status).toBe(400)
      expect((await tag('PUT', id, 'c')).status).toBe(413)
      expect((await tag('PUT', id, 'a')).status).toBe(204)
    })

    it.each([
      ['admin', 204],
      ['redMember', 204],
      ['redReader', 403],
      ['stranger', 403],
    ] as const)('of a community image put by %s: %i, also when it is there', async (as, status) => {
      const { id } = await api.createImage({ visibility: 'community', tags: ['there'] })
      expect((await tag('PUT', id, 'there', as)).status).toBe(status)
      expect((await tag('PUT', id, 'new', as)).status).toBe(status)
      expect((await tag('DELETE', id, 'there', as)).status).toBe(status)
    })

    it('keep each other when two are put at once', async () => {
      const { id } = await api.createImage()
      await Promise.all([tag('PUT', id, 'one'), tag('PUT', id, 'two')])
      expect(await tagsOf(id)).toEqual(['one', 'two'])
    })
  })
})
