import * as rows from '../../db/identity-limits.ts'
import type { LimitTable, RegisteredLimitTable } from '../../db/tables/quota.ts'
import { forbidden, notFound } from '../../domain/errors.ts'
import { newId } from '../token-secrets.ts'
import { type DirectoryDeps, given, unlessTaken } from './deps.ts'
import type { Change } from './model.ts'

type Deps = Pick<DirectoryDeps, 'database'>

/** What a limit is of. The region is null when it is every one. */
interface Limited {
  readonly serviceId: string
  readonly regionId: string | null
  readonly resourceName: string
}

/** What holds for every project without a limit of its own; -1: no limit. */
export interface RegisteredLimit extends Limited {
  readonly id: string
  readonly defaultLimit: number
  readonly description: string | null
}

/** A project's or a domain's own. */
export interface OwnLimit extends Limited {
  readonly id: string
  readonly projectId: string | null
  readonly domainId: string | null
  readonly resourceLimit: number
  readonly description: string | null
}

export async function listRegisteredLimits(
  { database }: Deps,
  filter: rows.LimitFilter,
): Promise<RegisteredLimit[]> {
  return (await rows.listRegisteredLimits(database.kysely, filter)).map(fromRegisteredRow)
}

/** @throws `not_found` */
export async function getRegisteredLimit(deps: Deps, id: string): Promise<RegisteredLimit> {
  const [found] = await listRegisteredLimits(deps, { id })
  if (found === undefined) throw notFound('registered limit', id)
  return found
}

/** All or none. @throws `conflict` one exists already */
export async function createRegisteredLimits(
  { database }: Deps,
  limits: readonly Omit<RegisteredLimit, 'id'>[],
): Promise<RegisteredLimit[]> {
  const created = limits.map((limit) => ({ ...limit, id: newId() }))
  await unlessTaken('Such a limit is registered already: change that one.', () =>
    rows.insertRegisteredLimits(database.kysely, created.map(toRegisteredRow)),
  )
  return created
}

/** @throws `not_found`; `conflict`; `forbidden` what it is of cannot change while projects have limits of it */
export async function updateRegisteredLimit(
  deps: Deps,
  id: string,
  change: Change<Omit<RegisteredLimit, 'id'>>,
): Promise<RegisteredLimit> {
  const before = await getRegisteredLimit(deps, id)
  const after: RegisteredLimit = { ...before, ...given(change) }
  const isOther =
    after.serviceId !== before.serviceId ||
    after.regionId !== before.regionId ||
    after.resourceName !== before.resourceName
  if (isOther) await assertUnused(deps, id)
  await unlessTaken('Such a limit is registered already.', () =>
    rows.updateRegisteredLimit(deps.database.kysely, toRegisteredRow(after)),
  )
  return after
}

/** @throws `not_found`; `forbidden` while projects have limits of it */
export async function deleteRegisteredLimit(deps: Deps, id: string): Promise<void> {
  await getRegisteredLimit(deps, id)
  await assertUnused(deps, id)
  await rows.deleteRegisteredLimit(deps.database.kysely, id)
}

async function assertUnused({ database }: Deps, id: string): Promise<void> {
  if (!(await rows.isRegisteredLimitUsed(database.kysely, id))) return
  throw forbidden(
    `Unable to update or delete registered limit ${id} because there are project limits associated with it.`,
  )
}

export async function listLimits({ database }: Deps, filter: rows.OwnLimitFilter): Promise<OwnLimit[]> {
  return (await rows.listLimits(database.kysely, filter)).map(fromRow)
}

/** @throws `not_found` */
export async function getLimit(deps: Deps, id: string): Promise<OwnLimit> {
  const [found] = await listLimits(deps, { id })
  if (found === undefined) throw notFound('limit', id)
  return found
}

