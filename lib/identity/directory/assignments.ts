import * as rows from '../../db/identity-assignments.ts'
import { listRoleImplications } from '../../db/identity-roles.ts'
import { type DomainError, isDomainError, notFound } from '../../domain/errors.ts'
import { withImpliedRoles } from '../effective-roles.ts'
import { changing, type DirectoryDeps } from './deps.ts'
import { getDomain } from './domains.ts'
import type { Domain, Project, Role, User } from './model.ts'
import { getProject } from './projects.ts'
import { getRole } from './roles.ts'
import { getUser } from './users.ts'

export type Assignment = rows.RoleAssignment
export type AssignmentTarget = rows.RoleTarget

export interface AssignmentQuery extends rows.AssignmentFilter {
  /** Also those that follow by implication. */
  readonly isEffective: boolean
}

/** An assignment with the things it joins; null: gone meanwhile. */
export interface NamedAssignment {
  readonly assignment: Assignment
  readonly user: (User & { readonly domain: Domain }) | null
  readonly role: Role | null
  readonly project: (Project & { readonly domain: Domain }) | null
  readonly domain: Domain | null
}

/** Gives the role; twice is fine. @throws `not_found` user, role or target */
export async function grantRole(deps: DirectoryDeps, assignment: Assignment): Promise<void> {
  await assertParts(deps, assignment)
  await changing(deps, () => rows.insertAssignment(deps.database.kysely, assignment))
}

/** Takes the role away; tokens lose it at once. @throws `not_found` user, role, target or assignment */
export async function revokeRole(deps: DirectoryDeps, assignment: Assignment): Promise<void> {
  await assertParts(deps, assignment)
  const wasThere = await changing(deps, () => rows.deleteAssignment(deps.database.kysely, assignment))
  if (!wasThere) throw noAssignment(assignment)
}

/** @throws `not_found` user, role, target or assignment */
export async function assertRoleGranted(deps: DirectoryDeps, assignment: Assignment): Promise<void> {
  await assertParts(deps, assignment)
  const granted = await listAssignments(deps, { ...filterOf(assignment), isEffective: false })
  if (!granted.some((one) => one.roleId === assignment.roleId)) throw noAssignment(assignment)
}

/** The roles that were given to the user there, without implied ones. @throws `not_found` user or target */
export async function grantedRoles(
  deps: DirectoryDeps,
  userId: string,
  target: AssignmentTarget,
): Promise<Role[]> {
  await Promise.all([getUser(deps, userId), assertTarget(deps, target)])
  const granted = await listAssignments(deps, { ...filterOf({ userId, target }), isEffective: false })
  return Promise.all(granted.map((one) => getRole(deps, one.roleId)))
}

export async function listAssignments(deps: DirectoryDeps, query: AssignmentQuery): Promise<Assignment[]> {
  const { isEffective, roleId, ...filter } = query
  if (!isEffective) return rows.listAssignments(deps.database.kysely, { ...filter, roleId })
  const [direct, implications] = await Promise.all([
    rows.listAssignments(deps.database.kysely, filter),
    listRoleImplications(deps.database.kysely),
  ])
  const all = new Map<string, Assignment>()
  for (const assignment of direct) {
    for (const implied of withImpliedRoles([assignment.roleId], implications)) {
      all.set(`${assignment.userId} ${assignment.target.kind} ${assignment.target.id} ${implied}`, {
        ...assignment,
        roleId: implied,
      })
    }
  }
  return [...all.values()].filter((assignment) => roleId === undefined || assignment.roleId === roleId)
}

/** Looks up what the assignments join; each thing once. */
export async function withNames(
  deps: DirectoryDeps,
  assignments: readonly Assignment[],
): Promise<NamedAssignment[]> {
  const domainOf = remembering((id) => orNull(getDomain(deps, id)))
  const owned = async <Thing extends { domainId: string }>(
    thing: Promise<Thing>,
  ): Promise<(Thing & { domain: Domain }) | null> => {
    const found = await orNull(thing)
    const domain = found === null ? null : await domainOf(found.domainId)
    return found === null || domain === null ? null : { ...found, domain }
  }
  const userOf = remembering((id) => owned(getUser(deps, id)))
  const projectOf = remembering((id) => owned(getProject(deps, id)))
  const roleOf = remembering((id) => orNull(getRole(deps, id)))
  return Promise.all(
    assignments.map(async (assignment) => ({
      assignment,
      user: await userOf(assignment.userId),
      role: await roleOf(assignment.roleId),
      project: assignment.target.kind === 'project' ? await projectOf(assignment.target.id) : null,
      domain: assignment.target.kind === 'domain' ? await domainOf(assignment.target.id) : null,
    })),
  )
}

function remembering<T>(look: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (id) => {
    const answer = known.get(id) ?? look(id)
    known.set(id, answer)
    return answer
  }
}

async function orNull<T>(thing: Promise<T>): Promise<T | null> {
  try {
    return await thing
  } catch (error) {
    if (isDomainError(error, 'not_found')) return null
    throw error
  }
}

async function assertParts(deps: DirectoryDeps, { userId, roleId, target }: Assignment): Promise<void> {
  await Promise.all([getUser(deps, userId), getRole(deps, roleId), assertTarget(deps, target)])
}

async function assertTarget(deps: DirectoryDeps, { kind, id }: AssignmentTarget): Promise<void> {
  await (kind === 'project' ? getProject(deps, id) : getDomain(deps, id))
}

function filterOf({ userId, target }: Pick<Assignment, 'userId' | 'target'>): rows.AssignmentFilter {
  return target.kind === 'project' ? { userId, projectId: target.id } : { userId, domainId: target.id }
}

function noAssignment({ userId, roleId, target }: Assignment): DomainError {
  return notFound('assignment', `of role ${roleId} to user ${userId} on ${target.kind} ${target.id}`)
}
