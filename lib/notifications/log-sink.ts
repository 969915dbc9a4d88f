import type { Log } from '#lib/log.ts'
import type { NotificationSink } from './dispatch.ts'
import { notificationOf } from './envelope.ts'

/** Each event as one line of the structured log. */
export function createLogSink(log: Log, publisherId: string): NotificationSink {
  return {
    name: 'log',
    async deliver(events) {
      for (const event of events)
        log.info({ notification: notificationOf(event, publisherId) }, 'notification')
    },
  }
}
