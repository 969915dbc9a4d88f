import type { Database } from '../database.ts'

/** The service and region that a limit must be registered for to count. */
export interface LimitScope {
  readonly serviceId: string
  readonly regionId: string
}

/** What counts for one project: its own limit, else the registered one; one of the region before one of every region. */
export async function effectiveLimits(
  { kysely }: Database,
  { serviceId, regionId }: LimitScope,
  projectId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await kysely
    .selectFrom('identity_registered_limits as registered')
    .leftJoin('identity_limits as own', (join) =>
      join.onRef('own.registered_limit_id', '=', 'registered.id').on('own.project_id', '=', projectId),
    )
    .select(['registered.resource_name', 'registered.default_limit', 'own.resource_limit'])
    .where('registered.service_id', '=', serviceId)
    .where('registered.region_id', 'in', ['', regionId])
    .orderBy('registered.region_id')
    .execute()
  return new Map(rows.map((row) => [row.resource_name, row.resource_limit ?? row.default_limit]))
}
