import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import type { DomainRow } from './tables/identity.ts'

/** A page of a list in the order of ids; without a limit, all. */
export interface PageOf {
  readonly limit?: number | undefined
  /** The id of the last entry of the page before. */
  readonly marker?: string | undefined
}

export interface DomainFilter extends PageOf {
  readonly name?: string | undefined
  readonly isEnabled?: boolean | undefined
}

export function findDomain(db: Kysely<Schema>, id: string): Promise<DomainRow | undefined> {
  return db.selectFrom('identity_domains').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findDomainByName(db: Kysely<Schema>, name: string): Promise<DomainRow | undefined> {
  return db.selectFrom('identity_domains').selectAll().where('name', '=', name).executeTakeFirst()
}

export function listDomains(db: Kysely<Schema>, filter: DomainFilter): Promise<DomainRow[]> {
  let query = db.selectFrom('identity_domains').selectAll().orderBy('id')
  if (filter.name !== undefined) query = query.where('name', '=', filter.name)
  if (filter.isEnabled !== undefined) query = query.where('is_enabled', '=', Number(filter.isEnabled))
  if (filter.marker !== undefined) query = query.where('id', '>', filter.marker)
  if (filter.limit !== undefined) query = query.limit(filter.limit)
  return query.execute()
}

/** @returns whether it was new; false: a domain with this id or name exists. */
export async function insertDomainIfAbsent(db: Kysely<Schema>, row: DomainRow): Promise<boolean> {
  const result = await db
    .insertInto('identity_domains')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** @throws the driver's unique violation. */
export async function insertDomain(db: Kysely<Schema>, row: DomainRow): Promise<void> {
  await db.insertInto('identity_domains').values(row).execute()
}

/** @throws the driver's unique violation. */
export async function updateDomain(
  db: Kysely<Schema>,
  id: string,
  change: Partial<DomainRow>,
): Promise<void> {
  await db.updateTable('identity_domains').set(change).where('id', '=', id).execute()
}

/** With its projects and users, and all that hangs on them. */
export async function deleteDomain(db: Kysely<Schema>, id: string): Promise<void> {
  await db.deleteFrom('identity_domains').where('id', '=', id).execute()
}
