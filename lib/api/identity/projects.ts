import { z } from 'zod'
import { invalid } from '../../domain/errors.ts'
import type { Project } from '../../identity/directory/model.ts'
import {
  createProject,
  deleteProject,
  getProject,
  listProjects,
  updateProject,
} from '../../identity/directory/projects.ts'
import type { TokenDetails } from '../../identity/token-details.ts'
import {
  administrator,
  administratorOrUser,
  callerToken,
  type IdentityContext,
  isAdministrator,
  link,
  notAllowed,
  readBody,
  signedIn,
} from './edge.ts'
import { extraOf, pageLinks, param, readFlag, readPage, SHARED_ATTRIBUTES, wholeLinks } from './lists.ts'

const attributes = {
  ...SHARED_ATTRIBUTES,
  domain_id: z.string().nullish(),
  parent_id: z.string().nullish(),
  is_domain: z.literal(false, { error: 'must be false: make domains with POST /v3/domains' }).optional(),
  tags: z.array(z.string().min(1).max(255)).max(80).optional(),
}
const KNOWN = ['name', 'description', 'enabled', 'domain_id', 'parent_id', 'is_domain']
const newProject = z.object({ project: z.looseObject(attributes) })
const changedProject = z.object({ project: z.looseObject(attributes).partial() })

function toWire(c: IdentityContext, project: Project) {
  return {
    tags: [],
    ...project.extra,
    id: project.id,
    name: project.name,
    domain_id: project.domainId,
    parent_id: project.parentId ?? project.domainId,
    description: project.description,
    enabled: project.isEnabled,
    is_domain: false,
    options: {},
    links: { self: link(c, `/projects/${project.id}`) },
  }
}

/** `GET /v3/projects` */
export async function listAllProjects(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const page = readPage(c)
  const projects = readFlag(c, 'is_domain')
    ? []
    : await listProjects(c.var.runtime.identity, { ...page, ...readFilter(c) })
  return c.json({
    projects: projects.map((project) => toWire(c, project)),
    links: pageLinks(c, page, projects),
  })
}

function readFilter(c: IdentityContext) {
  return {
    name: c.req.query('name'),
    domainId: c.req.query('domain_id'),
    parentId: c.req.query('parent_id'),
    isEnabled: readFlag(c, 'enabled'),
  }
}

/** `GET /v3/auth/projects`: those to which the caller may scope a token. */
export async function listOwnProjects(c: IdentityContext): Promise<Response> {
  const { identity } = c.var.runtime
  const usable = await identity.listProjects(await callerToken(c))
  const projects = await Promise.all(usable.map(({ id }) => getProject(identity, id)))
  return c.json({ projects: projects.map((project) => toWire(c, project)), links: wholeLinks(c) })
}

/** `GET /v3/users/{id}/projects` */
export async function listProjectsOfUser(c: IdentityContext): Promise<Response> {
  const userId = param(c, 'id')
  await administratorOrUser(c, userId)
  const projects = await listProjects(c.var.runtime.identity, { ...readFilter(c), userId })
  return c.json({ projects: projects.map((project) => toWire(c, project)), links: wholeLinks(c) })
}

/** `POST /v3/projects` */
export async function addProject(c: IdentityContext): Promise<Response> {
  const caller = await administrator(c)
  const { project } = await readBody(c, newProject)
  const domainId = project.domain_id ?? ownDomain(caller)
  const created = await createProject(c.var.runtime.identity, {
    name: project.name,
    domainId,
    // Keystone shows the domain as the parent of a project at the top, and clients send that back.
    parentId: project.parent_id == null || project.parent_id === domainId ? null : project.parent_id,
    description: project.description ?? '',
    isEnabled: project.enabled ?? true,
    extra: extraOf(project, KNOWN),
  })
  return c.json({ project: toWire(c, created) }, 201)
}

/** The domain meant when a request names none. */
export function ownDomain(caller: TokenDetails): string {
  return caller.domainId ?? caller.projectDomainId ?? caller.userDomainId
}

/** `GET /v3/projects/{id}`: also for whoever has a role there. */
export async function showProject(c: IdentityContext): Promise<Response> {
  const caller = await signedIn(c)
  const id = param(c, 'id')
  if (!isAdministrator(caller) && caller.projectId !== id) {
    const own = await c.var.runtime.identity.listProjects(await callerToken(c))
    if (!own.some((project) => project.id === id)) throw notAllowed(c)
  }
  return c.json({ project: toWire(c, await getProject(c.var.runtime.identity, id)) })
}

/** `PATCH /v3/projects/{id}` */
export async function changeProject(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const { identity } = c.var.runtime
  const { project } = await readBody(c, changedProject)
  const before = await getProject(identity, param(c, 'id'))
  assertSamePlace(before, project)
  const changed = await updateProject(identity, before.id, {
    name: project.name,
    description: project.description === null ? '' : project.description,
    isEnabled: project.enabled,
    extra: extraOf(project, KNOWN),
  })
  return c.json({ project: toWire(c, changed) })
}

function assertSamePlace(
  before: Project,
  change: { domain_id?: string | null | undefined; parent_id?: string | null | undefined },
): void {
  if (change.domain_id != null && change.domain_id !== before.domainId) {
    throw invalid('A project cannot move to another domain.', 'project.domain_id')
  }
  if (change.parent_id != null && change.parent_id !== (before.parentId ?? before.domainId)) {
    throw invalid('A project cannot move under another parent.', 'project.parent_id')
  }
}

/** `DELETE /v3/projects/{id}` */
export async function removeProject(c: IdentityContext): Promise<Response> {
  await administrator(c)
  await deleteProject(c.var.runtime.identity, param(c, 'id'))
  return c.body(null, 204)
}
