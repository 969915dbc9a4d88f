import { describe, expect, it } from 'vitest'
import { ADMIN_PASSWORD } from '#tests/contract/identity-world.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { anIdentityApi, ORIGIN } from './identity-client.ts'

const inDefault = { domain: { id: 'default' } }
const ADMIN = { name: 'admin', ...inDefault, password: ADMIN_PASSWORD }
const ALICE = { name: 'alice', ...inDefault, password: 'wonderland' }
const FAILED = {
  error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' },
}

interface CatalogService {
  readonly type: string
  readonly endpoints: readonly { readonly interface: string; readonly region: string; readonly url: string }[]
}

forEachDatabase((open) => {
  const api = async (env?: Record<string, string>) => anIdentityApi(await open(), env)
  let made: ReturnType<typeof api> | undefined
  /** For tests that change nothing. */
  const shared = () => {
    made ??= api()
    return made
  }

  describe('version documents', () => {
    it('offer v3 as multiple choices at /identity', async () => {
      const { call } = await shared()
      for (const path of ['', '/']) {
        const { status, json, headers } = await call('GET', path)
        expect(status).toBe(300)
        expect(headers.get('location')).toBe(`${ORIGIN}/identity/v3/`)
        expect(json.versions.values).toMatchObject([{ id: 'v3.14', status: 'stable' }])
      }
    })

    it('describe v3 at /identity/v3, under the public address if one is set', async () => {
      const { call } = await api({ VITRINE_PUBLIC_URL: 'https://images.example.org/' })
      for (const path of ['/v3', '/v3/']) {
        const { status, json } = await call('GET', path)
        expect(status).toBe(200)
        expect(json.version.links).toEqual([{ rel: 'self', href: 'https://images.example.org/identity/v3/' }])
      }
    })
  })

  describe('a token', () => {
    it('comes from a password, scoped to a project, with roles and times', async () => {
      const { byPassword, user, project } = await shared()
      const { status, json, headers } = await byPassword(ALICE, { project: { name: 'demo', ...inDefault } })
      expect(status).toBe(201)
      expect(headers.get('x-subject-token')).toMatch(/^vt-[\w-]{43}$/)
      expect(headers.get('vary')).toBe('X-Auth-Token')
      const domain = { id: 'default', name: 'Default' }
      expect(json.token).toMatchObject({
        methods: ['password'],
        user: { id: user.id, name: 'alice', domain, password_expires_at: null },
        project: { id: project.id, name: 'demo', domain },
        roles: [{ name: 'member' }, { name: 'reader' }],
        issued_at: '2030-01-01T00:00:00.000000Z',
        expires_at: '2030-01-01T08:00:00.000000Z',
        is_domain: false,
      })
      expect(json.token.audit_ids).toHaveLength(1)
    })

    it('carries the addresses of the identity and the image service', async () => {
      const { byPassword } = await shared()
      const { json } = await byPassword(ADMIN)
      const endpoints = Object.fromEntries(
        json.token.catalog.map((service: CatalogService) => [
          service.type,
          service.endpoints.map((endpoint) => [endpoint.interface, endpoint.region, endpoint.url]),
        ]),
      )
      const everywhere = (url: string) =>
        ['public', 'internal', 'admin'].map((kind) => [kind, 'RegionOne', url])
      expect(endpoints).toEqual({ identity: everywhere(`${ORIGIN}/identity/v3`), image: everywhere(ORIGIN) })
    })

    it('comes without the catalog if the client asks so', async () => {
      const { authenticate } = await shared()
      const auth = { identity: { methods: ['password'], password: { user: ADMIN } } }
      expect((await authenticate(auth)).json.token.catalog).toBeDefined()
      expect((await authenticate(auth, '?nocatalog')).json.token.catalog).toBeUndefined()
    })

    it('comes for a user by id, and by name with the domain by id or name', async () => {
      const { byPassword, user } = await shared()
      const refs = [
        { id: user.id },
        { name: 'alice', domain: { name: 'Default' } },
        { name: 'alice', ...inDefault },
      ]
      for (const ref of refs) {
        expect((await byPassword({ ...ref, password: 'wonderland' })).status).toBe(201)
      }
    })

    it('is unscoped without a default project or when the client asks so', async () => {
      const { byPassword } = await shared()
      const answers = await Promise.all([
        byPassword(ALICE),
        byPassword(ADMIN, 'unscoped'),
        byPassword(ADMIN, { unscoped: {} }),
      ])
      for (const { status, json } of answers) {
        expect(status).toBe(201)
        expect(Object.keys(json.token).sort()).toEqual([
          'audit_ids',
          'expires_at',
          'issued_at',
          'methods',
          'user',
        ])
      }
    })

    it('is scoped to the default project when the client names none', async () => {
      const { byPassword } = await shared()
      expect((await byPassword(ADMIN)).json.token.project.name).toBe('admin')
    })

    it('is scoped to a domain for a user with a role there', async () => {
      const { byPassword, call, admin, user, roleId } = await api()
      expect((await byPassword(ALICE, { domain: { name: 'Default' } })).status).toBe(401)
      await call('PUT', `/v3/domains/default/users/${user.id}/roles/${roleId('reader')}`, { token: admin })
      const { status, json } = await byPassword(ALICE, { domain: { id: 'default' } })
      expect(status).toBe(201)
      expect(json.token).toMatchObject({
        domain: { id: 'default', name: 'Default' },
        roles: [{ name: 'reader' }],
      })
      expect(json.token.project).toBeUndefined()
    })

    it('comes for another token, ends when that does, and says where it came from', async () => {
      const { authenticate, alice, tokenFrom, clock, project } = await api()
      clock.nowMs += 3600_000
      const identity = { methods: ['token'], token: { id: alice } }
      const answer = await authenticate({ identity, scope: { project: { id: project.id } } })
      expect(answer.json.token).toMatchObject({
        methods: ['password', 'token'],
        issued_at: '2030-01-01T01:00:00.000000Z',
        expires_at: '2030-01-01T08:00:00.000000Z',
      })
      expect(answer.json.token.audit_ids).toHaveLength(2)
      expect(tokenFrom(answer)).not.toBe(alice)
    })
  })

  describe('a refused sign-in', () => {
    it('says the same for whatever was wrong: password, user, domain, project, or no role there', async () => {
      const { byPassword } = await shared()
      const answers = await Promise.all([
        byPassword({ ...ALICE, password: 'wrong' }),
        byPassword({ ...ALICE, name: 'nobody' }),
        byPassword({ ...ALICE, domain: { name: 'nowhere' } }),
        byPassword(ALICE, { project: { id: 'nothing' } }),
        byPassword(ALICE, { project: { name: 'admin', ...inDefault } }),
      ])
      for (const { status, json, headers } of answers) {
        expect(status).toBe(401)
        expect(json).toEqual(FAILED)
        expect(headers.get('www-authenticate')).toBe(`Keystone uri="${ORIGIN}/identity/v3"`)
        expect(headers.get('x-subject-token')).toBeNull()
      }
    })

    it('is 401 with Retry-After while the user is locked', async () => {
      const { byPassword } = await api()
      for (let index = 0; index < 5; index += 1) await byPassword({ ...ALICE, password: 'wrong' })
      const { status, headers } = await byPassword(ALICE)
      expect(status).toBe(401)
      expect(headers.get('retry-after')).toBe('2')
    })

    const password = { methods: ['password'], password: { user: ALICE } }
    const withUser = (user: object) => ({ auth: { identity: { methods: ['password'], password: { user } } } })
    const withScope = (scope: object) => ({ auth: { identity: password, scope } })
    const withMethods = (methods: string[]) => ({ auth: { identity: { ...password, methods } } })
    const BAD: [string, unknown, string][] = [
      ['no JSON', '{"auth"', 'JSON'],
      ['no object', '[]', 'body'],
      ['no identity', { auth: {} }, 'auth.identity'],
      ['no method', withMethods([]), 'auth.identity.methods'],
      ['two methods', withMethods(['password', 'token']), 'auth.identity.methods'],
      ['no data for the method', withMethods(['token']), 'auth.identity.token'],
      ['no password', withUser({ id: 'x' }), 'user.password'],
      ['no user', withUser({ password: 'x' }), 'user.name'],
      ['no domain', withUser({ name: 'a', password: 'x' }), 'user.domain'],
      ['a project without a domain', withScope({ project: { name: 'x' } }), 'scope.project.domain'],
      ['an empty scope', withScope({}), 'scope.project'],
      ['the system as scope', withScope({ system: { all: true } }), 'scope.system'],
    ]
    it.each(BAD)('is 400 and names the field for %s', async (_, body, field) => {
      const { call } = await shared()
      const { status, json } = await call('POST', '/v3/auth/tokens', { body })
      expect(json.error).toMatchObject({ code: 400, title: 'Bad Request' })
      expect(json.error.message).toContain(field)
      expect(status).toBe(400)
    })

    it('is 401 for a method that is not offered', async () => {
      const { authenticate } = await shared()
      expect((await authenticate({ identity: { methods: ['totp'], totp: {} } })).status).toBe(401)
    })

    it('is 413 for a body beyond reason', async () => {
      const { call } = await shared()
      const { status } = await call('POST', '/v3/auth/tokens', { body: ' '.repeat(2_000_000) })
      expect(status).toBe(413)
    })
  })

  describe('validating and revoking', () => {
    it('tells an administrator what any token stands for', async () => {
      const { call, admin, alice } = await shared()
      const asking = { token: admin, headers: { 'X-Subject-Token': alice } }
      const { status, json, headers } = await call('GET', '/v3/auth/tokens', asking)
      expect(status).toBe(200)
      expect(headers.get('x-subject-token')).toBe(alice)
      expect(json.token).toMatchObject({ user: { name: 'alice' }, project: { name: 'demo' } })
      expect(await call('HEAD', '/v3/auth/tokens', asking)).toMatchObject({ status: 200, json: null })
    })

    it("tells users of their own tokens, but not of others'", async () => {
      const { call, admin, alice, byPassword, tokenFrom } = await shared()
      const second = tokenFrom(await byPassword(ALICE))
      const ask = (subject: string) =>
        call('GET', '/v3/auth/tokens', { token: alice, headers: { 'X-Subject-Token': subject } })
      expect((await ask(alice)).status).toBe(200)
      expect((await ask(second)).status).toBe(200)
      expect((await ask(admin)).status).toBe(403)
    })

    it('is 404 for a token that is over, 401 for a caller whose token is over, 400 without a subject', async () => {
      const { call, admin } = await shared()
      const headers = { 'X-Subject-Token': 'vt-unknown' }
      expect((await call('GET', '/v3/auth/tokens', { token: admin, headers })).status).toBe(404)
      expect((await call('GET', '/v3/auth/tokens', { token: 'vt-unknown', headers })).status).toBe(401)
      expect((await call('GET', '/v3/auth/tokens', { headers })).status).toBe(401)
      expect((await call('GET', '/v3/auth/tokens', { token: admin })).status).toBe(400)
    })

    it('revokes a token, after which it opens nothing', async () => {
      const { call, alice } = await api()
      const headers = { 'X-Subject-Token': alice }
      expect((await call('DELETE', '/v3/auth/tokens', { token: alice, headers })).status).toBe(204)
      expect((await call('GET', '/v3/auth/projects', { token: alice })).status).toBe(401)
    })
  })

  describe('what a token opens', () => {
    it('lists the projects and domains to which it can be scoped', async () => {
      const { call, alice, admin } = await shared()
      const own = await call('GET', '/v3/auth/projects', { token: alice })
      expect(own.json.projects).toMatchObject([{ name: 'demo', domain_id: 'default', enabled: true }])
      expect((await call('GET', '/v3/auth/domains', { token: admin })).json.domains).toEqual([])
    })

    it('shows the catalog', async () => {
      const { call, alice } = await shared()
      const { json } = await call('GET', '/v3/auth/catalog', { token: alice })
      expect(json.catalog.map((service: CatalogService) => service.type).sort()).toEqual([
        'identity',
        'image',
      ])
      expect((await call('GET', '/v3/auth/catalog')).status).toBe(401)
    })

    it('lists services, endpoints and regions, consistent with each other', async () => {
      const { call, admin } = await shared()
      const get = async (path: string) => (await call('GET', `/v3${path}`, { token: admin })).json
      const { services } = await get('/services?type=image')
      expect(services).toMatchObject([{ name: 'glance', enabled: true }])
      const { endpoints } = await get(`/endpoints?service_id=${services[0].id}&interface=public`)
      expect(endpoints).toMatchObject([{ url: ORIGIN, region_id: 'RegionOne', service_id: services[0].id }])
      expect((await get(`/endpoints/${endpoints[0].id}`)).endpoint).toEqual(endpoints[0])
      expect((await get(`/services/${services[0].id}`)).service).toEqual(services[0])
      const { regions } = await get('/regions')
      expect((await get('/regions/RegionOne')).region).toEqual(regions[0])
      expect((await call('GET', '/v3/services/none', { token: admin })).status).toBe(404)
    })
  })

  describe('other requests', () => {
    it('are 404 without a route, 405 with Allow for another method, and told their methods by OPTIONS', async () => {
      const { call } = await shared()
      expect((await call('GET', '/v3/nothing')).json.error).toMatchObject({ code: 404, title: 'Not Found' })
      const wrong = await call('PUT', '/v3/users')
      expect(wrong.status).toBe(405)
      expect(wrong.headers.get('allow')).toBe('GET, POST, HEAD')
      const options = await call('OPTIONS', '/v3/users/x')
      expect(options.status).toBe(204)
      expect(options.headers.get('allow')).toBe('GET, PATCH, DELETE, HEAD')
    })

    it('are 500 without details when something breaks', async () => {
      const { call, identity } = await api()
      await identity.database.kysely.schema.dropTable('identity_tokens').execute()
      const { status, json } = await call('GET', '/v3/auth/catalog', { token: 'vt-x' })
      expect(status).toBe(500)
      expect(JSON.stringify(json)).not.toMatch(/identity_tokens|table|relation/)
    })
  })
})
