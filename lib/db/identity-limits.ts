import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import type { LimitTable, RegisteredLimitTable } from './tables/quota.ts'

/** What a limit is of. */
export interface LimitFilter {
  readonly id?: string | undefined
  readonly serviceId?: string | undefined
  readonly regionId?: string | undefined
  readonly resourceName?: string | undefined
}

export interface OwnLimitFilter extends LimitFilter {
  readonly projectId?: string | undefined
  readonly domainId?: string | undefined
}

/** A limit with what it is of, from its registered limit. */
export type OwnLimitRow = LimitTable &
  Pick<RegisteredLimitTable, 'service_id' | 'region_id' | 'resource_name'>

export function listRegisteredLimits(
  db: Kysely<Schema>,
  filter: LimitFilter,
): Promise<RegisteredLimitTable[]> {
  let query = db.selectFrom('identity_registered_limits').selectAll().orderBy('id')
  if (filter.id !== undefined) query = query.where('id', '=', filter.id)
  if (filter.serviceId !== undefined) query = query.where('service_id', '=', filter.serviceId)
  if (filter.regionId !== undefined) query = query.where('region_id', '=', filter.regionId)
  if (filter.resourceName !== undefined) query = query.where('resource_name', '=', filter.resourceName)
  return query.execute()
}

/** All or none. @throws the driver's unique violation. */
export async function insertRegisteredLimits(
  db: Kysely<Schema>,
  rows: readonly RegisteredLimitTable[],
): Promise<void> {
  await db
    .insertInto('identity_registered_limits')
    .values([...rows])
    .execute()
}

/** @throws the driver's unique violation. */
export async function updateRegisteredLimit(db: Kysely<Schema>, row: RegisteredLimitTable): Promise<void> {
  await db.updateTable('identity_registered_limits').set(row).where('id', '=', row.id).execute()
}

export async function deleteRegisteredLimit(db: Kysely<Schema>, id: string): Promise<void> {
  await db.deleteFrom('identity_registered_limits').where('id', '=', id).execute()
}

export async function isRegisteredLimitUsed(db: Kysely<Schema>, id: string): Promise<boolean> {
  const used = db.selectFrom('identity_limits').select('id').where('registered_limit_id', '=', id).limit(1)
  return (await used.executeTakeFirst()) !== undefined
}

export function listLimits(db: Kysely<Schema>, filter: OwnLimitFilter): Promise<OwnLimitRow[]> {
  let query = db
    .selectFrom('identity_limits as own')
    .innerJoin('identity_registered_limits as registered', 'registered.id', 'own.registered_limit_id')
    .selectAll('own')
    .select(['registered.service_id', 'registered.region_id', 'registered.resource_name'])
    .orderBy('own.id')
  if (filter.id !== undefined) query = query.where('own.id', '=', filter.id)
  if (filter.projectId !== undefined) query = query.where('own.project_id', '=', filter.projectId)
  if (filter.domainId !== undefined) query = query.where('own.domain_id', '=', filter.domainId)
  if (filter.serviceId !== undefined) query = query.where('service_id', '=', filter.serviceId)
  if (filter.regionId !== undefined) query = query.where('region_id', '=', filter.regionId)
  if (filter.resourceName !== undefined) query = query.where('resource_name', '=', filter.resourceName)
  return query.execute()
}

/** All or none. @throws the driver's unique violation. */
export async function insertLimits(db: Kysely<Schema>, rows: readonly LimitTable[]): Promise<void> {
  await db
    .insertInto('identity_limits')
    .values([...rows])
    .execute()
}

export async function updateLimit(
  db: Kysely<Schema>,
  id: string,
  change: Partial<Pick<LimitTable, 'resource_limit' | 'description'>>,
): Promise<void> {
  await db.updateTable('identity_limits').set(change).where('id', '=', id).execute()
}

export async function deleteLimit(db: Kysely<Schema>, id: string): Promise<void> {
  await db.deleteFrom('identity_limits').where('id', '=', id).execute()
}
