import type { Kysely } from 'kysely'
import type { PageOf } from './identity-domains.ts'
import type { Schema } from './schema.ts'
import type { ProjectRow } from './tables/identity.ts'

export interface ProjectFilter extends PageOf {
  readonly name?: string | undefined
  readonly domainId?: string | undefined
  readonly parentId?: string | undefined
  readonly isEnabled?: boolean | undefined
  /** Only projects on which this user has a role. */
  readonly userId?: string | undefined
}

export function findProject(db: Kysely<Schema>, id: string): Promise<ProjectRow | undefined> {
  return db.selectFrom('identity_projects').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findProjectByName(
  db: Kysely<Schema>,
  domainId: string,
  name: string,
): Promise<ProjectRow | undefined> {
  return db
    .selectFrom('identity_projects')
    .selectAll()
    .where('domain_id', '=', domainId)
    .where('name', '=', name)
    .executeTakeFirst()
}

export function listProjects(db: Kysely<Schema>, filter: ProjectFilter): Promise<ProjectRow[]> {
  let query = db.selectFrom('identity_projects').selectAll().orderBy('id')
  if (filter.name !== undefined) query = query.where('name', '=', filter.name)
  if (filter.domainId !== undefined) query = query.where('domain_id', '=', filter.domainId)
  if (filter.parentId !== undefined) query = query.where('parent_id', '=', filter.parentId)
  if (filter.isEnabled !== undefined) query = query.where('is_enabled', '=', Number(filter.isEnabled))
  if (filter.marker !== undefined) query = query.where('id', '>', filter.marker)
  if (filter.limit !== undefined) query = query.limit(filter.limit)
  const { userId } = filter
  if (userId !== undefined) {
    query = query.where('id', 'in', (within) =>
      within.selectFrom('identity_project_roles').select('project_id').where('user_id', '=', userId),
    )
  }
  return query.execute()
}

/** @throws the driver's unique violation. */
export async function insertProject(db: Kysely<Schema>, row: ProjectRow): Promise<void> {
  await db.insertInto('identity_projects').values(row).execute()
}

/** @throws the driver's unique violation. */
export async function updateProject(
  db: Kysely<Schema>,
  id: string,
  change: Partial<ProjectRow>,
): Promise<void> {
  await db.updateTable('identity_projects').set(change).where('id', '=', id).execute()
}

export async function deleteProject(db: Kysely<Schema>, id: string): Promise<void> {
  await db.deleteFrom('identity_projects').where('id', '=', id).execute()
  await db.deleteFrom('identity_limits').where('project_id', '=', id).execute()
}
