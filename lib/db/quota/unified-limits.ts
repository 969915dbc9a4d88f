import type { Database } from '../database.ts'

/** The service and region that a limit must be registered for to count. */
export interface LimitScope {
  readonly serviceId: string
  readonly regionId: string
}

/** By resource; -1: no limit. */
export type LimitValues = ReadonlyMap<string, number>

/** What counts for these projects: their own limits, else the registered ones; of the region before of every region. */
export async function effectiveLimits(
  { kysely }: Database,
  { serviceId, regionId }: LimitScope,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, LimitValues>> {
  const registered = await kysely
    .selectFrom('identity_registered_limits')
    .select(['id', 'resource_name', 'default_limit'])
    .where('service_id', '=', serviceId)
    .where('region_id', 'in', ['', regionId])
    .orderBy('region_id')
    .execute()
  const own = await kysely
    .selectFrom('identity_limits')
    .select(['project_id', 'registered_limit_id', 'resource_limit'])
    .where('project_id', 'in', projectIds.length === 0 ? [''] : [...projectIds])
    .execute()
  const ownValues = new Map(
    own.map((row) => [`${row.project_id} ${row.registered_limit_id}`, row.resource_limit] as const),
  )
  return new Map(
    projectIds.map((projectId) => {
      const values = registered.map(
        ({ id, resource_name, default_limit }) =>
          [resource_name, ownValues.get(`${projectId} ${id}`) ?? default_limit] as const,
      )
      return [projectId, new Map(values)]
    }),
  )
}
