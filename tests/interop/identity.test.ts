import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '#tests/support/server.ts'
import { runProgram } from './client-process.ts'

// What a person does with python-openstackclient, in the order in which they would do it.
describe('the openstack client', () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())

  type Environment = Readonly<Record<string, string>>
  interface Account {
    readonly user: string
    readonly password: string
    readonly project: string
  }
  const admin = (): Account => ({ user: 'admin', password: server.adminPassword, project: 'admin' })
  const alice = (password: string): Account => ({ user: 'alice', password, project: 'demo' })

  const base = () => ({
    PATH: '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    HOME: server.dataDir,
    OS_AUTH_URL: `${server.url}/identity/v3`,
  })
  const as = ({ user, password, project }: Account) => ({
    ...base(),
    OS_USERNAME: user,
    OS_PASSWORD: password,
    OS_PROJECT_NAME: project,
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_NAME: 'Default',
    OS_IDENTITY_API_VERSION: '3',
  })

  const attempt = (env: Environment, args: readonly string[]) =>
    runProgram({ program: 'openstack', args, env, input: 'empty' })
  async function openstack(env: Environment, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await attempt(env, args)
    if (code !== 0) throw new Error(stderr)
    return stdout.trim()
  }
  // biome-ignore lint/suspicious/noExplicitAny: the client's output has a shape for each command
  async function asJson(env: Environment, ...args: string[]): Promise<any> {
    return JSON.parse(await openstack(env, ...args, '-f', 'json'))
  }
  async function failure(env: Environment, ...args: string[]): Promise<string> {
    const { code, stderr } = await attempt(env, args)
    return code === 0 ? 'no failure' : stderr
  }

  it('gets a token and reads the catalog', async () => {
    const token = await asJson(as(admin()), 'token', 'issue')
    expect(token.id).toMatch(/^vt-/)
    expect(token.project_id).toMatch(/^[0-9a-f]{32}$/)
    const catalog = await asJson(as(admin()), 'catalog', 'list')
    expect(catalog.map((service: { Type: string }) => service.Type).sort()).toEqual(['identity', 'image'])
    const endpoints = await asJson(
      as(admin()),
      'endpoint',
      'list',
      '--service',
      'image',
      '--interface',
      'public',
    )
    expect(endpoints).toMatchObject([{ URL: server.url, Region: 'RegionOne', Enabled: true }])
    const services = await asJson(as(admin()), 'service', 'list')
    expect(services).toHaveLength(2)
  })

  it('is refused with a wrong password', async () => {
    expect(await failure(as({ ...admin(), password: 'wrong' }), 'token', 'issue')).toContain('HTTP 401')
  })

  it('makes a project and a user, gives a role, and lists who has which', async () => {
    const env = as(admin())
    const project = await asJson(env, 'project', 'create', '--description', 'for tests', 'demo')
    expect(project).toMatchObject({
      name: 'demo',
      description: 'for tests',
      domain_id: 'default',
      enabled: true,
    })
    const user = await asJson(env, 'user', 'create', '--project', 'demo', '--password', 'wonderland', 'alice')
    expect(user).toMatchObject({ name: 'alice', default_project_id: project.id })
    await openstack(env, 'role', 'add', '--project', 'demo', '--user', 'alice', 'member')
    const assignments = await asJson(env, 'role', 'assignment', 'list', '--names', '--user', 'alice')
    expect(assignments).toMatchObject([{ Role: 'member', User: 'alice@Default', Project: 'demo@Default' }])
    const effective = await asJson(
      env,
      'role',
      'assignment',
      'list',
      '--names',
      '--effective',
      '--user',
      'alice',
    )
    expect(effective.map((one: { Role: string }) => one.Role).sort()).toEqual(['member', 'reader'])
    const projects = await asJson(env, 'project', 'list')
    expect(projects.map((one: { Name: string }) => one.Name).sort()).toEqual(['admin', 'demo'])
  })

  it('shows a user their own project, and nobody else', async () => {
    const env = as(alice('wonderland'))
    expect(await asJson(env, 'project', 'list')).toMatchObject([{ Name: 'demo' }])
    expect(await failure(env, 'user', 'list')).toContain('HTTP 403')
  })

  it('makes an application credential, signs in with it, and deletes it', async () => {
    const env = as(alice('wonderland'))
    const args = ['--role', await roleId('reader'), '--expiration', '2099-01-01T00:00:00', 'ci']
    const credential = await asJson(env, 'application', 'credential', 'create', ...args)
    expect(credential).toMatchObject({
      name: 'ci',
      unrestricted: false,
      expires_at: '2099-01-01T00:00:00.000000',
    })
    const withCredential = {
      ...base(),
      OS_AUTH_TYPE: 'v3applicationcredential',
      OS_APPLICATION_CREDENTIAL_ID: credential.id,
      OS_APPLICATION_CREDENTIAL_SECRET: credential.secret,
    }
    const token = await asJson(withCredential, 'token', 'issue')
    expect(token.project_id).toBe(credential.project_id)
    expect(await failure(withCredential, 'application', 'credential', 'create', 'more')).toContain('HTTP 403')
    expect(await asJson(env, 'application', 'credential', 'list')).toMatchObject([{ Name: 'ci' }])
    await openstack(env, 'application', 'credential', 'delete', 'ci')
    expect(await failure(withCredential, 'token', 'issue')).toContain('HTTP 401')
  })

  const roleId = (name: string) => openstack(as(admin()), 'role', 'show', name, '-f', 'value', '-c', 'id')

  it('goes on with a token instead of a password, until the token is revoked', async () => {
    const env = as(alice('wonderland'))
    const token = await openstack(env, 'token', 'issue', '-f', 'value', '-c', 'id')
    const withToken = {
      ...base(),
      OS_AUTH_TYPE: 'v3token',
      OS_TOKEN: token,
      OS_PROJECT_NAME: 'demo',
      OS_PROJECT_DOMAIN_NAME: 'Default',
    }
    expect(await asJson(withToken, 'token', 'issue')).toMatchObject({ project_id: expect.any(String) })
    await openstack(env, 'token', 'revoke', token)
    expect(await failure(withToken, 'token', 'issue')).toContain('HTTP 401')
  })

  it('changes the own password', async () => {
    const args = ['--original-password', 'wonderland', '--password', 'looking glass']
    await openstack(as(alice('wonderland')), 'user', 'password', 'set', ...args)
    expect(await failure(as(alice('wonderland')), 'token', 'issue')).toContain('HTTP 401')
    expect(await openstack(as(alice('looking glass')), 'token', 'issue', '-f', 'value', '-c', 'id')).toMatch(
      /^vt-/,
    )
  })

  it('makes roles that others imply, and domains', async () => {
    const env = as(admin())
    await openstack(env, 'role', 'create', 'auditor')
    await openstack(env, 'implied', 'role', 'create', 'member', '--implied-role', 'auditor')
    const implied = await asJson(env, 'implied', 'role', 'list')
    expect(implied).toContainEqual(
      expect.objectContaining({ 'Prior Role Name': 'member', 'Implied Role Name': 'auditor' }),
    )
    await openstack(env, 'role', 'delete', 'auditor')
    await openstack(env, 'domain', 'create', 'corp')
    await openstack(env, 'domain', 'set', '--disable', 'corp')
    await openstack(env, 'domain', 'delete', 'corp')
    expect(await asJson(env, 'domain', 'list')).toMatchObject([{ Name: 'Default' }])
  })

  it('takes role, user and project away again', async () => {
    const env = as(admin())
    await openstack(env, 'role', 'remove', '--project', 'demo', '--user', 'alice', 'member')
    expect(await failure(as(alice('looking glass')), 'token', 'issue')).toContain('HTTP 401')
    await openstack(env, 'user', 'delete', 'alice')
    await openstack(env, 'project', 'delete', 'demo')
    expect(await asJson(env, 'user', 'list')).toMatchObject([{ Name: 'admin' }])
  })
})
