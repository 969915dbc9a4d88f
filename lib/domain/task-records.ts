import type { Context } from './context.ts'
import type { ImageChange } from './image.ts'
import type { JsonObject, Task, TaskProgress, TaskQuery } from './task.ts'
import type { Lease } from './upload-records.ts'

/** A task as its workers see it. */
export interface TaskRecord extends Task {
  /** What the worker keeps between its steps, and what no client sees. */
  readonly state: JsonObject
  /** How often it was taken up; giving it back in order does not count. */
  readonly attempts: number
  readonly leaseOwner: string | null
  readonly leaseUntilMs: number
  /** It pauses until then; null: it does not. */
  readonly waitUntilMs: number | null
}

/** A task that goes on later: nobody holds it meanwhile. */
export interface TaskPause {
  readonly untilMs: number
  /** What it waits for: a sentence for people. */
  readonly message: string
  readonly state: JsonObject
}

export type NewTask = Pick<Task, 'id' | 'type' | 'owner' | 'userId' | 'imageId' | 'requestId' | 'input'> & {
  readonly state: JsonObject
  readonly createdAtMs: number
}

export interface TaskOutcome {
  readonly status: 'success' | 'failure'
  readonly result: JsonObject | null
  readonly message: string
}

export interface TaskEnd {
  readonly nowMs: number
  readonly image?: ImageStep | undefined
}

/** A change of the task's image that belongs to the task's own step: both happen, or neither. */
export interface ImageStep {
  readonly ctx: Context
  readonly change: ImageChange
}

/** Rows of tasks. */
export interface TaskRecords {
  /** @throws what saving the image throws */
  add(task: NewTask, image?: ImageStep): Promise<Task>
  find(taskId: string): Promise<TaskRecord | null>
  /** One page. @throws `invalid` for a marker that is none of the owner's tasks */
  list(query: TaskQuery): Promise<{ readonly items: readonly Task[]; readonly isFull: boolean }>
  /** Not ended yet, oldest first. */
  listUnfinished(): Promise<readonly TaskRecord[]>
  /** Takes the lease if it is free, lapsed, or held by `lapsedOwner`, who is known to be dead; the task is then
   *  processing. Null when somebody else was faster or the task has ended. */
  lease(
    taskId: string,
    lease: Lease,
    terms: { nowMs: number; lapsedOwner?: string },
  ): Promise<TaskRecord | null>
  /** Extends the lease and tells how far the task is. */
  renew(
    taskId: string,
    lease: Lease,
    news: { nowMs: number; progress: TaskProgress | null; message: string },
  ): Promise<'held' | 'cancelled' | 'lost'>
  /** @throws `conflict` when the lease is lost */
  saveState(taskId: string, owner: string, state: JsonObject): Promise<void>
  /** Gives the task back until a later time, as if it had not been taken. @throws `conflict` when the lease is lost */
  pause(taskId: string, owner: string, pause: TaskPause & { readonly nowMs: number }): Promise<void>
  /** Gives the task back for another worker, as if it had not been taken. Not holding it is fine. */
  release(taskId: string, owner: string): Promise<void>
  /** @throws `conflict` when the lease is lost, and what saving the image throws */
  end(taskId: string, owner: string, outcome: TaskOutcome, end: TaskEnd): Promise<void>
  /** An unfinished task is to end soon. False when it has ended. */
  requestCancel(taskId: string, nowMs: number): Promise<boolean>
  /** Removes what ended long ago. */
  forgetExpired(nowMs: number): Promise<void>
}
