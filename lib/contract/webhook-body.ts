import { z } from 'zod'
import { EVENT_TYPES } from '../domain/events.ts'
import type { Webhook, WebhookDelivery } from '../domain/webhooks.ts'
import { parseBody } from './parse-body.ts'

const isKnown = (name: string): boolean =>
  EVENT_TYPES.some((type) => type === name || type.startsWith(`${name}.`))

const FIELDS = {
  name: z.string().min(1).max(255),
  url: z.url({ protocol: /^https?$/ }).max(2048),
  secret: z.string().min(16, 'must have 16 characters or more').max(255),
  types: z.array(z.string().refine(isKnown, 'must be a type of event or a group of them')).max(100),
  enabled: z.boolean(),
}
const CREATE = z.strictObject({
  ...FIELDS,
  types: FIELDS.types.default([]),
  enabled: FIELDS.enabled.default(true),
})
const CHANGE = z.strictObject(FIELDS).partial()

export type WebhookCreate = z.output<typeof CREATE>
export type WebhookChange = z.output<typeof CHANGE>

/** @throws `invalid` naming the field */
export function parseWebhookCreate(body: unknown): WebhookCreate {
  return parseBody(CREATE, body)
}

/** @throws `invalid` naming the field */
export function parseWebhookChange(body: unknown): WebhookChange {
  return parseBody(CHANGE, body)
}

/** Never the secret: it is written, not read. */
export function webhookToWire(webhook: Webhook) {
  return {
    id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    types: webhook.types,
    enabled: webhook.isEnabled,
    created_at: new Date(webhook.createdAtMs).toISOString(),
    updated_at: new Date(webhook.updatedAtMs).toISOString(),
  }
}

export function deliveryToWire({ id, state, attempts, nextTryMs, lastError, event }: WebhookDelivery) {
  return {
    id: String(id),
    state,
    attempts,
    next_try_at: state === 'dead' ? null : new Date(nextTryMs).toISOString(),
    last_error: lastError,
    event_id: String(event.id),
    message_id: event.messageId,
    event_type: event.type,
  }
}
