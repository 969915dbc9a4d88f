import { DomainError, isDomainError } from '#lib/domain/errors.ts'
import type { TaskRecord } from '#lib/domain/task-records.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import { type HeldTask, type HoldPorts, holdTask, isFreeTask, TaskStopped } from './hold-task.ts'
import type { TaskHandler } from './task-handler.ts'

export interface RunnerOptions extends HoldPorts {
  readonly handlers: readonly TaskHandler[]
  /** Tasks that this process works on at once. */
  readonly mostAtOnce: number
  readonly report: (what: string, error: unknown) => void
}

/** Takes tasks up and sees them through, on any number of nodes at once. */
export interface TaskRunner {
  /** There is something to do: begins at once instead of at the next look. */
  wake(): void
  /** Ends a task of this process at once; tasks of other nodes hear of it with their next heartbeat. */
  nudge(taskId: string): void
  readonly jobs: readonly PeriodicJob[]
  /** Gives the tasks at work back, for another node or the next start. */
  close(): Promise<void>
}

const LOOK_MS = 3_000
const FORGET_MS = 600_000
/** A task that its workers do not survive must not be tried for ever. */
const MOST_ATTEMPTS = 5

export function createTaskRunner(options: RunnerOptions): TaskRunner {
  const { records, clock, report } = options
  const atWork = new Map<string, { readonly held: HeldTask; readonly over: Promise<void> }>()
  let isClosing = false
  let looking: Promise<void> = Promise.resolve()

  const begin = async (found: TaskRecord): Promise<void> => {
    const held = await holdTask(options, found)
    if (held === null) return
    const over = work(options, held)
      .catch((error: unknown) => report(`with task ${found.id}`, error))
      .finally(() => {
        atWork.delete(found.id)
        if (!isClosing) void look()
      })
    atWork.set(found.id, { held, over })
    if (isClosing) held.stop(new TaskStopped('draining'))
  }
  const lookOnce = async (): Promise<void> => {
    for (const task of await records.listUnfinished()) {
      if (isClosing || atWork.size >= options.mostAtOnce) return
      if (!atWork.has(task.id) && isFreeTask(options, task)) await begin(task)
    }
  }
  const look = (): Promise<void> => {
    looking = looking.then(lookOnce).catch((error: unknown) => report('looking for tasks', error))
    return looking
  }
  return {
    wake: () => void look(),
    nudge(taskId) {
      const running = atWork.get(taskId)
      if (running !== undefined) running.held.stop(new TaskStopped('cancelled'))
      // One that pauses is taken up in order to end it.
      else void look()
    },
    jobs: [
      { name: 'run tasks', everyMs: LOOK_MS, run: look },
      { name: 'forget tasks', everyMs: FORGET_MS, run: () => records.forgetExpired(clock.nowMs()) },
    ],
    async close() {
      isClosing = true
      await looking
      for (const { held } of atWork.values()) held.stop(new TaskStopped('draining'))
      await Promise.all([...atWork.values()].map(({ over }) => over))
    },
  }
}

async function work(options: RunnerOptions, held: HeldTask): Promise<void> {
  try {
    await workOrFail(options, held)
  } finally {
    await held.end()
  }
}

async function workOrFail(options: RunnerOptions, { task, work }: HeldTask): Promise<void> {
  const handler = options.handlers.find(({ type }) => type === task.type)
  if (handler === undefined) throw new Error(`Nobody does tasks of type ${task.type}.`)
  try {
    if (task.isCancelRequested) throw new TaskStopped('cancelled')
    if (task.attempts > MOST_ATTEMPTS) throw endedTooOften()
    await handler.run(task, work)
  } catch (error) {
    const stopped = stopOf(work.signal, error)
    if (stopped === 'lease lost') return
    if (stopped === 'draining') return options.records.release(task.id, work.owner)
    if (stopped !== 'cancelled' && !isDomainError(error)) options.report(`with task ${task.id}`, error)
    await handler.fail(task, work, stopped === 'cancelled' ? 'Cancelled.' : reasonOf(error))
  }
}

/** Whoever is stopped may throw anything: the signal knows better. */
function stopOf(signal: AbortSignal, error: unknown) {
  const reason: unknown = signal.aborted ? signal.reason : error
  return reason instanceof TaskStopped ? reason.reason : null
}

function endedTooOften(): DomainError {
  return new DomainError(
    'unavailable',
    `The server ended ${MOST_ATTEMPTS} times while it worked on this task. Look into its log before you try again.`,
  )
}

function reasonOf(error: unknown): string {
  return isDomainError(error)
    ? error.message
    : 'It failed for a reason on our side: see the log of the server.'
}
