import type { Kysely } from 'kysely'
import type { PageOf } from './identity-domains.ts'
import type { Schema } from './schema.ts'
import type { RoleImplicationRow, RoleRow } from './tables/identity.ts'

export interface RoleFilter extends PageOf {
  readonly name?: string | undefined
}

export function findRole(db: Kysely<Schema>, id: string): Promise<RoleRow | undefined> {
  return db.selectFrom('identity_roles').selectAll().where('id', '=', id).executeTakeFirst()
}

export function listRoles(db: Kysely<Schema>, filter: RoleFilter = {}): Promise<RoleRow[]> {
  let query = db.selectFrom('identity_roles').selectAll().orderBy('id')
  if (filter.name !== undefined) query = query.where('name', '=', filter.name)
  if (filter.marker !== undefined) query = query.where('id', '>', filter.marker)
  if (filter.limit !== undefined) query = query.limit(filter.limit)
  return query.execute()
}

/** @throws the driver's unique violation. */
export async function insertRole(db: Kysely<Schema>, row: RoleRow): Promise<void> {
  await db.insertInto('identity_roles').values(row).execute()
}

/** @throws the driver's unique violation. */
export async function updateRole(db: Kysely<Schema>, id: string, change: Partial<RoleRow>): Promise<void> {
  await db.updateTable('identity_roles').set(change).where('id', '=', id).execute()
}

export async function deleteRole(db: Kysely<Schema>, id: string): Promise<void> {
  await db.deleteFrom('identity_roles').where('id', '=', id).execute()
}

export function listRoleImplications(db: Kysely<Schema>): Promise<RoleImplicationRow[]> {
  return db
    .selectFrom('identity_role_implications')
    .selectAll()
    .orderBy('prior_role_id')
    .orderBy('implied_role_id')
    .execute()
}

/** Making it twice is fine. */
export async function insertRoleImplication(db: Kysely<Schema>, row: RoleImplicationRow): Promise<void> {
  await db
    .insertInto('identity_role_implications')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** @returns whether there was one. */
export async function deleteRoleImplication(db: Kysely<Schema>, row: RoleImplicationRow): Promise<boolean> {
  const result = await db
    .deleteFrom('identity_role_implications')
    .where('prior_role_id', '=', row.prior_role_id)
    .where('implied_role_id', '=', row.implied_role_id)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}
