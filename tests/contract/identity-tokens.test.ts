import { expect, it } from 'vitest'
import {
  createApplicationCredential,
  deleteApplicationCredential,
} from '#lib/identity/directory/application-credentials.ts'
import { grantRole, revokeRole } from '#lib/identity/directory/assignments.ts'
import { createDomain, updateDomain } from '#lib/identity/directory/domains.ts'
import { createProject, deleteProject, updateProject } from '#lib/identity/directory/projects.ts'
import { createUser, deleteUser, updateUser } from '#lib/identity/directory/users.ts'
import { VALIDATION_FRESH_MS } from '#lib/identity/tokens.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { ADMIN_PASSWORD, anIdentityWorld, HOUR_MS } from './identity-world.ts'

const ended = { code: 'unauthenticated' }
const demo = (id: string) => ({ kind: 'project', project: { id } }) as const

forEachDatabase((open) => {
  const world = async () => anIdentityWorld(await open())

  it('signs a user in to the default project, else to the first by name, else to none', async () => {
    const { identity, project, user, roleId, signIn, expel } = await world()
    const own = { domainId: 'default', description: '', isEnabled: true, extra: {}, parentId: null }
    const other = await createProject(identity, { ...own, name: 'archive' })
    await grantRole(identity, {
      userId: user.id,
      roleId: roleId('reader'),
      target: { kind: 'project', id: other.id },
    })
    expect((await signIn()).info).toMatchObject({ projectName: 'archive', roles: ['reader'] })
    await updateUser(identity, user.id, { defaultProjectId: project.id })
    expect((await signIn()).info).toMatchObject({ projectName: 'demo', roles: ['member', 'reader'] })
    await expel()
    expect((await signIn()).info.projectName).toBe('archive')
    await deleteProject(identity, other.id)
    expect((await signIn()).info).toMatchObject({ projectId: null, roles: [] })
  })

  it('stores no token and no password in the clear', async () => {
    const { identity, signIn } = await world()
    const { token } = await signIn()
    const db = identity.database.kysely
    const rows = await Promise.all([
      db.selectFrom('identity_tokens').selectAll().execute(),
      db.selectFrom('identity_users').selectAll().execute(),
    ])
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(JSON.stringify(rows)).not.toContain('wonderland')
  })

  it('ends a token after its life', async () => {
    const { identity, clock, signIn } = await world()
    const { token, info } = await signIn()
    expect(info.expiresAtMs).toBe(clock.nowMs + 8 * HOUR_MS)
    clock.nowMs = info.expiresAtMs - 1
    await expect(identity.validateToken(token)).resolves.toMatchObject({ userName: 'alice' })
    clock.nowMs = info.expiresAtMs
    await expect(identity.validateToken(token)).rejects.toMatchObject(ended)
    expect(await identity.purgeExpired()).toBe(1)
  })

  it('revokes at once here, and on other nodes within the time that answers are remembered', async () => {
    const { identity, clock, signIn, otherNode } = await world()
    const other = otherNode()
    const { token } = await signIn()
    await Promise.all([identity.validateToken(token), other.validateToken(token)])
    await identity.revoke(token)
    await identity.revoke(token)
    await expect(identity.validateToken(token)).rejects.toMatchObject(ended)
    clock.nowMs += VALIDATION_FRESH_MS
    await expect(other.validateToken(token)).rejects.toMatchObject(ended)
  })

  it('prolongs the session of a browser in its second half, up to twelve hours from the sign-in', async () => {
    const { identity, clock, signIn } = await world()
    const startMs = clock.nowMs
    const { token } = await signIn()
    clock.nowMs = startMs + 4 * HOUR_MS
    expect((await identity.renew(token)).expiresAtMs).toBe(startMs + 8 * HOUR_MS)
    clock.nowMs = startMs + 4 * HOUR_MS + 1
    expect((await identity.renew(token)).expiresAtMs).toBe(startMs + 12 * HOUR_MS)
    clock.nowMs = startMs + 11 * HOUR_MS
    expect((await identity.renew(token)).expiresAtMs).toBe(startMs + 12 * HOUR_MS)
    clock.nowMs = startMs + 12 * HOUR_MS
    await expect(identity.renew(token)).rejects.toMatchObject(ended)
  })

  it('never prolongs a token of the API, nor by taking a new one for it', async () => {
    const { identity, clock, project, user } = await world()
    const method = { kind: 'password', user: { id: user.id }, password: 'wonderland' } as const
    const { token, info } = await identity.authenticate({ method, scope: demo(project.id) })
    clock.nowMs += 6 * HOUR_MS
    expect((await identity.renew(token)).expiresAtMs).toBe(info.expiresAtMs)
    const again = await identity.authenticate({ method: { kind: 'token', token }, scope: demo(project.id) })
    expect(again.info.expiresAtMs).toBe(info.expiresAtMs)
    expect(again.info.methods).toEqual(['password', 'token'])
  })

  it('ends the whole session of a browser when it signs out, also what it had in other projects', async () => {
    const { identity, project, signIn } = await world()
    const first = await signIn()
    const second = await identity.rescope(first.token, project.id)
    await identity.revoke(second.token)
    for (const { token } of [first, second])
      await expect(identity.validateToken(token)).rejects.toMatchObject(ended)
  })

  it('ends only the one token of the API that is revoked', async () => {
    const { identity, project, user } = await world()
    const method = { kind: 'password', user: { id: user.id }, password: 'wonderland' } as const
    const first = await identity.authenticate({ method, scope: demo(project.id) })
    const second = await identity.authenticate({
      method: { kind: 'token', token: first.token },
      scope: demo(project.id),
    })
    await identity.revoke(second.token)
    await expect(identity.validateToken(first.token)).resolves.toBeDefined()
  })

  it('refuses to change to a project where the user has no role', async () => {
    const { identity, signIn } = await world()
    const { token } = await signIn()
    const admin = await identity.signIn({ userName: 'admin', password: ADMIN_PASSWORD })
    const refused = identity.rescope(token, admin.info.projectId ?? '')
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
    await expect(identity.rescope(token, 'nowhere')).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('takes a removed role from tokens at once', async () => {
    const { identity, project, user, roleId, signIn, expel } = await world()
    const reading = {
      userId: user.id,
      roleId: roleId('reader'),
      target: { kind: 'project', id: project.id },
    } as const
    await grantRole(identity, reading)
    const { token } = await signIn()
    expect((await identity.validateToken(token)).roles).toEqual(['member', 'reader'])
    await expel()
    expect((await identity.validateToken(token)).roles).toEqual(['reader'])
    await revokeRole(identity, reading)
    await expect(identity.validateToken(token)).rejects.toMatchObject(ended)
  })

  const world2 = async () => {
    const made = await world()
    const domain = await createDomain(made.identity, { name: 'corp', description: '', isEnabled: true })
    const own = { domainId: domain.id, description: '', isEnabled: true, extra: {}, defaultProjectId: null }
    const bob = await createUser(made.identity, { ...own, name: 'bob' }, 'builder')
    const target = { kind: 'project', id: made.project.id } as const
    await grantRole(made.identity, { userId: bob.id, roleId: made.roleId('member'), target })
    const { token } = await made.identity.signIn({ userName: 'bob', domain: 'corp', password: 'builder' })
    return { ...made, domain, bob, token }
  }
  type World = Awaited<ReturnType<typeof world2>>
  const ENDS: [string, (world: World) => Promise<unknown>][] = [
    ['the user is disabled', ({ identity, bob }) => updateUser(identity, bob.id, { isEnabled: false })],
    ['the user is deleted', ({ identity, bob }) => deleteUser(identity, bob.id)],
    ['the password changes', ({ identity, bob }) => updateUser(identity, bob.id, {}, 'new')],
    [
      'the project is disabled',
      ({ identity, project }) => updateProject(identity, project.id, { isEnabled: false }),
    ],
    ['the project is deleted', ({ identity, project }) => deleteProject(identity, project.id)],
    [
      "the user's domain is disabled",
      ({ identity, domain }) => updateDomain(identity, domain.id, { isEnabled: false }),
    ],
  ]
  it.each(ENDS)('ends tokens when %s, and they do not come back', async (_, change) => {
    const made = await world2()
    await expect(made.identity.validateToken(made.token)).resolves.toMatchObject({ userName: 'bob' })
    await change(made)
    await expect(made.identity.validateToken(made.token)).rejects.toMatchObject(ended)
    await updateUser(made.identity, made.bob.id, { isEnabled: true }).catch(() => {})
    await updateProject(made.identity, made.project.id, { isEnabled: true }).catch(() => {})
    await updateDomain(made.identity, made.domain.id, { isEnabled: true })
    await expect(made.identity.validateToken(made.token)).rejects.toMatchObject(ended)
  })

  it('lists the projects where the user can work, by name', async () => {
    const { identity, roleId, user, signIn } = await world()
    const own = { domainId: 'default', description: '', isEnabled: true, extra: {}, parentId: null }
    for (const name of ['beta', 'alpha', 'closed']) {
      const { id } = await createProject(identity, { ...own, name, isEnabled: name !== 'closed' })
      await grantRole(identity, {
        userId: user.id,
        roleId: roleId('reader'),
        target: { kind: 'project', id },
      })
    }
    const { token } = await signIn()
    expect((await identity.listProjects(token)).map(({ name }) => name)).toEqual(['alpha', 'beta', 'demo'])
  })

  it('gives an application credential no more than its user has, and ends it with its expiry', async () => {
    const { identity, clock, signIn, expel } = await world()
    const info = await identity.tokens.inspect((await signIn()).token)
    const wanted = { name: 'ci', description: null, isUnrestricted: false }
    const { credential, secret } = await createApplicationCredential(identity, info, {
      ...wanted,
      roles: [{ name: 'reader' }],
      expiresAtMs: clock.nowMs + HOUR_MS,
    })
    const method = { kind: 'application_credential', lookup: { id: credential.id }, secret } as const
    const issued = await identity.authenticate({ method, scope: { kind: 'default' } })
    expect(issued.info).toMatchObject({
      projectName: 'demo',
      roles: ['reader'],
      expiresAtMs: clock.nowMs + HOUR_MS,
    })
    await expect(identity.rescope(issued.token, credential.projectId)).rejects.toMatchObject({
      code: 'forbidden',
    })
    clock.nowMs += HOUR_MS
    await expect(identity.authenticate({ method, scope: { kind: 'default' } })).rejects.toMatchObject(ended)
    clock.nowMs -= HOUR_MS
    await expel()
    await expect(identity.validateToken(issued.token)).rejects.toMatchObject(ended)
    await expect(identity.authenticate({ method, scope: { kind: 'default' } })).rejects.toMatchObject(ended)
  })

  it('ends the tokens of an application credential that is deleted', async () => {
    const { identity, user, signIn } = await world()
    const info = await identity.tokens.inspect((await signIn()).token)
    const wanted = { name: 'ci', description: null, isUnrestricted: false, expiresAtMs: null }
    const { credential, secret } = await createApplicationCredential(identity, info, wanted)
    const lookup = { name: 'ci', user: { name: 'alice', domain: { name: 'Default' } } } as const
    const method = { kind: 'application_credential', lookup, secret } as const
    const { token } = await identity.authenticate({ method, scope: { kind: 'default' } })
    await deleteApplicationCredential(identity, info, user.id, credential.id)
    await expect(identity.validateToken(token)).rejects.toMatchObject(ended)
  })
})
