import type { EventActor, EventDraft, StoreFactsTold, TaskFacts } from '../../domain/events.ts'
import { toWireTime } from '../wire-time.ts'
import { deletion, imagePayload, memberPayload, type PayloadObject } from './image-payload.ts'
import { metadefPartPayload, namespacePayload } from './metadef-payload.ts'

/** What stands in a notification as its payload. A failure's is its text alone, as Glance has it. */
export type EventPayload = PayloadObject | string

/** @param nowMs Milliseconds since the epoch: when the thing was deleted, where the event tells that */
export function eventPayload(event: EventDraft, actor: EventActor, nowMs: number): EventPayload {
  const deletedAtMs = isDeletion(event) ? { deletedAtMs: nowMs } : {}
  if ('failure' in event) return event.failure
  if ('store' in event) return storePayload(event.store)
  if ('task' in event) return { ...taskPayload(event.task), ...deletion(deletedAtMs.deletedAtMs) }
  if ('part' in event) return metadefPartPayload(event, deletedAtMs.deletedAtMs)
  if ('namespace' in event) return namespacePayload(event, deletedAtMs.deletedAtMs)
  if ('member' in event) return memberPayload(event.member, deletedAtMs.deletedAtMs)
  if (event.type === 'image.send') return sendPayload(event, actor)
  const storeId = event.storeId === undefined ? {} : { storeId: event.storeId }
  return imagePayload(event.image, { ...deletedAtMs, ...storeId })
}

function isDeletion({ type }: EventDraft): boolean {
  return type.endsWith('.delete') || type === 'image.share.withdraw'
}

function sendPayload(event: Extract<EventDraft, { type: 'image.send' }>, actor: EventActor): PayloadObject {
  return {
    bytes_sent: event.sentBytes,
    image_id: event.image.id,
    owner_id: event.image.owner,
    receiver_tenant_id: actor.projectId,
    receiver_user_id: actor.userId,
    destination_ip: actor.address,
  }
}

function storePayload({ id, state, reason, node, fillPercent }: StoreFactsTold): PayloadObject {
  return { id, state, reason, node, fill_percent: fillPercent }
}

function taskPayload(task: TaskFacts): PayloadObject {
  return {
    id: task.id,
    type: task.type,
    status: task.status,
    owner: task.owner,
    expires_at: task.expiresAtMs === null ? null : toWireTime(task.expiresAtMs),
    created_at: toWireTime(task.createdAtMs),
    updated_at: toWireTime(task.updatedAtMs),
  }
}
