import { randomUUID } from 'node:crypto'
import type { Database } from '#lib/db/database.ts'
import { createEventLog } from '#lib/db/events/event-log.ts'
import { createSinkCursors } from '#lib/db/events/sink-cursors.ts'
import { createSharingDebts } from '#lib/db/stores/sharing-debts.ts'
import { systemClock } from '#lib/jobs/clock.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import type { Log } from '#lib/log.ts'
import { createDispatcher } from '#lib/notifications/dispatch.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import { followSharing } from '#lib/upkeep/follow-sharing.ts'

export interface OpenSharing {
  readonly jobs: readonly PeriodicJob[]
  close(): Promise<void>
}

/** Stores that let projects read past us are told who may; where there is none, nothing runs. */
export function openSharing(database: Database, { stores }: StoreRegistry, log: Log): OpenSharing {
  const shared = stores.filter(({ setReaders }) => setReaders !== undefined)
  if (shared.length === 0) return { jobs: [], close: async () => undefined }
  const { sink, job } = followSharing({
    ...{ debts: createSharingDebts(database), stores: shared, clock: systemClock },
    report: (imageId, err) =>
      log.warn({ err, imageId }, 'A store could not be told who may read an image; it is tried again.'),
  })
  const dispatcher = createDispatcher(sink, {
    events: createEventLog(database),
    cursors: createSinkCursors(database),
    node: randomUUID(),
    listen: database.recorded.listen,
    isTold: () => true,
    report: (_sink, err) => {
      if (err !== null)
        log.warn({ err }, 'Changes of who may read images could not be noted; it is tried again.')
    },
  })
  return { jobs: [dispatcher.job, job], close: dispatcher.close }
}
