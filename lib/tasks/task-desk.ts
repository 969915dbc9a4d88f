import type { Context } from '#lib/domain/context.ts'
import { conflict, forbidden, notFound } from '#lib/domain/errors.ts'
import type { Policy } from '#lib/domain/policy.ts'
import { isAdministrator, mayManage } from '#lib/domain/rights.ts'
import { isEnded, isOfStores, type Task, type TaskQuery } from '#lib/domain/task.ts'
import type { TaskRecord, TaskRecords } from '#lib/domain/task-records.ts'

/** Looks tasks up, cancels and repeats them, as far as the caller may. */
export interface TaskDesk {
  /** @throws `forbidden` without the right to use tasks, `not_found` absent or another project's */
  find(ctx: Context, taskId: string): Promise<Task>
  /** @throws `forbidden`, `invalid` an unknown marker */
  list(ctx: Context, query: TaskQuery): Promise<{ readonly items: readonly Task[]; readonly isFull: boolean }>
  /** Newest first. For callers that may see the image. */
  ofImage(imageId: string): Promise<readonly Task[]>
  /** Asks it to end; resolves before it has. @throws `forbidden`, `not_found`, `conflict` it has ended */
  cancel(ctx: Context, taskId: string): Promise<void>
  /** Begins a failed task anew, as another task. @throws `forbidden`, `not_found`, `conflict` it cannot be done again */
  retry(ctx: Context, taskId: string): Promise<Task>
}

export interface TaskDeskDeps {
  readonly records: TaskRecords
  readonly policy: Pick<Policy, 'check'>
  readonly nudge: (taskId: string) => void
  /** Does the same again; gives the new task's id. @throws `conflict` */
  readonly repeat: (ctx: Context, task: TaskRecord) => Promise<string>
  readonly nowMs: () => number
}

/** More than any image will ever have. */
const MOST_OF_AN_IMAGE = 1000

export function createTaskDesk(deps: TaskDeskDeps): TaskDesk {
  const { records, policy } = deps
  const assertMay = (ctx: Context, rule: 'tasks_api_access' | 'manage_stores'): void => {
    const verdict = policy.check(rule, ctx, {})
    if (!verdict.allowed) throw forbidden(verdict.reason)
  }
  const assertAccess = (ctx: Context): void => assertMay(ctx, 'tasks_api_access')
  const find = async (ctx: Context, taskId: string): Promise<TaskRecord> => {
    const task = await records.find(taskId)
    if (task === null || !isSeen(ctx, task)) throw notFound('task', taskId)
    return task
  }
  /** The owner's members too: they began it. */
  const findOwn = async (ctx: Context, taskId: string): Promise<TaskRecord> => {
    const task = await find(ctx, taskId)
    const verdict = mayManage(task, ctx)
    if (!verdict.allowed) throw forbidden(verdict.reason)
    if (isOfStores(task)) assertMay(ctx, 'manage_stores')
    return task
  }
  return {
    async find(ctx, taskId) {
      assertAccess(ctx)
      return find(ctx, taskId)
    },
    async list(ctx, query) {
      assertAccess(ctx)
      return records.list(isAdministrator(ctx) ? query : { ...query, owner: ctx.projectId })
    },
    async ofImage(imageId) {
      const order = { sortKey: 'created_at', isDescending: true, limit: MOST_OF_AN_IMAGE } as const
      return (await records.list({ imageId, ...order })).items
    },
    async cancel(ctx, taskId) {
      const task = await findOwn(ctx, taskId)
      const isCancelled = await records.requestCancel(task.id, deps.nowMs())
      if (!isCancelled) throw conflict(`Task ${task.id} has ended already.`)
      deps.nudge(task.id)
    },
    async retry(ctx, taskId) {
      const task = await findOwn(ctx, taskId)
      if (task.status !== 'failure') {
        throw conflict(
          `Task ${task.id} ${isEnded(task) ? 'has succeeded' : 'is still at work'}; it needs no other try.`,
        )
      }
      return find(ctx, await deps.repeat(ctx, task))
    },
  }
}

function isSeen(ctx: Context, { owner }: Task): boolean {
  return isAdministrator(ctx) || (owner !== null && owner === ctx.projectId)
}
