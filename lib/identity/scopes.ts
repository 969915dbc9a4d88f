import type { Database } from '../db/database.ts'
import type { RoleTarget } from '../db/identity-assignments.ts'
import { findProject, findProjectByName, listProjects } from '../db/identity-projects.ts'
import type { UserRow } from '../db/tables/identity.ts'
import type { ProjectRef } from '../domain/identity.ts'
import { type DomainRef, resolveDomain } from './sign-in.ts'

export type ProjectLookup = { readonly id: string } | { readonly name: string; readonly domain: DomainRef }

/** What the token asked for shall apply to. */
export type AuthScope =
  | { readonly kind: 'default' } // the user's default project, else nothing
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'project'; readonly project: ProjectLookup }
  | { readonly kind: 'domain'; readonly domain: DomainRef }

type Db = Database['kysely']

/** @returns null for no scope; undefined when that project or domain does not exist. */
export async function resolveScope(
  db: Db,
  user: UserRow,
  scope: AuthScope,
): Promise<RoleTarget | null | undefined> {
  if (scope.kind === 'unscoped') return null
  if (scope.kind === 'default') return defaultTarget(db, user)
  if (scope.kind === 'domain') {
    const domain = await resolveDomain(db, scope.domain)
    return domain === undefined ? undefined : { kind: 'domain', id: domain.id }
  }
  const project = await resolveProject(db, scope.project)
  return project === undefined ? undefined : { kind: 'project', id: project }
}

async function resolveProject(db: Db, lookup: ProjectLookup): Promise<string | undefined> {
  if ('id' in lookup) return (await findProject(db, lookup.id))?.id
  const domain = await resolveDomain(db, lookup.domain)
  return domain === undefined ? undefined : (await findProjectByName(db, domain.id, lookup.name))?.id
}

/** The default project if the user can work there now: a stale default must not keep anybody from signing in. */
async function defaultTarget(db: Db, user: UserRow): Promise<RoleTarget | null> {
  if (user.default_project_id === null) return null
  const projects = await projectsOfUser(db, user.id)
  const isUsable = projects.some((project) => project.id === user.default_project_id)
  return isUsable ? { kind: 'project', id: user.default_project_id } : null
}

/** Where a person who signs in without saying where begins: the default project, or the first by name. */
export async function homeTarget(db: Db, user: UserRow): Promise<RoleTarget | null> {
  const usual = await defaultTarget(db, user)
  if (usual !== null) return usual
  const [first] = await projectsOfUser(db, user.id)
  return first === undefined ? null : { kind: 'project', id: first.id }
}

/** The projects on which the user has a role and that are enabled with their domains, by name. */
export async function projectsOfUser(db: Db, userId: string): Promise<readonly ProjectRef[]> {
  const rows = await listProjects(db, { userId, isEnabled: true })
  const domains = await Promise.all(rows.map((row) => resolveDomain(db, { id: row.domain_id })))
  return rows
    .filter((_, index) => domains[index]?.is_enabled === 1)
    .map((row) => ({ id: row.id, name: row.name, domainId: row.domain_id }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
