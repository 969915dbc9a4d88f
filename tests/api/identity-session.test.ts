import { encode } from 'next-auth/jwt'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '#lib/config.ts'
import type { SessionDetails } from '#lib/contract/session.ts'
import { DomainError } from '#lib/domain/errors.ts'
import { createAuthOptions } from '#lib/identity/auth-options.ts'
import { grantRole } from '#lib/identity/directory/assignments.ts'
import { createProject } from '#lib/identity/directory/projects.ts'
import type { SessionClaims } from '#lib/identity/session-cookie.ts'
import { createLog } from '#lib/log.ts'
import { HOUR_MS } from '#tests/contract/identity-world.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { anIdentityApi, SESSION_SECRET } from './identity-client.ts'

const PLAIN = 'next-auth.session-token'
const SECURE = `__Secure-${PLAIN}`
const NOBODY: SessionDetails = {
  user: { id: '', name: '', domainId: '' },
  project: null,
  roles: [],
  expiresAt: '',
}

const seal = (identityToken: string, secret = SESSION_SECRET) =>
  encode({ token: { identityToken, details: NOBODY }, secret })

forEachDatabase((open) => {
  const api = async (env?: Record<string, string>) => anIdentityApi(await open(), env)
  let made: ReturnType<typeof api> | undefined
  /** For tests that change nothing. */
  const shared = () => {
    made ??= api()
    return made
  }

  describe("the browser's session cookie", () => {
    const open = async (
      cookie: string,
      headers: Record<string, string> = {},
      env?: Record<string, string>,
    ) => {
      const { call } = await (env === undefined ? shared() : api(env))
      return call('GET', '/v3/auth/projects', { headers: { cookie, ...headers } })
    }
    const sealed = async () => seal((await shared()).alice)

    it('opens the API as the token in it would', async () => {
      const { status, json } = await open(`theme=dark; ${PLAIN}=${await sealed()}; other=1`)
      expect(status).toBe(200)
      expect(json.projects).toMatchObject([{ name: 'demo' }])
    })

    it('is read under its name on https', async () => {
      expect((await open(`${SECURE}=${await sealed()}`)).status).toBe(200)
    })

    it('is put together from pieces, in their order', async () => {
      const cookie = await sealed()
      const size = Math.ceil(cookie.length / 12)
      const pieces = Array.from(
        { length: 12 },
        (_, index) => `${PLAIN}.${index}=${cookie.slice(index * size, (index + 1) * size)}`,
      )
      expect((await open(pieces.reverse().join('; '))).status).toBe(200)
      expect((await open(pieces.slice(1).join('; '))).status).toBe(401)
    })

    it('counts for nothing when it is forged, sealed with another secret, or empty', async () => {
      const { alice } = await shared()
      const cookies = [await seal(alice, 'another secret'), `${await sealed()}x`, 'x.y.z', '']
      for (const cookie of cookies) expect((await open(`${PLAIN}=${cookie}`)).status).toBe(401)
    })

    it('counts less than a token in the header', async () => {
      expect((await open(`${PLAIN}=${await sealed()}`, { 'X-Auth-Token': 'vt-unknown' })).status).toBe(401)
    })

    it('must be the secure one where the service is known to be on https', async () => {
      const { call, alice } = await api({ VITRINE_PUBLIC_URL: 'https://images.example.org' })
      const cookie = await seal(alice)
      const get = (name: string) =>
        call('GET', '/v3/auth/projects', { headers: { cookie: `${name}=${cookie}` } })
      expect((await get(PLAIN)).status).toBe(401)
      expect((await get(SECURE)).status).toBe(200)
    })
  })

  describe("a request with the browser's cookie", () => {
    const HOST = 'images.test'
    const CASES: [string, string, Record<string, string>, 'passes' | 'refused'][] = [
      ['from our own page', 'POST', { 'sec-fetch-site': 'same-origin' }, 'passes'],
      ['from the address bar', 'GET', { 'sec-fetch-site': 'none' }, 'passes'],
      ['from nowhere, but writing', 'POST', { 'sec-fetch-site': 'none' }, 'refused'],
      ['from another site, reading', 'GET', { 'sec-fetch-site': 'cross-site' }, 'refused'],
      ['from another site, writing', 'POST', { 'sec-fetch-site': 'cross-site' }, 'refused'],
      ['from a sister site', 'DELETE', { 'sec-fetch-site': 'same-site' }, 'refused'],
      ['of an old browser, reading', 'GET', {}, 'passes'],
      ['of an old browser from our page', 'POST', { origin: `http://${HOST}` }, 'passes'],
      [
        'of an old browser from our page behind a proxy with https',
        'POST',
        { origin: `https://${HOST}` },
        'passes',
      ],
      ['of an old browser from another site', 'POST', { origin: 'http://evil.test' }, 'refused'],
      ['of an old browser from another port', 'POST', { origin: `http://${HOST}:8080` }, 'refused'],
      ['of an old browser from a sandbox', 'POST', { origin: 'null' }, 'refused'],
      ['of an old browser that says nothing, writing', 'POST', {}, 'refused'],
    ]
    it.each(CASES)('%s (%s) %o %s', async (_, method, headers, expected) => {
      const { call, alice, user } = await shared()
      const cookie = `${PLAIN}=${await seal(alice)}`
      // What passes goes on to its own answer: alice may read herself, and is no administrator.
      const { status, json } = await call(method, `/v3/users${method === 'POST' ? '' : `/${user.id}`}`, {
        headers: { cookie, host: HOST, ...headers },
        ...(method === 'POST' ? { body: {} } : {}),
      })
      const isRefused = status === 403 && /comes from another site/.test(json.error.message)
      expect(isRefused).toBe(expected === 'refused')
    })

    it('is not judged when it carries a token of its own', async () => {
      const { call, alice } = await shared()
      const headers = { 'sec-fetch-site': 'cross-site', cookie: `${PLAIN}=${await seal(alice)}` }
      expect((await call('GET', '/v3/auth/projects', { token: alice, headers })).status).toBe(200)
    })

    it('may come from a page at the public address', async () => {
      const { call, alice } = await api({ VITRINE_PUBLIC_URL: 'https://images.example.org' })
      const cookie = `${SECURE}=${await seal(alice)}`
      const post = (origin: string) =>
        call('POST', '/v3/users', { headers: { cookie, host: 'inner:3000', origin }, body: {} })
      expect((await post('https://images.example.org')).json.error.message).toContain('role admin')
      expect((await post('https://evil.test')).json.error.message).toContain('another site')
    })
  })

  describe('next-auth', () => {
    const signInWorld = async () => {
      const world = await api()
      const deps = {
        ...world,
        sessionSecret: SESSION_SECRET,
        config: loadConfig({}),
        log: createLog('silent'),
      }
      const options = createAuthOptions(deps, false)
      const [provider] = options.providers
      const authorize = async (credentials: Record<string, string>) =>
        provider?.type === 'credentials'
          ? (provider.options as typeof provider).authorize(credentials, { headers: {} })
          : undefined
      const { jwt, session } = options.callbacks ?? {}
      type JwtInput = Parameters<NonNullable<typeof jwt>>[0]
      const jwtOf = async (input: object) => (await jwt?.(input as JwtInput)) as SessionClaims
      const signIn = async () => {
        const user = await authorize({ userName: 'alice', domain: '', password: 'wonderland' })
        return jwtOf({ token: {}, user, trigger: 'signIn' })
      }
      const sessionOf = (token: SessionClaims) =>
        session?.({ session: { user: {}, expires: '' }, token } as never) as unknown as SessionDetails & {
          expires: string
        }
      return { ...world, options, authorize, jwtOf, signIn, sessionOf }
    }

    it('shows the page who works where and until when, but never the token', async () => {
      const { signIn, sessionOf, user, project } = await signInWorld()
      const claims = await signIn()
      const shown = sessionOf(claims)
      expect(shown).toEqual({
        user: { id: user.id, name: 'alice', domainId: 'default' },
        project: { id: project.id, name: 'demo', domainId: 'default' },
        roles: ['member', 'reader'],
        expiresAt: '2030-01-01T08:00:00.000Z',
        expires: '2030-01-01T08:00:00.000Z',
      })
      expect(JSON.stringify(shown)).not.toContain(claims.identityToken)
    })

    it('tells in words why signing in fails, without saying who exists', async () => {
      const { authorize } = await signInWorld()
      const message = 'The user name or the password is wrong.'
      await expect(authorize({ userName: 'alice', password: 'x' })).rejects.toThrow(message)
      await expect(authorize({ userName: 'nobody', password: 'x' })).rejects.toThrow(message)
      await expect(authorize({})).rejects.toThrow(message)
      for (let index = 0; index < 4; index += 1)
        await authorize({ userName: 'alice', password: 'x' }).catch(() => {})
      await expect(authorize({ userName: 'alice', password: 'wonderland' })).rejects.toThrow(
        /Try again in 2 seconds/,
      )
    })

    it('goes over to another project where the user has a role, and stays otherwise', async () => {
      const { identity, user, roleId, signIn, jwtOf, sessionOf } = await signInWorld()
      const own = { domainId: 'default', description: '', isEnabled: true, extra: {}, parentId: null }
      const other = await createProject(identity, { ...own, name: 'zoo' })
      const closed = await createProject(identity, { ...own, name: 'closed' })
      await grantRole(identity, {
        userId: user.id,
        roleId: roleId('reader'),
        target: { kind: 'project', id: other.id },
      })
      const first = await signIn()
      const second = await jwtOf({ token: first, trigger: 'update', session: { projectId: other.id } })
      expect(sessionOf(second)).toMatchObject({ project: { name: 'zoo' }, roles: ['reader'] })
      await expect(identity.validateToken(first.identityToken)).resolves.toMatchObject({
        projectName: 'demo',
      })
      const third = await jwtOf({ token: second, trigger: 'update', session: { projectId: closed.id } })
      expect(sessionOf(third)).toMatchObject({ project: { name: 'zoo' } })
      for (const session of [undefined, null, { projectId: 5 }, 'x']) {
        expect(await jwtOf({ token: second, trigger: 'update', session })).toEqual(second)
      }
    })

    it('prolongs the session while it is asked for, and shows roles as they are now', async () => {
      const { signIn, jwtOf, sessionOf, clock, expel, identity, user, project, roleId } = await signInWorld()
      const claims = await signIn()
      clock.nowMs += 5 * HOUR_MS
      const later = await jwtOf({ token: claims })
      expect(sessionOf(later).expiresAt).toBe('2030-01-01T12:00:00.000Z')
      await grantRole(identity, {
        userId: user.id,
        roleId: roleId('reader'),
        target: { kind: 'project', id: project.id },
      })
      await expel()
      expect(sessionOf(await jwtOf({ token: later })).roles).toEqual(['reader'])
    })

    it('has no session any more when the token is over, but keeps it when identity does not answer', async () => {
      const { signIn, jwtOf, identity } = await signInWorld()
      const claims = await signIn()
      const renew = () => Promise.reject(new DomainError('unavailable', 'down'))
      const deps = {
        identity: { ...identity, renew },
        sessionSecret: 's',
        config: loadConfig({}),
        log: createLog('silent'),
      }
      const { jwt } = createAuthOptions(deps, false).callbacks ?? {}
      expect(await jwt?.({ token: claims } as never)).toEqual(claims)
      await identity.revoke(claims.identityToken)
      await expect(jwtOf({ token: claims })).rejects.toThrow('The token is not valid')
    })

    it('ends the token when the user signs out', async () => {
      const { signIn, options, identity } = await signInWorld()
      const claims = await signIn()
      await options.events?.signOut?.({ token: claims } as never)
      await expect(identity.validateToken(claims.identityToken)).rejects.toMatchObject({
        code: 'unauthenticated',
      })
    })
  })
})
