import type { StoreCapacity } from '#lib/domain/store-reports.ts'
import { CephFault, ERRNO } from './ceph-fault.ts'
import type { RbdOptions } from './rbd-options.ts'

/** What the monitors answer to `df` and to `osd pool get-quota`, as JSON. */
export interface RoomAnswers {
  readonly usage: string
  readonly quota: string
}

interface Usage {
  readonly stats: { readonly total_bytes: number }
  readonly pools: readonly {
    readonly name: string
    readonly stats: { readonly stored: number; readonly max_avail: number }
  }[]
}

/** Zero: no limit. */
interface Quota {
  readonly quota_max_bytes: number
  readonly quota_max_objects: number
  readonly current_num_objects: number
}

/**
 * Room in the pool as a writer has it: what the disks leave, copies of Ceph counted already, and what the pool's quota of
 * bytes and of objects leaves. Null where no manager counts: then all numbers are zero. @throws CephFault no such pool
 */
export function roomIn(
  { pool, objectOrder }: Pick<RbdOptions, 'pool' | 'objectOrder'>,
  answers: RoomAnswers,
): StoreCapacity | null {
  const usage = JSON.parse(answers.usage) as Usage
  const quota = JSON.parse(answers.quota) as Quota
  const found = usage.pools.find(({ name }) => name === pool)
  if (found === undefined) throw new CephFault(ERRNO.noEntry, 'df')
  const { stored, max_avail: onDisks } = found.stats
  if (usage.stats.total_bytes === 0) return null
  const byBytes = orEndless(quota.quota_max_bytes) - stored
  const byObjects = (orEndless(quota.quota_max_objects) - quota.current_num_objects) * 2 ** objectOrder
  const freeBytes = Math.max(0, Math.min(onDisks, byBytes, byObjects))
  return { totalBytes: stored + freeBytes, freeBytes }
}

const orEndless = (limit: number): number => (limit === 0 ? Number.POSITIVE_INFINITY : limit)
