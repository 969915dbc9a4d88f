import { randomUUID } from 'node:crypto'
import type { Insertable, Selectable } from 'kysely'
import { eventPayload } from '#lib/contract/notifications/event-payload.ts'
import { imageDifference, noteDifference } from '#lib/contract/notifications/image-payload.ts'
import { type EventActor, type EventDraft, priorityOf } from '#lib/domain/events.ts'
import type { Image } from '#lib/domain/image.ts'
import type { RecordedEvent } from '#lib/domain/recorded-events.ts'
import type { EventTable } from '../tables/events.ts'

export type EventRow = Insertable<EventTable>

/** @param nowMs Milliseconds since the epoch */
export function toEventRow(event: EventDraft, actor: EventActor, nowMs: number): EventRow {
  return {
    message_id: randomUUID(),
    recorded_at_ms: nowMs,
    type: event.type,
    priority: priorityOf(event),
    user_id: actor.userId,
    project_id: actor.projectId,
    request_id: actor.requestId,
    address: actor.address,
    ...NOTHING,
    ...subjectOf(event),
    payload: JSON.stringify(eventPayload(event, actor, nowMs)),
    changes: changesOf(event),
  }
}

type Subject = Pick<
  EventRow,
  | 'image_id'
  | 'task_id'
  | 'namespace'
  | 'owner'
  | 'visibility'
  | 'member_id'
  | 'was_owner'
  | 'was_visibility'
  | 'was_members'
>

const NOTHING: Subject = {
  image_id: null,
  task_id: null,
  namespace: null,
  owner: null,
  visibility: null,
  member_id: null,
  was_owner: null,
  was_visibility: null,
  was_members: null,
}

function subjectOf(event: EventDraft): Partial<Subject> {
  if ('task' in event) {
    const { id, imageId, owner } = event.task
    return { task_id: id, image_id: imageId, owner }
  }
  if ('store' in event) return {}
  if ('namespace' in event) {
    const { name, owner, visibility } = event.namespace
    return { namespace: name, owner, visibility }
  }
  const { id, owner, visibility } = event.image
  return {
    image_id: id,
    owner,
    visibility,
    ...('member' in event ? { member_id: event.member.memberId } : {}),
    ...('before' in event && event.before !== undefined ? sightBefore(event.before, event.image) : {}),
    ...('formerMembers' in event && event.formerMembers !== undefined && event.formerMembers.length > 0
      ? { was_members: JSON.stringify(event.formerMembers) }
      : {}),
  }
}

/** Both, where one of them has changed: an owner that was null cannot be told from one that stayed. */
function sightBefore(before: Image, after: Image): Partial<Subject> {
  const isSame = before.owner === after.owner && before.visibility === after.visibility
  return isSame ? {} : { was_owner: before.owner, was_visibility: before.visibility }
}

function changesOf(event: EventDraft): string | null {
  if (!('before' in event) || event.before === undefined) return null
  const note = 'note' in event && event.note !== undefined ? noteDifference(event.note) : {}
  return JSON.stringify({ ...imageDifference(event.before, event.image), ...note })
}

export function fromEventRow(row: Selectable<EventTable>): RecordedEvent {
  return {
    id: row.id,
    messageId: row.message_id,
    recordedAtMs: row.recorded_at_ms,
    type: row.type,
    priority: row.priority,
    actor: {
      userId: row.user_id,
      projectId: row.project_id,
      requestId: row.request_id,
      address: row.address,
    },
    imageId: row.image_id,
    taskId: row.task_id,
    namespace: row.namespace,
    owner: row.owner,
    visibility: row.visibility,
    memberId: row.member_id,
    before: row.was_visibility === null ? null : { owner: row.was_owner, visibility: row.was_visibility },
    formerMembers: row.was_members === null ? [] : (JSON.parse(row.was_members) as string[]),
    payload: JSON.parse(row.payload) as RecordedEvent['payload'],
    changes: row.changes === null ? null : (JSON.parse(row.changes) as RecordedEvent['changes']),
  }
}
