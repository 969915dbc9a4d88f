import type { Generated } from 'kysely'
import type { EventPriority, EventType } from '#lib/domain/events.ts'

/** What happened: written in the transaction of the change, read by sinks and by whoever audits. */
export interface EventTable {
  /** Rises in the order of commits, with gaps. */
  id: Generated<number>
  message_id: string
  recorded_at_ms: number
  type: EventType
  priority: EventPriority
  user_id: string | null
  project_id: string | null
  request_id: string | null
  address: string | null
  image_id: string | null
  task_id: string | null
  namespace: string | null
  /** The project that owns the thing. */
  owner: string | null
  /** Who may see the image (or namespace) after the event … */
  visibility: string | null
  member_id: string | null
  /** … and before it, where that was otherwise. */
  was_owner: string | null
  was_visibility: string | null
  /** JSON: the projects that the image was shared with, of an event that ends the sharing. */
  was_members: string | null
  /** JSON, as the Image service words it. */
  payload: string
  /** JSON: what an update changed; null for all else. */
  changes: string | null
}

/** How far a sink has read, and which node feeds it. */
export interface EventSinkTable {
  name: string
  /** Id of the last event that it has. */
  position: number
  lease_owner: string | null
  lease_until_ms: number
}

/** Where administrators want events sent to. */
export interface WebhookTable {
  id: string
  name: string
  url: string
  /** Sealed: only the service's own key opens it. */
  secret: string
  /** JSON: types of events or groups of them; all when empty. */
  types: string
  is_enabled: number
  created_at_ms: number
  updated_at_ms: number
}

/** An event that a webhook has not taken yet. One that it took has no row. */
export interface WebhookDeliveryTable {
  id: Generated<number>
  webhook_id: string
  event_id: number
  /** Deliveries of one webhook and queue go out in order: of an image, a task, a namespace. */
  queue: string
  /** `waiting`, or `dead`: tried often enough, kept for whoever looks. */
  state: 'waiting' | 'dead'
  attempts: number
  next_try_ms: number
  last_error: string | null
}

export interface EventTables {
  events: EventTable
  event_sinks: EventSinkTable
  webhooks: WebhookTable
  webhook_deliveries: WebhookDeliveryTable
}
