import type { RunningServer } from '#tests/support/server.ts'

/** A project member's token, made the way an administrator makes one. */
export interface BenchMember {
  readonly token: string
  readonly projectId: string
}

async function call(url: string, method: string, token: string | null, body?: unknown): Promise<Response> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { 'x-auth-token': token }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`)
  return response
}

function passwordAuth(name: string, password: string, projectName: string) {
  const domain = { id: 'default' }
  return {
    auth: {
      identity: { methods: ['password'], password: { user: { name, domain, password } } },
      scope: { project: { name: projectName, domain } },
    },
  }
}

/** @returns a token of `name`, scoped to the project. */
export async function signIn(
  server: RunningServer,
  name: string,
  password: string,
  projectName: string,
): Promise<string> {
  const response = await call(
    `${server.url}/identity/v3/auth/tokens`,
    'POST',
    null,
    passwordAuth(name, password, projectName),
  )
  return response.headers.get('x-subject-token') ?? ''
}

/** Makes the project `bench` with the member `bench`, and signs in. */
export async function createBenchMember(server: RunningServer): Promise<BenchMember> {
  const identity = `${server.url}/identity/v3`
  const admin = await signIn(server, 'admin', server.adminPassword, 'admin')
  const post = async <T>(path: string, body: unknown): Promise<T> =>
    (await (await call(`${identity}/${path}`, 'POST', admin, body)).json()) as T
  const { project } = await post<{ project: { id: string } }>('projects', {
    project: { name: 'bench', domain_id: 'default' },
  })
  const { user } = await post<{ user: { id: string } }>('users', {
    user: { name: 'bench', password: 'bench-password', domain_id: 'default' },
  })
  const listed = (await (await call(`${identity}/roles?name=member`, 'GET', admin)).json()) as {
    roles: { id: string }[]
  }
  await call(`${identity}/projects/${project.id}/users/${user.id}/roles/${listed.roles[0]?.id}`, 'PUT', admin)
  return { token: await signIn(server, 'bench', 'bench-password', 'bench'), projectId: project.id }
}

/** Creates a raw image without data. */
export async function createImage(server: RunningServer, token: string): Promise<string> {
  const body = { name: 'bench', disk_format: 'raw', container_format: 'bare' }
  return ((await (await call(`${server.url}/v2/images`, 'POST', token, body)).json()) as { id: string }).id
}

export async function deleteImage(server: RunningServer, token: string, id: string): Promise<void> {
  await call(`${server.url}/v2/images/${id}`, 'DELETE', token)
}

/** Creates a tus upload for the image. @returns its address. */
export async function createUpload(
  server: RunningServer,
  token: string,
  imageId: string,
  sizeBytes: number,
): Promise<string> {
  const response = await fetch(`${server.url}/uploads`, {
    method: 'POST',
    headers: {
      'x-auth-token': token,
      'tus-resumable': '1.0.0',
      'upload-length': String(sizeBytes),
      'upload-metadata': `image_id ${Buffer.from(imageId).toString('base64')}`,
    },
  })
  const location = response.headers.get('location')
  if (response.status !== 201 || location === null)
    throw new Error(`POST /uploads answered ${response.status}`)
  return new URL(location, server.url).href
}
