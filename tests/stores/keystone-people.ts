import type { TrustedIdentity } from './second-swift.ts'

/** Somebody with a token for a project of their own. */
export interface Person {
  readonly projectId: string
  readonly token: string
  readonly password: string
  readonly name: string
}

const PASSWORD = 'a-long-enough-password'
const DOMAIN = { id: 'default' }

/** Makes projects in the identity service, each with one user of the same name, who has one role there. */
export async function keystonePeople({ url, password }: TrustedIdentity) {
  const admin = await tokenOf(url, { name: 'admin', project: 'admin', password })
  const post = async (path: string, body: Record<string, unknown>): Promise<string> => {
    const answer = await ask(url, path, { method: 'POST', token: admin.token, body })
    const [made] = Object.values((await answer.json()) as Record<string, { id: string }>)
    if (made?.id === undefined) throw new Error(`${path}: ${answer.status}`)
    return made.id
  }
  const roleId = async (name: string): Promise<string> => {
    const answer = await ask(url, `/roles?name=${name}`, { token: admin.token })
    const { roles } = (await answer.json()) as { roles: { id: string }[] }
    return roles[0]?.id ?? post('/roles', { role: { name } })
  }
  return {
    async add(name: string, role = 'member'): Promise<Person> {
      const projectId = await post('/projects', { project: { name, domain_id: DOMAIN.id } })
      const user = { name, password: PASSWORD, domain_id: DOMAIN.id }
      const userId = await post('/users', { user })
      const grant = `/projects/${projectId}/users/${userId}/roles/${await roleId(role)}`
      await ask(url, grant, { method: 'PUT', token: admin.token })
      return {
        ...(await tokenOf(url, { name, project: name, password: PASSWORD })),
        password: PASSWORD,
        name,
      }
    },
  }
}

async function tokenOf(
  url: string,
  { name, project, password }: { name: string; project: string; password: string },
): Promise<{ projectId: string; token: string }> {
  const user = { name, password, domain: DOMAIN }
  const scope = { project: { name: project, domain: DOMAIN } }
  const auth = { identity: { methods: ['password'], password: { user } }, scope }
  const answer = await ask(url, '/auth/tokens', { method: 'POST', body: { auth } })
  if (answer.status !== 201) throw new Error(`${name} gets no token: ${await answer.text()}`)
  const { token } = (await answer.json()) as { token: { project: { id: string } } }
  return { projectId: token.project.id, token: answer.headers.get('x-subject-token') ?? '' }
}

function ask(
  url: string,
  path: string,
  { method = 'GET', token = '', body }: { method?: string; token?: string; body?: unknown },
): Promise<Response> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) }
  const headers = { 'content-type': 'application/json', 'x-auth-token': token }
  return fetch(`${url}/v3${path}`, { method, headers, ...content })
}
