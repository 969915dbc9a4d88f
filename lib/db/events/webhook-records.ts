import type { Kysely, Selectable } from 'kysely'
import { notFound } from '#lib/domain/errors.ts'
import type { Webhook, WebhookRecords } from '#lib/domain/webhooks.ts'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import type { WebhookTable } from '../tables/events.ts'

export function createWebhookRecords({ kysely }: Database): WebhookRecords {
  return {
    list: () => readWebhooks(kysely),
    async get(id) {
      const row = await kysely
        .selectFrom('webhooks')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow(() => notFound('webhook', id))
      return fromRow(row)
    },
    async add(webhook, sealedSecret) {
      await kysely
        .insertInto('webhooks')
        .values({ ...toRow(webhook), secret: sealedSecret })
        .execute()
    },
    async save(webhook, sealedSecret) {
      const { numUpdatedRows } = await kysely
        .updateTable('webhooks')
        .set({ ...toRow(webhook), ...(sealedSecret === undefined ? {} : { secret: sealedSecret }) })
        .where('id', '=', webhook.id)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw notFound('webhook', webhook.id)
    },
    async remove(id) {
      const { numDeletedRows } = await kysely.deleteFrom('webhooks').where('id', '=', id).executeTakeFirst()
      if (numDeletedRows === 0n) throw notFound('webhook', id)
    },
    async deliveries(webhookId, state, limit) {
      const rows = await kysely
        .selectFrom('webhook_deliveries as delivery')
        .innerJoin('events', 'events.id', 'delivery.event_id')
        .selectAll('delivery')
        .select(['events.message_id', 'events.type'])
        .where('webhook_id', '=', webhookId)
        .where('state', '=', state)
        .orderBy('delivery.id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        ...{ id: row.id, webhookId, state: row.state, attempts: row.attempts, nextTryMs: row.next_try_ms },
        lastError: row.last_error,
        event: { id: row.event_id, messageId: row.message_id, type: row.type },
      }))
    },
    async replay(webhookId, deliveryId) {
      const { numUpdatedRows } = await kysely
        .updateTable('webhook_deliveries')
        .set({ state: 'waiting', attempts: 0, next_try_ms: 0 })
        .where('id', '=', deliveryId)
        .where('webhook_id', '=', webhookId)
        .where('state', '=', 'dead')
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw notFound('delivery', String(deliveryId))
    },
  }
}

export async function readWebhooks(db: Kysely<Schema>): Promise<readonly Webhook[]> {
  const rows = await db.selectFrom('webhooks').selectAll().orderBy('created_at_ms').orderBy('id').execute()
  return rows.map(fromRow)
}

function fromRow(row: Selectable<WebhookTable>): Webhook {
  return {
    ...{ id: row.id, name: row.name, url: row.url, isEnabled: row.is_enabled === 1 },
    types: JSON.parse(row.types) as string[],
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  }
}

function toRow(webhook: Webhook): Omit<WebhookTable, 'secret'> {
  return {
    ...{ id: webhook.id, name: webhook.name, url: webhook.url, is_enabled: webhook.isEnabled ? 1 : 0 },
    types: JSON.stringify(webhook.types),
    created_at_ms: webhook.createdAtMs,
    updated_at_ms: webhook.updatedAtMs,
  }
}
