import { describe, expect, it } from 'vitest'
import { forEachDatabase } from '#tests/support/database.ts'
import { anIdentityApi } from './identity-client.ts'

forEachDatabase((open) => {
  async function world() {
    const api = await anIdentityApi(await open())
    const { call, admin: token, alice } = api
    const { services } = (await call('GET', '/v3/services?type=image', { token })).json
    const service_id: string = services[0].id
    const register = async (resource_name: string, default_limit: number) =>
      call('POST', '/v3/registered_limits', {
        token,
        body: { registered_limits: [{ service_id, region_id: 'RegionOne', resource_name, default_limit }] },
      })
    const own = (resource_name: string, resource_limit: number, project_id = 'p1') =>
      call('POST', '/v3/limits', {
        token,
        body: { limits: [{ service_id, region_id: 'RegionOne', project_id, resource_name, resource_limit }] },
      })
    return { call, token, alice, service_id, register, own }
  }

  describe('registered limits', () => {
    it('live from creation to deletion', async () => {
      const { call, token, alice, service_id, register } = await world()
      const { status, json } = await register('image_size_total', 1000)
      expect(status).toBe(201)
      const [{ id }] = json.registered_limits
      const path = `/v3/registered_limits/${id}`
      expect((await call('GET', path, { token: alice })).json.registered_limit).toMatchObject({
        ...{ id, service_id, region_id: 'RegionOne', resource_name: 'image_size_total' },
        ...{ default_limit: 1000, description: null },
      })
      const body = { registered_limit: { default_limit: 5, description: 'for all' } }
      expect((await call('PATCH', path, { token, body })).json.registered_limit).toMatchObject(
        body.registered_limit,
      )
      const found = await call('GET', '/v3/registered_limits?resource_name=other', { token })
      expect(found.json.registered_limits).toEqual([])
      expect((await call('DELETE', path, { token })).status).toBe(204)
      expect((await call('GET', path, { token })).status).toBe(404)
    })

    it('exist once, for services that exist, and are made by administrators', async () => {
      const { call, token, alice, service_id, register } = await world()
      await register('image_count_total', 3)
      expect((await register('image_count_total', 4)).status).toBe(409)
      const body = (service: string) => ({
        registered_limits: [{ service_id: service, resource_name: 'x', default_limit: 1 }],
      })
      expect((await call('POST', '/v3/registered_limits', { token, body: body('nobody') })).status).toBe(400)
      const refused = await call('POST', '/v3/registered_limits', { token: alice, body: body(service_id) })
      expect(refused.status).toBe(403)
    })
  })

  describe('limits of projects', () => {
    it('need a registered one, and keep it from being deleted', async () => {
      const { call, token, register, own } = await world()
      expect((await own('image_size_total', 1)).status).toBe(403)
      const [registered] = (await register('image_size_total', 10)).json.registered_limits
      const { status, json } = await own('image_size_total', 7)
      expect(status).toBe(201)
      expect(json.limits).toMatchObject([{ project_id: 'p1', domain_id: null, resource_limit: 7 }])
      expect((await own('image_size_total', 8)).status).toBe(409)
      expect((await call('DELETE', `/v3/registered_limits/${registered.id}`, { token })).status).toBe(403)

      const path = `/v3/limits/${json.limits[0].id}`
      const changed = await call('PATCH', path, { token, body: { limit: { resource_limit: -1 } } })
      expect(changed.json.limit.resource_limit).toBe(-1)
      expect((await call('DELETE', path, { token })).status).toBe(204)
      expect((await call('DELETE', `/v3/registered_limits/${registered.id}`, { token })).status).toBe(204)
    })

    it('are found by what clients of unified limits ask for, and hidden from others', async () => {
      const { call, token, alice, service_id, register, own } = await world()
      await register('image_size_total', 10)
      await own('image_size_total', 7, 'p1')
      await own('image_size_total', 8, 'p2')
      const query = `/v3/limits?service_id=${service_id}&region_id=RegionOne&resource_name=image_size_total&project_id=p2`
      expect((await call('GET', query, { token })).json.limits).toMatchObject([{ resource_limit: 8 }])
      expect((await call('GET', query, { token: alice })).json.limits).toEqual([])
      expect((await call('GET', '/v3/limits/model', { token })).json.model.name).toBe('flat')
    })
  })
})
