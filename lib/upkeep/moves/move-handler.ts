import { isDomainError } from '#lib/domain/errors.ts'
import type { TaskRecord, TaskRecords } from '#lib/domain/task-records.ts'
import type { TaskHandler, TaskWork } from '#lib/tasks/task-handler.ts'
import { forgetMove, type MoveDeps, type MoveOrder, moveImage } from './move-image.ts'
import { isPassing, nextTry } from './pauses.ts'

export interface MoveHandlerDeps extends MoveDeps {
  readonly tasks: Pick<TaskRecords, 'end'>
}

/** What a move remembers. */
interface MoveState extends MoveOrder {
  /** Those that failed for a reason that may pass. */
  readonly tries?: number
}

/** One image, out of one store into another. */
export function moveHandler(deps: MoveHandlerDeps): TaskHandler {
  return {
    type: 'vitrine_move',
    async run(task, work) {
      try {
        await moveOne(deps, task, work)
      } catch (error) {
        if (!(await pauseAfter(deps, { task, work }, error))) throw error
      }
    },
    async fail(task, work, message) {
      const { imageId, to } = task.state as unknown as MoveState
      if (to !== null) await forgetMove(deps, task, { imageId, to })
      await endTask(deps, task, work, { status: 'failure', result: null, message })
    },
  }
}

const MOVED = 'The data lies in the other store now, and was removed from the first.'

async function moveOne(deps: MoveHandlerDeps, task: TaskRecord, work: TaskWork): Promise<void> {
  const order = task.state as unknown as MoveState
  const image = await deps.imageOf(order.imageId)
  const outcome = await moveImage(deps, { task, work }, order, (doneBytes) =>
    work.progress('moving', doneBytes, image?.sizeBytes ?? null),
  )
  const message = outcome === 'nothing' ? 'There was nothing to move any more.' : MOVED
  const result = { image_id: order.imageId, outcome }
  await endTask(deps, task, work, { status: 'success', result, message })
}

/** Whether it is tried again later. */
async function pauseAfter(
  deps: MoveHandlerDeps,
  { task, work }: { readonly task: TaskRecord; readonly work: TaskWork },
  error: unknown,
): Promise<boolean> {
  const { tries = 0, ...order } = task.state as unknown as MoveState
  const next = nextTry(tries)
  if (work.signal.aborted || next === null || !isDomainError(error) || !isPassing(error)) return false
  await work.pause({
    untilMs: deps.nowMs() + next.pauseMs,
    message: `${error.message} ${next.words}`,
    state: { ...order, tries: tries + 1 },
  })
  return true
}

export async function endTask(
  { tasks, nowMs }: Pick<MoveHandlerDeps, 'tasks' | 'nowMs'>,
  task: TaskRecord,
  work: TaskWork,
  outcome: Parameters<TaskRecords['end']>[2],
): Promise<void> {
  await tasks.end(task.id, work.owner, outcome, { nowMs: nowMs() })
}
