import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { addressesIn } from '../config/notifications.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { createEventLog } from '../db/events/event-log.ts'
import { createSinkCursors } from '../db/events/sink-cursors.ts'
import { createEventRecorder } from '../db/events/transact.ts'
import type { EventRecorder, ProgressSink } from '../domain/events.ts'
import type { EventLog } from '../domain/recorded-events.ts'
import type { ImageRecords } from '../domain/repository.ts'
import type { PeriodicJob } from '../jobs/periodic.ts'
import type { Log } from '../log.ts'
import { createAmqpSink } from '../notifications/amqp-sink.ts'
import { createDispatcher, type DispatchDeps, type NotificationSink } from '../notifications/dispatch.ts'
import { tellsAllBut } from '../notifications/envelope.ts'
import { createEventFeed, type LiveEvents } from '../notifications/feed.ts'
import { createEventHub } from '../notifications/hub.ts'
import { createLogSink } from '../notifications/log-sink.ts'
import { createRetention } from '../notifications/retention.ts'
import type { WebhookDesk } from '../notifications/webhooks/webhook-desk.ts'
import type { Net } from './open-net.ts'
import { openWebhooks } from './open-webhooks.ts'

export interface OpenNotifications {
  /** For the edge. */
  readonly served: {
    readonly progress: ProgressSink
    readonly events: LiveEvents
    readonly eventLog: EventLog
    readonly webhooks: WebhookDesk
  }
  /** Never rejects. */
  readonly recorder: EventRecorder
  readonly jobs: readonly PeriodicJob[]
  close(): Promise<void>
}

interface NotificationParts {
  readonly config: Config
  readonly net: Pick<Net, 'fetch' | 'rules'>
  readonly sessionSecret: string
  readonly database: Database
  readonly records: Pick<ImageRecords, 'get'>
  readonly log: Log
}

/** What was recorded, on its way to whoever listens. */
export function openNotifications(parts: NotificationParts): OpenNotifications {
  const { config, database, records, log } = parts
  const hub = createEventHub({ getImage: records.get, log })
  const eventLog = createEventLog(database)
  const report = (error: unknown): void => log.warn({ err: error }, 'Events could not be told.')
  const feed = createEventFeed({ hub, events: eventLog, listen: database.recorded.listen, report })
  const deps = dispatchDeps(parts, eventLog)
  const webhooks = openWebhooks({
    ...parts,
    cursors: deps.cursors,
    node: deps.node,
    publisherId: publisherOf(config),
  })
  const dispatchers = [...openSinks(parts), webhooks.sink].map((sink) => createDispatcher(sink, deps))
  return {
    served: {
      progress: hub,
      events: { subscribe: hub.subscribe, ready: feed.ready },
      eventLog,
      webhooks: webhooks.desk,
    },
    recorder: quietRecorder(createEventRecorder(database), log),
    jobs: [
      feed.job,
      ...dispatchers.map((dispatcher) => dispatcher.job),
      webhooks.sender,
      createRetention(eventLog, config.VITRINE_EVENTS_RETENTION_DAYS),
    ],
    async close() {
      feed.close()
      await Promise.all(dispatchers.map((dispatcher) => dispatcher.close()))
    },
  }
}

function publisherOf(config: Config): string {
  return config.VITRINE_NOTIFICATIONS_PUBLISHER_ID ?? `image.${hostname()}`
}

/** What the settings name. */
function openSinks({ config, log }: NotificationParts): readonly NotificationSink[] {
  const publisherId = publisherOf(config)
  const addresses = config.VITRINE_NOTIFICATIONS_AMQP_URL?.reveal()
  return [
    ...(config.VITRINE_NOTIFICATIONS_LOG ? [createLogSink(log, publisherId)] : []),
    ...(addresses === undefined
      ? []
      : [
          createAmqpSink({
            ...{ publisherId, urls: addressesIn(addresses) },
            exchange: config.VITRINE_NOTIFICATIONS_AMQP_EXCHANGE,
            topics: config.VITRINE_NOTIFICATIONS_AMQP_TOPICS,
            isDurable: config.VITRINE_NOTIFICATIONS_AMQP_DURABLE,
          }),
        ]),
  ]
}

function dispatchDeps({ config, database, log }: NotificationParts, events: EventLog): DispatchDeps {
  return {
    events,
    cursors: createSinkCursors(database),
    node: randomUUID(),
    listen: database.recorded.listen,
    isTold: tellsAllBut(config.VITRINE_NOTIFICATIONS_DISABLED),
    report: (sink, error) =>
      error === null
        ? log.info({ sink }, 'Notifications are told again.')
        : log.warn({ err: error, sink }, 'Notifications cannot be told; they wait, and it is tried again.'),
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
