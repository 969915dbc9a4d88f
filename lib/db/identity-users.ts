import type { Kysely } from 'kysely'
import type { PageOf } from './identity-domains.ts'
import type { Schema } from './schema.ts'
import type { UserRow } from './tables/identity.ts'

export interface UserFilter extends PageOf {
  readonly name?: string | undefined
  readonly domainId?: string | undefined
  readonly isEnabled?: boolean | undefined
}

export function findUser(db: Kysely<Schema>, id: string): Promise<UserRow | undefined> {
  return db.selectFrom('identity_users').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findUserByName(
  db: Kysely<Schema>,
  domainId: string,
  name: string,
): Promise<UserRow | undefined> {
  return db
    .selectFrom('identity_users')
    .selectAll()
    .where('domain_id', '=', domainId)
    .where('name', '=', name)
    .executeTakeFirst()
}

export function listUsers(db: Kysely<Schema>, filter: UserFilter): Promise<UserRow[]> {
  let query = db.selectFrom('identity_users').selectAll().orderBy('id')
  if (filter.name !== undefined) query = query.where('name', '=', filter.name)
  if (filter.domainId !== undefined) query = query.where('domain_id', '=', filter.domainId)
  if (filter.isEnabled !== undefined) query = query.where('is_enabled', '=', Number(filter.isEnabled))
  if (filter.marker !== undefined) query = query.where('id', '>', filter.marker)
  if (filter.limit !== undefined) query = query.limit(filter.limit)
  return query.execute()
}

/** @throws the driver's unique violation. */
export async function insertUser(db: Kysely<Schema>, row: UserRow): Promise<void> {
  await db.insertInto('identity_users').values(row).execute()
}

/** @throws the driver's unique violation. */
export async function updateUser(db: Kysely<Schema>, id: string, change: Partial<UserRow>): Promise<void> {
  await db.updateTable('identity_users').set(change).where('id', '=', id).execute()
}

export async function deleteUser(db: Kysely<Schema>, id: string): Promise<void> {
  await db.deleteFrom('identity_users').where('id', '=', id).execute()
}
