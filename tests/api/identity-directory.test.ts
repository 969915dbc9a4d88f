import { describe, expect, it } from 'vitest'
import { forEachDatabase } from '#tests/support/database.ts'
import { anIdentityApi, ORIGIN } from './identity-client.ts'

const names = (things: readonly { name: string }[]): string[] => things.map(({ name }) => name).sort()

forEachDatabase((open) => {
  const api = async () => anIdentityApi(await open())

  describe('projects', () => {
    it('live from creation to deletion, with the attributes that clients keep there', async () => {
      const { call, admin: token } = await api()
      const body = {
        project: { name: 'lab', description: 'd', tags: ['a'], colour: 'red', domain_id: 'default' },
      }
      const created = await call('POST', '/v3/projects', { token, body })
      expect(created.status).toBe(201)
      const { id } = created.json.project
      expect(created.json.project).toEqual({
        id,
        name: 'lab',
        description: 'd',
        domain_id: 'default',
        parent_id: 'default',
        enabled: true,
        is_domain: false,
        tags: ['a'],
        colour: 'red',
        options: {},
        links: { self: `${ORIGIN}/identity/v3/projects/${id}` },
      })
      expect((await call('GET', `/v3/projects/${id}`, { token })).json).toEqual(created.json)
      const change = { project: { name: 'labs', description: null, colour: 'blue' } }
      const changed = await call('PATCH', `/v3/projects/${id}`, { token, body: change })
      expect(changed.json.project).toMatchObject({
        name: 'labs',
        description: '',
        tags: ['a'],
        colour: 'blue',
      })
      expect((await call('DELETE', `/v3/projects/${id}`, { token })).status).toBe(204)
      expect((await call('GET', `/v3/projects/${id}`, { token })).status).toBe(404)
    })

    it('are listed by name, domain, parent and state, and in pages', async () => {
      const { call, admin: token, project } = await api()
      const list = async (query: string) => (await call('GET', `/v3/projects?${query}`, { token })).json
      expect(names((await list('')).projects)).toEqual(['admin', 'demo'])
      expect(names((await list('name=demo')).projects)).toEqual(['demo'])
      expect((await list('name=demo&domain_id=other')).projects).toEqual([])
      await call('PATCH', `/v3/projects/${project.id}`, { token, body: { project: { enabled: false } } })
      expect(names((await list('enabled=false')).projects)).toEqual(['demo'])
      const first = await list('limit=1')
      expect(first.projects).toHaveLength(1)
      const second = await list(new URL(first.links.next).search.slice(1))
      expect(names([...first.projects, ...second.projects])).toEqual(['admin', 'demo'])
      expect((await list('limit=5')).links.next).toBeNull()
    })

    it('can stand under another project of their domain, which then cannot be deleted', async () => {
      const { call, admin: token, project } = await api()
      const child = await call('POST', '/v3/projects', {
        token,
        body: { project: { name: 'c', parent_id: project.id } },
      })
      expect(child.json.project.parent_id).toBe(project.id)
      expect((await call('DELETE', `/v3/projects/${project.id}`, { token })).status).toBe(403)
      const lost = await call('POST', '/v3/projects', {
        token,
        body: { project: { name: 'x', parent_id: 'none' } },
      })
      expect(lost.status).toBe(400)
      expect(lost.json.error.message).toContain('none')
    })
  })

  describe('users', () => {
    it('live from creation to deletion, without ever showing a password', async () => {
      const { call, admin: token, byPassword, project } = await api()
      const user = {
        name: 'bob',
        password: 'builder',
        email: 'bob@example.org',
        default_project_id: project.id,
      }
      const created = await call('POST', '/v3/users', { token, body: { user } })
      expect(created.status).toBe(201)
      const { id } = created.json.user
      expect(created.json.user).toEqual({
        id,
        name: 'bob',
        email: 'bob@example.org',
        default_project_id: project.id,
        domain_id: 'default',
        enabled: true,
        password_expires_at: null,
        options: {},
        links: { self: `${ORIGIN}/identity/v3/users/${id}` },
      })
      const body = { user: { name: 'robert', password: 'hammer', description: 'fixes things' } }
      const changed = await call('PATCH', `/v3/users/${id}`, { token, body })
      expect(changed.json.user).toMatchObject({
        name: 'robert',
        email: 'bob@example.org',
        description: 'fixes things',
      })
      expect(JSON.stringify(changed.json)).not.toContain('hammer')
      expect((await byPassword({ id, password: 'builder' })).status).toBe(401)
      expect((await byPassword({ id, password: 'hammer' })).status).toBe(201)
      expect((await call('DELETE', `/v3/users/${id}`, { token })).status).toBe(204)
      expect((await byPassword({ id, password: 'hammer' })).status).toBe(401)
    })

    it('cannot sign in without a password', async () => {
      const { call, admin: token, byPassword } = await api()
      const { json } = await call('POST', '/v3/users', { token, body: { user: { name: 'robot' } } })
      expect((await byPassword({ id: json.user.id, password: '' })).status).toBe(401)
    })

    it('change their own password by the old one, which ends their tokens', async () => {
      const { call, alice: token, user, byPassword } = await api()
      const change = (original_password: string) =>
        call('POST', `/v3/users/${user.id}/password`, {
          token,
          body: { user: { password: 'new', original_password } },
        })
      expect((await change('wrong')).status).toBe(401)
      expect((await change('wonderland')).status).toBe(204)
      expect((await call('GET', '/v3/auth/projects', { token })).status).toBe(401)
      expect((await byPassword({ id: user.id, password: 'new' })).status).toBe(201)
    })

    it('stay in their domain', async () => {
      const { call, admin: token, user } = await api()
      const { status, json } = await call('PATCH', `/v3/users/${user.id}`, {
        token,
        body: { user: { domain_id: 'other' } },
      })
      expect(status).toBe(400)
      expect(json.error.message).toContain('domain')
    })
  })

  describe('domains', () => {
    it('live from creation to deletion, which they must be disabled for', async () => {
      const { call, admin: token } = await api()
      const { status, json } = await call('POST', '/v3/domains', {
        token,
        body: { domain: { name: 'corp' } },
      })
      expect(status).toBe(201)
      const path = `/v3/domains/${json.domain.id}`
      const inside = await call('POST', '/v3/projects', {
        token,
        body: { project: { name: 'demo', domain_id: json.domain.id } },
      })
      expect(inside.status).toBe(201)
      expect((await call('DELETE', path, { token })).status).toBe(403)
      const disabled = await call('PATCH', path, { token, body: { domain: { enabled: false } } })
      expect(disabled.json.domain).toMatchObject({ name: 'corp', enabled: false })
      expect((await call('DELETE', path, { token })).status).toBe(204)
      expect((await call('GET', `/v3/projects/${inside.json.project.id}`, { token })).status).toBe(404)
    })

    it('cannot do without the default one', async () => {
      const { call, admin: token } = await api()
      const body = { domain: { enabled: false } }
      expect((await call('PATCH', '/v3/domains/default', { token, body })).status).toBe(403)
      expect((await call('DELETE', '/v3/domains/default', { token })).status).toBe(403)
    })
  })

  describe('somebody who is no administrator', () => {
    it('may look at what is their own', async () => {
      const { call, alice: token, user, project } = await api()
      const own = [
        `/users/${user.id}`,
        `/users/${user.id}/projects`,
        `/users/${user.id}/groups`,
        `/users/${user.id}/access_rules`,
        `/projects/${project.id}`,
        '/domains/default',
        `/role_assignments?user.id=${user.id}`,
        '/regions',
      ]
      for (const path of own)
        expect([path, (await call('GET', `/v3${path}`, { token })).status]).toEqual([path, 200])
    })

    it('may neither list nor change anything else, and does not learn what exists', async () => {
      const { call, alice: token, user, project, roleId } = await api()
      const forbidden = [
        'GET /users',
        'GET /users/none',
        'GET /projects',
        'GET /projects/none',
        'GET /domains',
        'GET /domains/none',
        'GET /roles',
        'GET /groups',
        'GET /role_assignments',
        'GET /role_inferences',
        'GET /services',
        'GET /endpoints',
        'POST /users',
        `PATCH /users/${user.id}`,
        `DELETE /users/${user.id}`,
        'POST /projects',
        `PATCH /projects/${project.id}`,
        `DELETE /projects/${project.id}`,
        'POST /domains',
        'PATCH /domains/default',
        'POST /roles',
        `PUT /projects/${project.id}/users/${user.id}/roles/${roleId('admin')}`,
        `DELETE /projects/${project.id}/users/${user.id}/roles/${roleId('member')}`,
        'POST /users/none/password',
      ]
      for (const request of forbidden) {
        const [method = '', path = ''] = request.split(' ')
        const { status } = await call(method, `/v3${path}`, {
          token,
          body: method === 'GET' ? undefined : {},
        })
        expect([request, status]).toEqual([request, 403])
      }
    })

    it('gets 401 without a token, whatever the request', async () => {
      const { call } = await api()
      for (const path of [
        '/users',
        '/projects',
        '/domains/default',
        '/roles',
        '/auth/catalog',
        '/auth/projects',
      ]) {
        expect((await call('GET', `/v3${path}`)).status).toBe(401)
      }
    })
  })

  describe('bad requests', () => {
    const TAKEN: [string, string, object][] = [
      ['project', '/v3/projects', { project: { name: 'demo' } }],
      ['user', '/v3/users', { user: { name: 'alice' } }],
      ['domain', '/v3/domains', { domain: { name: 'Default' } }],
      ['role', '/v3/roles', { role: { name: 'member' } }],
    ]
    it.each(TAKEN)('are 409 for the name of a %s that exists', async (_, path, body) => {
      const { call, admin: token } = await api()
      const { status, json } = await call('POST', path, { token, body })
      expect(status).toBe(409)
      expect(json.error).toMatchObject({ code: 409, title: 'Conflict' })
      expect(json.error.message).toContain('exists already')
    })

    const BAD: [string, object, string][] = [
      ['/v3/projects', { project: {} }, 'project.name'],
      ['/v3/projects', { project: { name: 'x'.repeat(65) } }, 'project.name'],
      ['/v3/projects', { project: { name: 'x', enabled: 'yes' } }, 'project.enabled'],
      ['/v3/projects', { project: { name: 'x', is_domain: true } }, 'project.is_domain'],
      ['/v3/users', { user: { name: '' } }, 'user.name'],
      ['/v3/users', { user: { name: 'x', password: 5 } }, 'user.password'],
      ['/v3/domains', {}, 'domain'],
      ['/v3/roles', { role: { name: 'x', domain_id: 'default' } }, 'role.domain_id'],
    ]
    it('are 400 and name the field', async () => {
      const { call, admin: token } = await api()
      for (const [path, body, field] of BAD) {
        const { status, json } = await call('POST', path, { token, body })
        expect([status, json.error.message]).toEqual([400, expect.stringContaining(field)])
      }
      expect((await call('GET', '/v3/users?limit=0', { token })).json.error.message).toContain('limit')
    })

    it('are 404 for a domain that does not exist', async () => {
      const { call, admin: token } = await api()
      const body = { project: { name: 'x', domain_id: 'none' } }
      expect((await call('POST', '/v3/projects', { token, body })).status).toBe(404)
    })
  })
})
