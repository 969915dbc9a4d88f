import type { Database } from '../db/database.ts'
import { createDeliveryQueue } from '../db/events/delivery-queue.ts'
import { createWebhookRecords } from '../db/events/webhook-records.ts'
import type { SinkCursors } from '../domain/event-sinks.ts'
import type { PeriodicJob } from '../jobs/periodic.ts'
import type { SafeFetch } from '../net/safe-fetch.ts'
import { checkUrl } from '../net/url-rules.ts'
import type { NotificationSink } from '../notifications/dispatch.ts'
import { createSecretSeal } from '../notifications/webhooks/sealed-secret.ts'
import { createWebhookSender, type PostWebhook } from '../notifications/webhooks/send-webhooks.ts'
import type { WebhookDesk } from '../notifications/webhooks/webhook-desk.ts'
import type { Net } from './open-net.ts'

interface WebhookParts {
  readonly database: Database
  readonly net: Pick<Net, 'fetch' | 'rules'>
  readonly sessionSecret: string
  readonly cursors: SinkCursors
  readonly node: string
  readonly publisherId: string
}

interface OpenWebhooks {
  readonly desk: WebhookDesk
  /** Notes each event for each webhook that wants it … */
  readonly sink: NotificationSink
  /** … and this sends what was noted. */
  readonly sender: PeriodicJob
}

const SINK = 'webhooks'

export function openWebhooks(parts: WebhookParts): OpenWebhooks {
  const { database, net, cursors, node, publisherId } = parts
  const records = createWebhookRecords(database)
  const queue = createDeliveryQueue(database)
  const seal = createSecretSeal(parts.sessionSecret)
  return {
    desk: {
      records: {
        ...records,
        async add(webhook, sealedSecret) {
          // The sink must stand before what the first webhook is to hear of.
          await cursors.position(SINK)
          await records.add(webhook, sealedSecret)
        },
      },
      seal: seal.seal,
      checkUrl: (url) => void checkUrl(url, net.rules),
    },
    sink: {
      name: SINK,
      isWanted: async () => (await records.list()).some((webhook) => webhook.isEnabled),
      deliver: (events) => queue.enqueue(events),
    },
    sender: createWebhookSender({
      ...{ queue, cursors, node, publisherId, openSecret: seal.open },
      post: postBy(net.fetch),
    }),
  }
}

const MOST_ANSWER_BYTES = 64 * 1024

/** Only the status counts. */
function postBy(fetch: SafeFetch): PostWebhook {
  return async ({ url, headers, body }, signal) => {
    const answer = await fetch({ url, method: 'POST', headers, body, maxBytes: MOST_ANSWER_BYTES }, signal)
    await answer.stream.cancel()
    return answer.status
  }
}
