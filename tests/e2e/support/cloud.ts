import { randomUUID } from 'node:crypto'
import type { ImageWire, MemberWire } from '#lib/contract/image-wire.ts'
import type { RunningServer } from '#tests/support/server.ts'

/** A user with a role in one project (or more), and what the tests do in that name past the browser. */
export interface Person {
  readonly name: string
  readonly password: string
  readonly projectId: string
  readonly projectName: string
  createImage(attributes?: Readonly<Record<string, unknown>>): Promise<ImageWire>
  /** A raw image with so many bytes of data. */
  createActive(attributes?: Readonly<Record<string, unknown>>, sizeBytes?: number): Promise<ImageWire>
  upload(imageId: string, data: Uint8Array): Promise<void>
  image(imageId: string): Promise<ImageWire>
  imageNames(): Promise<readonly (string | null)[]>
  patch(imageId: string, steps: readonly Readonly<Record<string, unknown>>[]): Promise<void>
  act(imageId: string, action: 'deactivate' | 'reactivate'): Promise<void>
  remove(imageId: string): Promise<void>
  addMember(imageId: string, projectId: string): Promise<MemberWire>
}

/** The service as its administrator sees it. */
export interface Cloud {
  readonly url: string
  /** The administrator of the whole cloud. */
  readonly admin: Person
  /** A new user, member of a new project: alone with an empty list. */
  newPerson(role?: 'member' | 'reader'): Promise<Person>
  newProject(name?: string): Promise<{ readonly id: string; readonly name: string }>
  /** Where unified limits are on, everything else of a new project is 0. */
  setLimits(projectId: string, limits: Readonly<Record<string, number | null>>): Promise<void>
  giveRole(person: Person, projectId: string, role: 'member' | 'reader'): Promise<void>
  /** Metadata definitions, public unless they say otherwise. */
  defineNamespace(tree: Readonly<Record<string, unknown>>): Promise<void>
}

/** One request in a person's name. @throws Error when it is refused */
export type Ask = (method: string, path: string, body?: unknown, contentType?: string) => Promise<Response>

/** Speaks to the server as any client of the API would. */
export async function openCloud(server: RunningServer): Promise<Cloud> {
  const { url } = server
  const adminAsk = await signedIn(url, {
    name: 'admin',
    password: server.adminPassword,
    project: { name: 'admin' },
  })
  const { projects } = await readJson<{ projects: { id: string; name: string }[] }>(
    adminAsk('GET', '/identity/v3/auth/projects'),
  )
  const adminProject = projects.find(({ name }) => name === 'admin')
  if (adminProject === undefined) throw new Error('the administrator has no project')
  const { roles } = await readJson<{ roles: { id: string; name: string }[] }>(
    adminAsk('GET', '/identity/v3/roles'),
  )

  async function newProject(name = `project-${randomUUID().slice(0, 8)}`) {
    const { project } = await readJson<{ project: { id: string; name: string } }>(
      adminAsk('POST', '/identity/v3/projects', { project: { name, domain_id: 'default' } }),
    )
    return project
  }
  async function assign(userId: string, projectId: string, role: string): Promise<void> {
    const roleId = roles.find(({ name }) => name === role)?.id
    await adminAsk('PUT', `/identity/v3/projects/${projectId}/users/${userId}/roles/${roleId}`)
  }
  const userIds = new Map<string, string>()

  return {
    url,
    admin: person({ name: 'admin', password: server.adminPassword, project: adminProject, ask: adminAsk }),
    newProject,
    async newPerson(role = 'member') {
      const name = `user-${randomUUID().slice(0, 8)}`
      const password = randomUUID()
      const project = await newProject()
      const { user } = await readJson<{ user: { id: string } }>(
        adminAsk('POST', '/identity/v3/users', {
          user: { name, password, domain_id: 'default', default_project_id: project.id },
        }),
      )
      userIds.set(name, user.id)
      await assign(user.id, project.id, role)
      const ask = await signedIn(url, { name, password, project: { id: project.id } })
      return person({ name, password, project, ask })
    },
    async defineNamespace(tree) {
      await adminAsk('POST', '/v2/metadefs/namespaces', { visibility: 'public', ...tree })
    },
    async setLimits(projectId, limits) {
      await adminAsk('PUT', `/v2/vitrine/quotas/${projectId}`, { limits })
    },
    giveRole: (who, projectId, role) => assign(userIds.get(who.name) ?? '', projectId, role),
  }
}

interface Credentials {
  readonly name: string
  readonly password: string
  readonly project: { readonly id: string } | { readonly name: string }
}

/** Speaks in the name of whoever these credentials belong to. */
export async function signedIn(url: string, { name, password, project }: Credentials): Promise<Ask> {
  const response = await fetch(`${url}/identity/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name, password, domain: { id: 'default' } } },
        },
        scope: { project: 'id' in project ? project : { ...project, domain: { id: 'default' } } },
      },
    }),
  })
  const token = response.headers.get('x-subject-token')
  if (token === null) throw new Error(`${name} cannot sign in: ${response.status} ${await response.text()}`)
  return async (method, path, body, contentType = 'application/json') => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        'X-Auth-Token': token,
        Accept: 'application/json',
        ...(body !== undefined && { 'Content-Type': contentType }),
      },
      ...(body !== undefined && {
        body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
      }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
}

interface PersonParts {
  readonly name: string
  readonly password: string
  readonly project: { readonly id: string; readonly name: string }
  readonly ask: Ask
}

function person({ name, password, project, ask }: PersonParts): Person {
  const image = (imageId: string) => readJson<ImageWire>(ask('GET', `/v2/images/${imageId}`))
  async function upload(imageId: string, data: Uint8Array): Promise<void> {
    await ask('PUT', `/v2/images/${imageId}/file`, data, 'application/octet-stream')
  }
  const createImage: Person['createImage'] = (attributes = {}) =>
    readJson<ImageWire>(
      ask('POST', '/v2/images', {
        name: 'image',
        disk_format: 'raw',
        container_format: 'bare',
        visibility: 'private',
        ...attributes,
      }),
    )
  return {
    name,
    password,
    projectId: project.id,
    projectName: project.name,
    createImage,
    upload,
    async createActive(attributes = {}, sizeBytes = 1000) {
      const { id } = await createImage(attributes)
      await upload(id, new Uint8Array(sizeBytes).fill(7))
      return image(id)
    },
    image,
    async imageNames() {
      const { images } = await readJson<{ images: ImageWire[] }>(
        ask('GET', `/v2/images?owner=${project.id}&sort=name:asc&limit=1000`),
      )
      return images.map((wire) => wire.name)
    },
    async patch(imageId, steps) {
      await ask('PATCH', `/v2/images/${imageId}`, steps, 'application/openstack-images-v2.1-json-patch')
    },
    async act(imageId, action) {
      await ask('POST', `/v2/images/${imageId}/actions/${action}`)
    },
    async remove(imageId) {
      await ask('DELETE', `/v2/images/${imageId}`)
    },
    addMember: (imageId, projectId) =>
      readJson<MemberWire>(ask('POST', `/v2/images/${imageId}/members`, { member: projectId })),
  }
}

async function readJson<T>(answer: Promise<Response>): Promise<T> {
  return (await (await answer).json()) as T
}
