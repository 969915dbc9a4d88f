import { randomUUID } from 'node:crypto'
import type { Database } from '../database.ts'
import {
  insertLimits,
  insertRegisteredLimits,
  listLimits,
  listRegisteredLimits,
  type OwnLimitRow,
} from '../identity-limits.ts'
import type { RegisteredLimitTable } from '../tables/quota.ts'

type OwnLimit = Omit<OwnLimitRow, 'registered_limit_id'>

export interface AllLimits {
  readonly registered: readonly RegisteredLimitTable[]
  /** With what they are of. */
  readonly own: readonly OwnLimit[]
}

/** Every limit that is set in our own table. */
export async function readAllLimits({ kysely }: Database): Promise<AllLimits> {
  const [registered, own] = await Promise.all([listRegisteredLimits(kysely, {}), listLimits(kysely, {})])
  return { registered, own: own.map(({ registered_limit_id: _, ...rest }) => rest) }
}

type Scoped = Pick<RegisteredLimitTable, 'service_id' | 'region_id' | 'resource_name'>
const scopeOf = (row: Scoped): string => JSON.stringify([row.service_id, row.region_id, row.resource_name])
const whoOf = (row: OwnLimit): string => `${scopeOf(row)} ${row.project_id ?? ''} ${row.domain_id ?? ''}`

export interface TakenLimits {
  readonly written: number
  /** What is set here to another value, which stays. */
  readonly kept: readonly string[]
}

/** Writes the limits that are not here yet, all or none. */
export async function takeLimits({ kysely }: Database, limits: AllLimits): Promise<TakenLimits> {
  return kysely.transaction().execute(async (transaction) => {
    const registered = new Map(
      (await listRegisteredLimits(transaction, {})).map((row) => [scopeOf(row), row] as const),
    )
    const own = new Map((await listLimits(transaction, {})).map((row) => [whoOf(row), row] as const))
    const freshRegistered = limits.registered.filter((row) => !registered.has(scopeOf(row)))
    const ids = new Set([...registered.values()].map(({ id }) => id))
    for (const row of freshRegistered) {
      const made = ids.has(row.id) ? { ...row, id: newId() } : row
      await insertRegisteredLimits(transaction, [made])
      registered.set(scopeOf(row), made)
    }
    const ownIds = new Set([...own.values()].map(({ id }) => id))
    const freshOwn = limits.own.filter((row) => !own.has(whoOf(row)))
    for (const { service_id, region_id, resource_name, ...row } of freshOwn) {
      const parent = registered.get(scopeOf({ service_id, region_id, resource_name }))
      if (parent === undefined) continue
      const id = ownIds.has(row.id) ? newId() : row.id
      await insertLimits(transaction, [{ ...row, id, registered_limit_id: parent.id }])
    }
    const keptRegistered = limits.registered.filter(
      (row) => registered.get(scopeOf(row))?.default_limit !== row.default_limit,
    )
    const keptOwn = limits.own.filter(
      (row) => own.has(whoOf(row)) && own.get(whoOf(row))?.resource_limit !== row.resource_limit,
    )
    return {
      written: freshRegistered.length + freshOwn.length,
      kept: [...keptRegistered.map(scopeOf), ...keptOwn.map(whoOf)],
    }
  })
}

const newId = (): string => randomUUID().replaceAll('-', '')
