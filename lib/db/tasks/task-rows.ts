import type { Insertable } from 'kysely'
import type { EventActor, TaskFacts } from '#lib/domain/events.ts'
import type { JsonObject, Task, TaskProgress } from '#lib/domain/task.ts'
import type { NewTask, TaskRecord } from '#lib/domain/task-records.ts'
import type { TaskTable } from '../tables/tasks.ts'

export function fromTaskRow(row: TaskTable): TaskRecord {
  return {
    id: row.id,
    type: row.type,
    status: row.status,
    owner: row.owner,
    userId: row.user_id,
    imageId: row.image_id,
    requestId: row.request_id,
    input: JSON.parse(row.input) as JsonObject,
    result: row.result === null ? null : (JSON.parse(row.result) as JsonObject),
    message: row.message,
    state: JSON.parse(row.state) as JsonObject,
    progress: progressOf(row),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    expiresAtMs: row.expires_at_ms,
    isCancelRequested: row.cancel_requested_at_ms !== null,
    attempts: row.attempts,
    leaseOwner: row.lease_owner,
    leaseUntilMs: row.lease_until_ms,
    waitUntilMs: row.wait_until_ms,
  }
}

function progressOf(row: TaskTable): TaskProgress | null {
  const { step, done_bytes: doneBytes, total_bytes: totalBytes, bytes_per_second: bytesPerSecond } = row
  const parts =
    row.done_parts === null ? null : (JSON.parse(row.done_parts) as NonNullable<TaskProgress['parts']>)
  return step === null ? null : { step, doneBytes, totalBytes, bytesPerSecond, parts }
}

/** A task may be done long after the request that began it: what it tells is its user's. */
export function workerOf({
  userId,
  owner,
  requestId,
}: Pick<Task, 'userId' | 'owner' | 'requestId'>): EventActor {
  return { userId, projectId: owner, requestId, address: null }
}

/** What events tell of a task that waits for a worker. */
export function newFactsOf({ id, type, owner, imageId, createdAtMs }: NewTask): TaskFacts {
  const times = { createdAtMs, updatedAtMs: createdAtMs, expiresAtMs: null }
  return { id, type, status: 'pending', owner, imageId, ...times }
}

/** What events tell of a task. */
export function factsOf(task: Task): TaskFacts {
  const { id, type, status, owner, imageId, createdAtMs, updatedAtMs, expiresAtMs } = task
  return { id, type, status, owner, imageId, createdAtMs, updatedAtMs, expiresAtMs }
}

/** The row of a task that waits for a worker. */
export function toTaskRow(task: NewTask): Insertable<TaskTable> {
  return {
    id: task.id,
    type: task.type,
    status: 'pending',
    owner: task.owner,
    user_id: task.userId,
    image_id: task.imageId,
    request_id: task.requestId,
    input: JSON.stringify(task.input),
    result: null,
    message: '',
    state: JSON.stringify(task.state),
    step: null,
    done_bytes: 0,
    total_bytes: null,
    bytes_per_second: null,
    done_parts: null,
    created_at_ms: task.createdAtMs,
    updated_at_ms: task.createdAtMs,
    expires_at_ms: null,
    cancel_requested_at_ms: null,
    attempts: 0,
    lease_owner: null,
    lease_until_ms: 0,
    wait_until_ms: null,
  }
}
