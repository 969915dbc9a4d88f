import { createHmac } from 'node:crypto'
import type { SinkCursors } from '#lib/domain/event-sinks.ts'
import type { DeliveryQueue, DueDelivery } from '#lib/domain/webhooks.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import { notificationOf } from '../envelope.ts'

export interface WebhookRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
/** Sends it to an address that somebody gave. @returns the status of the answer @throws when there is none */
export type PostWebhook = (request: WebhookRequest, signal: AbortSignal) => Promise<number>

export interface SenderDeps {
  readonly queue: DeliveryQueue
  readonly cursors: SinkCursors
  readonly node: string
  readonly post: PostWebhook
  readonly openSecret: (sealed: string) => string
  readonly publisherId: string
  readonly nowMs?: () => number
}

const SENDER = 'webhook sender'
const POLL_MS = 1000
const AT_ONCE = 16
const ANSWER_MS = 10_000
/** Longer than one round can take. */
const LEASE_MS = 60_000
/** 1, 2, 4 … seconds: given up after about half an hour. */
const MOST_ATTEMPTS = 12
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 600_000

/** Sends what is due, of each image in order, until nothing is; one node at a time. */
export function createWebhookSender(deps: SenderDeps): PeriodicJob {
  const { nowMs = Date.now } = deps
  async function sendAll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const lease = { owner: deps.node, untilMs: nowMs() + LEASE_MS }
      if ((await deps.cursors.acquire(SENDER, lease, nowMs())) === null) return
      // Under the lease: what was due before it may have been sent by another node meanwhile.
      const due = await deps.queue.due(nowMs(), AT_ONCE)
      if (due.length === 0) return
      await Promise.all(due.map((delivery) => send(deps, delivery, { nowMs: nowMs(), signal })))
    }
  }
  return {
    name: 'send webhooks',
    everyMs: POLL_MS,
    async run(signal) {
      // Nothing is written while nothing is due.
      if ((await deps.queue.due(nowMs(), 1)).length === 0) return
      await deps.cursors.position(SENDER)
      try {
        await sendAll(signal)
      } finally {
        await deps.cursors.release(SENDER, deps.node)
      }
    },
  }
}

async function send(
  deps: SenderDeps,
  delivery: DueDelivery,
  { nowMs, signal }: { nowMs: number; signal: AbortSignal },
): Promise<void> {
  try {
    const request = signedRequest(delivery, deps.openSecret(delivery.sealedSecret), {
      publisherId: deps.publisherId,
      nowMs,
    })
    const status = await deps.post(request, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]))
    if (status < 200 || status > 299) throw new Error(`The answer was ${status}.`)
    await deps.queue.done(delivery.id)
  } catch (error) {
    if (signal.aborted) return
    const attempts = delivery.attempts + 1
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** delivery.attempts, LONGEST_PAUSE_MS)
    await deps.queue.failed(delivery.id, {
      reason: (error instanceof Error ? error.message : String(error)).slice(0, 500),
      nextTryMs: attempts >= MOST_ATTEMPTS ? null : nowMs + pauseMs,
    })
  }
}

/** The signature covers the time, so that an old request cannot be sent again by somebody else. */
function signedRequest(
  { url, event }: Pick<DueDelivery, 'url' | 'event'>,
  secret: string,
  { publisherId, nowMs }: { publisherId: string; nowMs: number },
): WebhookRequest {
  const body = JSON.stringify(notificationOf(event, publisherId))
  const timestamp = String(Math.floor(nowMs / 1000))
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  return {
    url,
    body,
    headers: {
      'Content-Type': 'application/json',
      'X-Vitrine-Event': event.type,
      'X-Vitrine-Delivery': event.messageId,
      'X-Vitrine-Timestamp': timestamp,
      'X-Vitrine-Signature': `sha256=${signature}`,
    },
  }
}
