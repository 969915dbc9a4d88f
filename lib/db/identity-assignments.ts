import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import type { DomainRow } from './tables/identity.ts'

/** Where a role applies. */
export interface RoleTarget {
  readonly kind: 'project' | 'domain'
  readonly id: string
}

/** A role that was given directly, not by implication. */
export interface RoleAssignment {
  readonly userId: string
  readonly roleId: string
  readonly target: RoleTarget
}

export interface AssignmentFilter {
  readonly userId?: string | undefined
  readonly roleId?: string | undefined
  readonly projectId?: string | undefined
  readonly domainId?: string | undefined
}

export async function listAssignments(
  db: Kysely<Schema>,
  filter: AssignmentFilter,
): Promise<RoleAssignment[]> {
  const [onProjects, onDomains] = await Promise.all([
    filter.domainId === undefined ? listProjectAssignments(db, filter) : [],
    filter.projectId === undefined ? listDomainAssignments(db, filter) : [],
  ])
  return [...onProjects, ...onDomains]
}

async function listProjectAssignments(
  db: Kysely<Schema>,
  filter: AssignmentFilter,
): Promise<RoleAssignment[]> {
  let query = db
    .selectFrom('identity_project_roles')
    .selectAll()
    .orderBy('user_id')
    .orderBy('project_id')
    .orderBy('role_id')
  if (filter.userId !== undefined) query = query.where('user_id', '=', filter.userId)
  if (filter.roleId !== undefined) query = query.where('role_id', '=', filter.roleId)
  if (filter.projectId !== undefined) query = query.where('project_id', '=', filter.projectId)
  const rows = await query.execute()
  return rows.map((row) => ({
    userId: row.user_id,
    roleId: row.role_id,
    target: { kind: 'project', id: row.project_id },
  }))
}

async function listDomainAssignments(
  db: Kysely<Schema>,
  filter: AssignmentFilter,
): Promise<RoleAssignment[]> {
  let query = db
    .selectFrom('identity_domain_roles')
    .selectAll()
    .orderBy('user_id')
    .orderBy('domain_id')
    .orderBy('role_id')
  if (filter.userId !== undefined) query = query.where('user_id', '=', filter.userId)
  if (filter.roleId !== undefined) query = query.where('role_id', '=', filter.roleId)
  if (filter.domainId !== undefined) query = query.where('domain_id', '=', filter.domainId)
  const rows = await query.execute()
  return rows.map((row) => ({
    userId: row.user_id,
    roleId: row.role_id,
    target: { kind: 'domain', id: row.domain_id },
  }))
}

/** Giving a role twice is fine. */
export async function insertAssignment(
  db: Kysely<Schema>,
  { userId, roleId, target }: RoleAssignment,
): Promise<void> {
  const insert =
    target.kind === 'project'
      ? db
          .insertInto('identity_project_roles')
          .values({ user_id: userId, project_id: target.id, role_id: roleId })
      : db
          .insertInto('identity_domain_roles')
          .values({ user_id: userId, domain_id: target.id, role_id: roleId })
  await insert.onConflict((conflict) => conflict.doNothing()).execute()
}

/** @returns whether there was one. */
export async function deleteAssignment(
  db: Kysely<Schema>,
  { userId, roleId, target }: RoleAssignment,
): Promise<boolean> {
  const result =
    target.kind === 'project'
      ? await db
          .deleteFrom('identity_project_roles')
          .where('user_id', '=', userId)
          .where('project_id', '=', target.id)
          .where('role_id', '=', roleId)
          .executeTakeFirst()
      : await db
          .deleteFrom('identity_domain_roles')
          .where('user_id', '=', userId)
          .where('domain_id', '=', target.id)
          .where('role_id', '=', roleId)
          .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** The domains on which the user has a role. */
export function listDomainsOfUser(db: Kysely<Schema>, userId: string): Promise<DomainRow[]> {
  return db
    .selectFrom('identity_domains')
    .selectAll()
    .where('id', 'in', (within) =>
      within.selectFrom('identity_domain_roles').select('domain_id').where('user_id', '=', userId),
    )
    .orderBy('id')
    .execute()
}
