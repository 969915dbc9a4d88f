import { describe, expect, it } from 'vitest'
import { forEachDatabase } from '#tests/support/database.ts'
import { anIdentityApi, ORIGIN } from './identity-client.ts'

const names = (things: readonly { name: string }[]): string[] => things.map(({ name }) => name).sort()

forEachDatabase((open) => {
  const api = async () => anIdentityApi(await open())
  type Api = Awaited<ReturnType<typeof api>>

  describe('roles', () => {
    it('live from creation to deletion', async () => {
      const { call, admin: token } = await api()
      const { status, json } = await call('POST', '/v3/roles', { token, body: { role: { name: 'auditor' } } })
      expect(status).toBe(201)
      const path = `/v3/roles/${json.role.id}`
      const changed = await call('PATCH', path, { token, body: { role: { description: 'looks' } } })
      expect(changed.json.role).toMatchObject({
        name: 'auditor',
        description: 'looks',
        domain_id: null,
        options: {},
      })
      const { roles } = (await call('GET', '/v3/roles', { token })).json
      expect(names(roles)).toEqual(['admin', 'auditor', 'member', 'reader', 'service'])
      expect((await call('DELETE', path, { token })).status).toBe(204)
      expect((await call('GET', path, { token })).status).toBe(404)
    })

    it('that are built in stay as they are', async () => {
      const { call, admin: token, roleId } = await api()
      const path = `/v3/roles/${roleId('member')}`
      expect((await call('GET', path, { token })).json.role.options).toEqual({ immutable: true })
      expect((await call('PATCH', path, { token, body: { role: { name: 'x' } } })).status).toBe(403)
      expect((await call('DELETE', path, { token })).status).toBe(403)
    })

    it('imply others, at once also in tokens that exist, but never admin', async () => {
      const { call, admin: token, alice, roleId } = await api()
      const path = `/v3/roles/${roleId('reader')}/implies/${roleId('service')}`
      expect((await call('GET', path, { token })).status).toBe(404)
      expect((await call('PUT', path, { token })).json.role_inference).toMatchObject({
        prior_role: { name: 'reader' },
        implies: { name: 'service' },
      })
      const subject = { token, headers: { 'X-Subject-Token': alice } }
      const rolesOfAlice = async () => names((await call('GET', '/v3/auth/tokens', subject)).json.token.roles)
      expect(await rolesOfAlice()).toEqual(['member', 'reader', 'service'])
      const { role_inferences } = (await call('GET', '/v3/role_inferences', { token })).json
      expect(role_inferences.map((one: { prior_role: { name: string } }) => one.prior_role.name)).toEqual([
        'admin',
        'member',
        'reader',
      ])
      expect((await call('DELETE', path, { token })).status).toBe(204)
      expect(await rolesOfAlice()).toEqual(['member', 'reader'])
      const toAdmin = `/v3/roles/${roleId('reader')}/implies/${roleId('admin')}`
      expect((await call('PUT', toAdmin, { token })).status).toBe(403)
    })
  })

  describe('role assignments', () => {
    it.each(['project', 'domain'])('are given, checked, listed and taken on a %s', async (kind) => {
      const { call, admin: token, user, project, roleId } = await api()
      const place = kind === 'project' ? `/v3/projects/${project.id}` : '/v3/domains/default'
      const path = `${place}/users/${user.id}/roles/${roleId('service')}`
      expect((await call('HEAD', path, { token })).status).toBe(404)
      expect((await call('PUT', path, { token })).status).toBe(204)
      expect((await call('PUT', path, { token })).status).toBe(204)
      expect((await call('HEAD', path, { token })).status).toBe(204)
      const { roles } = (await call('GET', `${place}/users/${user.id}/roles`, { token })).json
      expect(names(roles)).toContain('service')
      expect((await call('DELETE', path, { token })).status).toBe(204)
      expect((await call('DELETE', path, { token })).status).toBe(404)
    })

    it('are 404 for an unknown user, role or project', async () => {
      const { call, admin: token, user, project, roleId } = await api()
      const paths = [
        `/v3/projects/none/users/${user.id}/roles/${roleId('reader')}`,
        `/v3/projects/${project.id}/users/none/roles/${roleId('reader')}`,
        `/v3/projects/${project.id}/users/${user.id}/roles/none`,
      ]
      for (const path of paths) expect((await call('PUT', path, { token })).status).toBe(404)
    })

    it('are listed by user, role and scope, with names and with what they imply', async () => {
      const { call, admin: token, user, project, roleId } = await api()
      const list = async (query: string) =>
        (await call('GET', `/v3/role_assignments?${query}`, { token })).json.role_assignments
      expect(await list(`user.id=${user.id}`)).toEqual([
        {
          role: { id: roleId('member') },
          user: { id: user.id },
          scope: { project: { id: project.id } },
          links: {
            assignment: `${ORIGIN}/identity/v3/projects/${project.id}/users/${user.id}/roles/${roleId('member')}`,
          },
        },
      ])
      const domain = { id: 'default', name: 'Default' }
      expect(await list(`scope.project.id=${project.id}&include_names=True`)).toMatchObject([
        {
          role: { name: 'member' },
          user: { name: 'alice', domain },
          scope: { project: { name: 'demo', domain } },
        },
      ])
      const readers = await list(`role.id=${roleId('reader')}&effective`)
      expect(readers).toHaveLength(2)
      expect(await list(`role.id=${roleId('reader')}`)).toEqual([])
      expect(await list('scope.domain.id=default')).toEqual([])
      expect(await list('group.id=x')).toEqual([])
      expect(await list('scope.system=all')).toEqual([])
    })
  })

  describe('application credentials', () => {
    const create = ({ call, alice, user }: Api, application_credential: object, token = alice) =>
      call('POST', `/v3/users/${user.id}/application_credentials`, {
        token,
        body: { application_credential },
      })

    it('show their secret once, and sign in by id or by name', async () => {
      const made = await api()
      const { status, json } = await create(made, {
        name: 'ci',
        roles: [{ name: 'reader' }],
        description: 'for CI',
      })
      expect(status).toBe(201)
      const { id, secret, ...shown } = json.application_credential
      expect(shown).toMatchObject({
        name: 'ci',
        description: 'for CI',
        project_id: made.project.id,
        roles: [{ name: 'reader' }],
        unrestricted: false,
        expires_at: null,
      })
      const path = `/v3/users/${made.user.id}/application_credentials`
      const got = await made.call('GET', `${path}/${id}`, { token: made.alice })
      expect(got.json.application_credential).toEqual({ id, ...shown })
      const list = await made.call('GET', `${path}?name=ci`, { token: made.alice })
      expect(list.json.application_credentials).toEqual([{ id, ...shown }])
      for (const lookup of [{ id }, { name: 'ci', user: { id: made.user.id } }]) {
        const identity = {
          methods: ['application_credential'],
          application_credential: { ...lookup, secret },
        }
        const answer = await made.authenticate({ identity })
        expect(answer.json.token).toMatchObject({
          methods: ['application_credential'],
          roles: [{ name: 'reader' }],
          project: { name: 'demo' },
          application_credential: { id, name: 'ci', restricted: true },
        })
      }
      expect((await made.call('DELETE', `${path}/${id}`, { token: made.alice })).status).toBe(204)
      expect((await made.call('GET', `${path}/${id}`, { token: made.alice })).status).toBe(404)
    })

    it('take a secret and an end of the client, and write the end as clients read it', async () => {
      const made = await api()
      const wanted = { name: 'ci', secret: 'my own', expires_at: '2031-02-03T04:05:06.000000' }
      const { json } = await create(made, wanted)
      expect(json.application_credential).toMatchObject(wanted)
      const identity = {
        methods: ['application_credential'],
        application_credential: { id: json.application_credential.id, secret: 'my own' },
      }
      expect((await made.authenticate({ identity })).status).toBe(201)
      expect((await made.authenticate({ identity, scope: 'unscoped' })).status).toBe(401)
      const wrong = {
        ...identity,
        application_credential: { id: json.application_credential.id, secret: 'no' },
      }
      expect((await made.authenticate({ identity: wrong })).status).toBe(401)
    })

    it('cannot make further ones unless they are unrestricted', async () => {
      const made = await api()
      for (const unrestricted of [false, true]) {
        const { json } = await create(made, { name: `ci ${unrestricted}`, unrestricted })
        const { id, secret } = json.application_credential
        const identity = { methods: ['application_credential'], application_credential: { id, secret } }
        const token = made.tokenFrom(await made.authenticate({ identity }))
        const answer = await create(made, { name: `from ci ${unrestricted}` }, token)
        expect(answer.status).toBe(unrestricted ? 201 : 403)
      }
    })

    const BAD: [string, object, string][] = [
      ['a role that the user does not have', { name: 'x', roles: [{ name: 'admin' }] }, 'admin'],
      ['an end in the past', { name: 'x', expires_at: '2020-01-01T00:00:00' }, 'expires_at'],
      ['an end that is no time', { name: 'x', expires_at: 'tomorrow' }, 'expires_at'],
      ['access rules', { name: 'x', access_rules: [{ path: '/v2/images' }] }, 'access_rules'],
      ['no name', {}, 'application_credential.name'],
    ]
    it.each(BAD)('are refused with %s', async (_, wanted, word) => {
      const { status, json } = await create(await api(), wanted)
      expect(status).toBe(400)
      expect(json.error.message).toContain(word)
    })

    it("are one's own affair: another user sees none of them, and nobody makes them for others", async () => {
      const made = await api()
      const { json } = await create(made, { name: 'ci' })
      const { id } = json.application_credential
      const { users } = (await made.call('GET', '/v3/users?name=admin', { token: made.admin })).json
      const elsewhere = `/v3/users/${users[0].id}/application_credentials`
      expect((await made.call('GET', `${elsewhere}/${id}`, { token: made.admin })).status).toBe(404)
      expect((await made.call('GET', elsewhere, { token: made.alice })).status).toBe(403)
      expect((await create(made, { name: 'from admin' }, made.admin)).status).toBe(403)
    })
  })
})
