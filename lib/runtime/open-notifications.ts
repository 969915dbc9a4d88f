import type { Database } from '../db/database.ts'
import { createEventLog } from '../db/events/event-log.ts'
import { createEventRecorder } from '../db/events/transact.ts'
import type { EventRecorder, ProgressSink } from '../domain/events.ts'
import type { EventLog } from '../domain/recorded-events.ts'
import type { ImageRecords } from '../domain/repository.ts'
import type { PeriodicJob } from '../jobs/periodic.ts'
import type { Log } from '../log.ts'
import { createEventFeed, type LiveEvents } from '../notifications/feed.ts'
import { createEventHub } from '../notifications/hub.ts'

export interface OpenNotifications {
  /** For the edge. */
  readonly served: {
    readonly progress: ProgressSink
    readonly events: LiveEvents
    readonly eventLog: EventLog
  }
  /** Never rejects. */
  readonly recorder: EventRecorder
  readonly jobs: readonly PeriodicJob[]
  close(): void
}

interface NotificationParts {
  readonly database: Database
  readonly records: Pick<ImageRecords, 'get'>
  readonly log: Log
}

/** What was recorded, on its way to whoever listens. */
export function openNotifications({ database, records, log }: NotificationParts): OpenNotifications {
  const hub = createEventHub({ getImage: records.get, log })
  const eventLog = createEventLog(database)
  const report = (error: unknown): void => log.warn({ err: error }, 'Events could not be told.')
  const feed = createEventFeed({ hub, events: eventLog, listen: database.recorded.listen, report })
  return {
    served: { progress: hub, events: { subscribe: hub.subscribe, ready: feed.ready }, eventLog },
    recorder: quietRecorder(createEventRecorder(database), log),
    jobs: [feed.job],
    close: feed.close,
  }
}

/** For what is told after it happened: nobody waits for it who could be told that it failed. */
function quietRecorder(recorder: EventRecorder, log: Log): EventRecorder {
  return {
    record: (actor, events) =>
      recorder
        .record(actor, events)
        .catch((error: unknown) => log.error({ err: error }, 'An event could not be recorded.')),
  }
}
