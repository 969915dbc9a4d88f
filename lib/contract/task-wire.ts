import type { Task, TaskProgress, TaskStatus, TaskType } from '../domain/task.ts'
import { toWireTime } from './wire-time.ts'

/** A task in a list: without what only its own page tells. */
export interface TaskStubWire {
  readonly id: string
  readonly type: TaskType
  readonly status: TaskStatus
  readonly owner: string | null
  readonly user_id: string | null
  readonly image_id: string | null
  readonly request_id: string | null
  readonly created_at: string
  readonly updated_at: string
  /** Absent until the task has ended. */
  readonly expires_at?: string
  readonly self: string
  readonly schema: string
}

export interface TaskWire extends TaskStubWire {
  readonly input: unknown
  /** Ours, while there is no result: `vitrine_progress`. Glance's schema lets any object stand here. */
  readonly result: unknown
  readonly message: string
}

export interface TaskProgressWire {
  readonly step: string
  readonly bytes: number
  readonly total_bytes: number | null
  readonly bytes_per_second: number | null
  /** Bytes by store, where several are filled. */
  readonly stores?: Readonly<Record<string, number>>
}

export function taskStubToWire(task: Task): TaskStubWire {
  return {
    id: task.id,
    type: task.type,
    status: task.status,
    owner: task.owner,
    user_id: task.userId,
    image_id: task.imageId,
    request_id: task.requestId,
    created_at: toWireTime(task.createdAtMs),
    updated_at: toWireTime(task.updatedAtMs),
    ...(task.expiresAtMs === null ? {} : { expires_at: toWireTime(task.expiresAtMs) }),
    self: `/v2/tasks/${task.id}`,
    schema: '/v2/schemas/task',
  }
}

export function taskToWire(task: Task): TaskWire {
  return { ...taskStubToWire(task), input: task.input, result: resultOf(task), message: task.message }
}

function resultOf({ result, progress, status }: Task): unknown {
  if (result !== null || progress === null || status !== 'processing') return result
  return { vitrine_progress: progressToWire(progress) }
}

export function progressToWire(progress: TaskProgress): TaskProgressWire {
  const { step, doneBytes, totalBytes, bytesPerSecond, parts } = progress
  const whole = { step, bytes: doneBytes, total_bytes: totalBytes, bytes_per_second: bytesPerSecond }
  return parts === null ? whole : { ...whole, stores: parts }
}