/** All or none. @throws `conflict` one exists already; `forbidden` nothing like it is registered */
export async function createLimits(deps: Deps, limits: readonly Omit<OwnLimit, 'id'>[]): Promise<OwnLimit[]> {
  const created: { limit: OwnLimit; row: LimitTable }[] = []
  for (const each of limits) {
    const limit = { ...each, id: newId() }
    created.push({ limit, row: toRow(limit, await registeredFor(deps, limit)) })
  }
  await unlessTaken('Such a limit exists already: change that one.', () =>
    rows.insertLimits(
      deps.database.kysely,
      created.map(({ row }) => row),
    ),
  )
  return created.map(({ limit }) => limit)
}

async function registeredFor({ database }: Deps, { serviceId, regionId, resourceName }: Limited) {
  const what = { serviceId, regionId: regionId ?? '', resourceName }
  const [registered] = await rows.listRegisteredLimits(database.kysely, what)
  if (registered !== undefined) return registered.id
  throw forbidden(
    `Unable to create a limit that has no corresponding registered limit: register ${resourceName} first.`,
  )
}

/** @throws `not_found` */
export async function updateLimit(
  deps: Deps,
  id: string,
  change: Change<Pick<OwnLimit, 'resourceLimit' | 'description'>>,
): Promise<OwnLimit> {
  const before = await getLimit(deps, id)
  const after = { ...before, ...given(change) }
  const { resourceLimit: resource_limit, description } = after
  await rows.updateLimit(deps.database.kysely, id, { resource_limit, description })
  return after
}

/** @throws `not_found` */
export async function deleteLimit(deps: Deps, id: string): Promise<void> {
  await getLimit(deps, id)
  await rows.deleteLimit(deps.database.kysely, id)
}

/**
 * A project's own limit of this, registered with 0 for all others if it was not: what nobody registered is 0 anyway.
 * Null: back to what is registered. @throws `conflict` when two set it at the same time
 */
export async function setProjectLimit(
  deps: Deps,
  { projectId, resourceLimit, ...what }: Limited & { projectId: string; resourceLimit: number | null },
): Promise<void> {
  const filter = { serviceId: what.serviceId, regionId: what.regionId ?? '', resourceName: what.resourceName }
  const [own] = await listLimits(deps, { ...filter, projectId })
  if (resourceLimit === null) return own === undefined ? undefined : deleteLimit(deps, own.id)
  if (own !== undefined) return void (await updateLimit(deps, own.id, { resourceLimit }))
  const [registered] = await listRegisteredLimits(deps, filter)
  if (registered === undefined) {
    await createRegisteredLimits(deps, [{ ...what, defaultLimit: 0, description: null }])
  }
  await createLimits(deps, [{ ...what, projectId, domainId: null, resourceLimit, description: null }])
}

function fromRegisteredRow(row: RegisteredLimitTable): RegisteredLimit {
  return {
    id: row.id,
    serviceId: row.service_id,
    regionId: row.region_id === '' ? null : row.region_id,
    resourceName: row.resource_name,
    defaultLimit: row.default_limit,
    description: row.description,
  }
}

function toRegisteredRow(limit: RegisteredLimit): RegisteredLimitTable {
  return {
    id: limit.id,
    service_id: limit.serviceId,
    region_id: limit.regionId ?? '',
    resource_name: limit.resourceName,
    default_limit: limit.defaultLimit,
    description: limit.description,
  }
}

function fromRow(row: rows.OwnLimitRow): OwnLimit {
  return {
    id: row.id,
    projectId: row.project_id,
    domainId: row.domain_id,
    serviceId: row.service_id,
    regionId: row.region_id === '' ? null : row.region_id,
    resourceName: row.resource_name,
    resourceLimit: row.resource_limit,
    description: row.description,
  }
}

function toRow(limit: OwnLimit, registeredLimitId: string): LimitTable {
  return {
    id: limit.id,
    registered_limit_id: registeredLimitId,
    project_id: limit.projectId,
    domain_id: limit.domainId,
    resource_limit: limit.resourceLimit,
    description: limit.description,
  }
}
