import {
  type Assignment,
  type AssignmentTarget,
  assertRoleGranted,
  grantedRoles,
  grantRole,
  listAssignments,
  type NamedAssignment,
  revokeRole,
  withNames,
} from '../../identity/directory/assignments.ts'
import { administrator, administratorOrUser, type IdentityContext, link } from './edge.ts'
import { param, readFlag, wholeLinks } from './lists.ts'
import { roleWire } from './roles.ts'

/** The path says it: `/{projects|domains}/{target}/users/{user}/roles/{role}`. */
function targetOf(c: IdentityContext): AssignmentTarget {
  return {
    kind: c.req.path.startsWith('/identity/v3/projects/') ? 'project' : 'domain',
    id: param(c, 'targetId'),
  }
}

function assignmentOf(c: IdentityContext): Assignment {
  return { userId: param(c, 'userId'), roleId: param(c, 'roleId'), target: targetOf(c) }
}

/** `GET …/users/{user}/roles` */
export async function listGrantedRoles(c: IdentityContext): Promise<Response> {
  await administrator(c)
  const roles = await grantedRoles(c.var.runtime.identity, param(c, 'userId'), targetOf(c))
  return c.json({ roles: roles.map((role) => roleWire(c, role)), links: wholeLinks(c) })
}

/** `PUT …/users/{user}/roles/{role}` */
export async function addAssignment(c: IdentityContext): Promise<Response> {
  await administrator(c)
  await grantRole(c.var.runtime.identity, assignmentOf(c))
  return c.body(null, 204)
}

/** `GET` and `HEAD …/users/{user}/roles/{role}` */
export async function checkAssignment(c: IdentityContext): Promise<Response> {
  await administrator(c)
  await assertRoleGranted(c.var.runtime.identity, assignmentOf(c))
  return c.body(null, 204)
}

/** `DELETE …/users/{user}/roles/{role}` */
export async function removeAssignment(c: IdentityContext): Promise<Response> {
  await administrator(c)
  await revokeRole(c.var.runtime.identity, assignmentOf(c))
  return c.body(null, 204)
}

/** What we have none of: a filter for it leaves nothing over. */
const NEVER = ['group.id', 'scope.system', 'scope.OS-INHERIT:inherited_to']

/** `GET /v3/role_assignments`: everybody may ask for their own. */
export async function listRoleAssignments(c: IdentityContext): Promise<Response> {
  const userId = c.req.query('user.id')
  await administratorOrUser(c, userId ?? '')
  const { identity } = c.var.runtime
  const query = {
    userId,
    roleId: c.req.query('role.id'),
    projectId: c.req.query('scope.project.id'),
    domainId: c.req.query('scope.domain.id'),
    isEffective: readFlag(c, 'effective') ?? false,
  }
  const isEmpty =
    NEVER.some((name) => c.req.query(name) !== undefined) ||
    (query.projectId !== undefined && query.domainId !== undefined)
  const assignments = isEmpty ? [] : await listAssignments(identity, query)
  const wire = readFlag(c, 'include_names')
    ? (await withNames(identity, assignments)).flatMap((named) => namedWire(c, named))
    : assignments.map((assignment) => bareWire(c, assignment))
  return c.json({ role_assignments: wire, links: wholeLinks(c) })
}

function links(c: IdentityContext, { userId, roleId, target }: Assignment) {
  return { assignment: link(c, `/${target.kind}s/${target.id}/users/${userId}/roles/${roleId}`) }
}

function bareWire(c: IdentityContext, assignment: Assignment) {
  const { userId, roleId, target } = assignment
  return {
    role: { id: roleId },
    user: { id: userId },
    scope: { [target.kind]: { id: target.id } },
    links: links(c, assignment),
  }
}

interface Named {
  readonly id: string
  readonly name: string
}

/** Nothing for an assignment that is gone meanwhile. */
function namedWire(c: IdentityContext, { assignment, user, role, project, domain }: NamedAssignment) {
  const scope = project === null ? domain && { domain: named(domain) } : { project: ownedWire(project) }
  if (user === null || role === null || scope === null) return []
  return [{ role: named(role), user: ownedWire(user), scope, links: links(c, assignment) }]
}

function named({ id, name }: Named): Named {
  return { id, name }
}

function ownedWire(thing: Named & { readonly domain: Named }) {
  return { ...named(thing), domain: named(thing.domain) }
}
