import type { RecordedEvent } from '#lib/domain/recorded-events.ts'
import { type DeliveryQueue, wantsEvent } from '#lib/domain/webhooks.ts'
import type { Database } from '../database.ts'
import { fromEventRow } from './event-rows.ts'
import { readWebhooks } from './webhook-records.ts'

export function createDeliveryQueue({ kysely }: Database): DeliveryQueue {
  return {
    async enqueue(events) {
      const webhooks = (await readWebhooks(kysely)).filter((webhook) => webhook.isEnabled)
      const rows = events.flatMap((event) =>
        webhooks
          .filter((webhook) => wantsEvent(webhook, event.type) && webhook.createdAtMs <= event.recordedAtMs)
          .map((webhook) => ({ webhook_id: webhook.id, event_id: event.id, queue: queueOf(event), ...NEW })),
      )
      if (rows.length > 0) await kysely.insertInto('webhook_deliveries').values(rows).execute()
    },
    async due(nowMs, limit) {
      const rows = await kysely
        .selectFrom('webhook_deliveries as delivery')
        .innerJoin('webhooks', 'webhooks.id', 'delivery.webhook_id')
        .innerJoin('events', 'events.id', 'delivery.event_id')
        .selectAll('events')
        .select(['delivery.id as delivery_id', 'delivery.attempts', 'webhooks.url', 'webhooks.secret'])
        .where('delivery.state', '=', 'waiting')
        .where('delivery.next_try_ms', '<=', nowMs)
        .where('webhooks.is_enabled', '=', 1)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('webhook_deliveries as earlier')
                .select('earlier.id')
                .whereRef('earlier.webhook_id', '=', 'delivery.webhook_id')
                .whereRef('earlier.queue', '=', 'delivery.queue')
                .whereRef('earlier.id', '<', 'delivery.id')
                .where('earlier.state', '=', 'waiting'),
            ),
          ),
        )
        .orderBy('delivery.id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        ...{ id: row.delivery_id, attempts: row.attempts, url: row.url, sealedSecret: row.secret },
        event: fromEventRow(row),
      }))
    },
    async done(deliveryId) {
      await kysely.deleteFrom('webhook_deliveries').where('id', '=', deliveryId).execute()
    },
    async failed(deliveryId, { reason, nextTryMs }) {
      await kysely
        .updateTable('webhook_deliveries')
        .set((eb) => ({
          attempts: eb('attempts', '+', 1),
          last_error: reason,
          ...(nextTryMs === null ? { state: 'dead' as const } : { next_try_ms: nextTryMs }),
        }))
        .where('id', '=', deliveryId)
        .execute()
    },
  }
}

const NEW = { state: 'waiting', attempts: 0, next_try_ms: 0, last_error: null } as const

function queueOf({ imageId, taskId, namespace }: RecordedEvent): string {
  return imageId ?? taskId ?? namespace ?? ''
}
