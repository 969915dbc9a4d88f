import type { JsonObject, TaskProgress, TaskType } from '#lib/domain/task.ts'
import type { TaskPause, TaskRecord } from '#lib/domain/task-records.ts'

/** How one type of task is done. Every step may be cut short by a crash and is then done again, perhaps elsewhere. */
export interface TaskHandler {
  readonly type: TaskType
  /** Does the task and ends its row, or lets it pause. Throws the reason when it cannot. */
  run(task: TaskRecord, work: TaskWork): Promise<void>
  /**
   * The task has failed or was cancelled: removes what it left and ends its row with the message. May be called
   * without `run`, for a task that ended its worker too often.
   */
  fail(task: TaskRecord, work: TaskWork, message: string): Promise<void>
}

/** A task in our hands: nobody else works on it until the lease is lost. */
export interface TaskWork {
  /** Owns the lease; for transactions that need it. */
  readonly owner: string
  /** Aborted when the work must end: cancelled, the lease lost, the process ending, `stop` called. */
  readonly signal: AbortSignal
  /** Tells how far it is; as often as wanted. */
  progress(step: string, doneBytes: number, totalBytes: number | null, parts?: TaskProgress['parts']): void
  /** What the next worker has to know, should this one end. @throws `conflict` lease lost */
  saveState(state: JsonObject): Promise<void>
  /** Gives the task up until later: `run` must end then. @throws `conflict` lease lost */
  pause(pause: TaskPause): Promise<void>
  /** Asks the database when the lease has run out while this process stood still. @throws `conflict` */
  assertHeld(): Promise<void>
  /** Ends the work with a reason, as an abort does. */
  stop(reason: unknown): void
}
