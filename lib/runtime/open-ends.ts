import { randomUUID } from 'node:crypto'
import type { Database } from '#lib/db/database.ts'
import { createDeactivationRecords } from '#lib/db/images/deactivations.ts'
import { createShareEnds } from '#lib/db/images/share-ends.ts'
import { systemContext } from '#lib/domain/context.ts'
import type { DeactivationRecords } from '#lib/domain/deactivation.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import type { ShareEnds } from '#lib/domain/shares.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import type { Log } from '#lib/log.ts'

const WAKE_MS = 15_000
const BATCH = 100

export interface EndsParts {
  readonly deactivations: DeactivationRecords
  readonly records: ImageRecords
  readonly log: Pick<Log, 'warn'>
}

/** What ends by itself at its time. */
export function openEnds(database: Database, parts: Pick<EndsParts, 'records' | 'log'>) {
  const deactivations = createDeactivationRecords(database)
  const shareEnds = createShareEnds(database)
  const jobs: readonly PeriodicJob[] = [
    {
      name: 'end deactivations',
      everyMs: WAKE_MS,
      run: (signal) => endDeactivations({ ...parts, deactivations }, Date.now(), signal),
    },
    { name: 'end shares', everyMs: WAKE_MS, run: () => endShares(shareEnds, Date.now()) },
  ]
  return { deactivations, shareEnds, jobs }
}

/** Past the policy's rules: whoever deactivated the image has allowed it already. */
export async function endDeactivations(parts: EndsParts, nowMs: number, signal: AbortSignal): Promise<void> {
  const ctx = systemContext(`end-${randomUUID()}`)
  for (const imageId of await parts.deactivations.listDue(nowMs, BATCH)) {
    if (signal.aborted) return
    try {
      const before = await parts.records.get(ctx, imageId)
      // Asked again after the image: whoever puts the end off in between changes the image, and this save is stale.
      const untilMs = (await parts.deactivations.of([imageId])).get(imageId)?.untilMs ?? null
      if (before.status !== 'deactivated' || untilMs === null || untilMs > nowMs) continue
      await parts.records.save(ctx, { before, after: { ...before, status: 'active' }, isExact: true })
    } catch (error) {
      if (
        isDomainError(error, 'not_found') ||
        isDomainError(error, 'stale') ||
        isDomainError(error, 'conflict')
      )
        continue
      parts.log.warn({ err: error, imageId }, 'An image could not be reactivated; it will be tried again.')
    }
  }
}

/** All that is over, some at a time. */
async function endShares(ends: ShareEnds, nowMs: number): Promise<void> {
  const ctx = systemContext(`end-${randomUUID()}`)
  while ((await ends.endDue(ctx, nowMs, BATCH)) === BATCH);
}
