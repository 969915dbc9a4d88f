import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import type { TokenRow } from './tables/identity.ts'

export function findToken(db: Kysely<Schema>, id: string): Promise<TokenRow | undefined> {
  return db.selectFrom('identity_tokens').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function insertToken(db: Kysely<Schema>, row: TokenRow): Promise<void> {
  await db.insertInto('identity_tokens').values(row).execute()
}

export async function updateTokenExpiry(db: Kysely<Schema>, id: string, expiresAtMs: number): Promise<void> {
  await db.updateTable('identity_tokens').set({ expires_at: expiresAtMs }).where('id', '=', id).execute()
}

export async function deleteToken(db: Kysely<Schema>, id: string): Promise<void> {
  await db.deleteFrom('identity_tokens').where('id', '=', id).execute()
}

/** All tokens that descend from one sign-in. */
export async function deleteTokenChain(db: Kysely<Schema>, auditChainId: string): Promise<void> {
  await db.deleteFrom('identity_tokens').where('audit_chain_id', '=', auditChainId).execute()
}

export async function deleteTokensOfUser(db: Kysely<Schema>, userId: string): Promise<void> {
  await db.deleteFrom('identity_tokens').where('user_id', '=', userId).execute()
}

export async function deleteTokensOfProject(db: Kysely<Schema>, projectId: string): Promise<void> {
  await db.deleteFrom('identity_tokens').where('project_id', '=', projectId).execute()
}

/** The tokens scoped to the domain, to its projects, or of its users. */
export async function deleteTokensOfDomain(db: Kysely<Schema>, domainId: string): Promise<void> {
  await db
    .deleteFrom('identity_tokens')
    .where((either) =>
      either.or([
        either('domain_id', '=', domainId),
        either(
          'project_id',
          'in',
          either.selectFrom('identity_projects').select('id').where('domain_id', '=', domainId),
        ),
        either(
          'user_id',
          'in',
          either.selectFrom('identity_users').select('id').where('domain_id', '=', domainId),
        ),
      ]),
    )
    .execute()
}

/** @returns how many there were. */
export async function deleteExpiredTokens(db: Kysely<Schema>, nowMs: number): Promise<number> {
  const result = await db.deleteFrom('identity_tokens').where('expires_at', '<=', nowMs).executeTakeFirst()
  return Number(result.numDeletedRows)
}
