import type { RecordedEvent } from '#lib/domain/recorded-events.ts'

/** A notification as every sink words it. */
export interface Notification {
  readonly message_id: string
  readonly publisher_id: string
  readonly event_type: string
  readonly priority: string
  /** UTC, `2026-01-31 12:00:00.000000`. */
  readonly timestamp: string
  readonly payload: unknown
}

export function notificationOf(event: RecordedEvent, publisherId: string): Notification {
  return {
    message_id: event.messageId,
    publisher_id: publisherId,
    event_type: event.type,
    priority: event.priority,
    timestamp: `${new Date(event.recordedAtMs).toISOString().slice(0, 23).replace('T', ' ')}000`,
    payload: event.payload,
  }
}

/** As oslo.messaging wraps it: the message is JSON inside JSON. A repetition has the same `_unique_id`. */
export function osloEnvelope(notification: Notification): string {
  const message = { ...notification, _unique_id: notification.message_id.replaceAll('-', '') }
  return JSON.stringify({ 'oslo.version': '2.0', 'oslo.message': JSON.stringify(message) })
}

/** Events that the site does not want told: by name, or by the beginning of the name up to a dot. */
export function tellsAllBut(disabled: readonly string[]): (event: Pick<RecordedEvent, 'type'>) => boolean {
  return ({ type }) => !disabled.some((name) => type === name || type.startsWith(`${name}.`))
}
