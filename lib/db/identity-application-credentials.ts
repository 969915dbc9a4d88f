import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import type { ApplicationCredentialRow } from './tables/identity.ts'

/** With the ids of the roles it carries. */
export interface ApplicationCredentialRecord {
  readonly row: ApplicationCredentialRow
  readonly roleIds: readonly string[]
}

export async function findApplicationCredential(
  db: Kysely<Schema>,
  id: string,
): Promise<ApplicationCredentialRecord | undefined> {
  const row = await db
    .selectFrom('identity_application_credentials')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : (await withRoles(db, [row]))[0]
}

export async function listApplicationCredentials(
  db: Kysely<Schema>,
  userId: string,
  name?: string,
): Promise<ApplicationCredentialRecord[]> {
  let query = db
    .selectFrom('identity_application_credentials')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('id')
  if (name !== undefined) query = query.where('name', '=', name)
  return withRoles(db, await query.execute())
}

async function withRoles(
  db: Kysely<Schema>,
  rows: ApplicationCredentialRow[],
): Promise<ApplicationCredentialRecord[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const roles = await db
    .selectFrom('identity_application_credential_roles')
    .selectAll()
    .where('application_credential_id', 'in', ids)
    .orderBy('role_id')
    .execute()
  return rows.map((row) => ({
    row,
    roleIds: roles.filter((role) => role.application_credential_id === row.id).map((role) => role.role_id),
  }))
}

/** @throws the driver's unique violation. */
export async function insertApplicationCredential(
  db: Kysely<Schema>,
  record: ApplicationCredentialRecord,
): Promise<void> {
  await db.transaction().execute(async (within) => {
    await within.insertInto('identity_application_credentials').values(record.row).execute()
    const roles = record.roleIds.map((roleId) => ({
      application_credential_id: record.row.id,
      role_id: roleId,
    }))
    if (roles.length > 0)
      await within.insertInto('identity_application_credential_roles').values(roles).execute()
  })
}

export async function deleteApplicationCredential(db: Kysely<Schema>, id: string): Promise<void> {
  await db.deleteFrom('identity_application_credentials').where('id', '=', id).execute()
}
