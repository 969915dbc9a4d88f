import { randomUUID } from 'node:crypto'
import { conflict } from '#lib/domain/errors.ts'
import type { TaskRecord, TaskRecords } from '#lib/domain/task-records.ts'
import type { Lease } from '#lib/domain/upload-records.ts'
import type { Clock } from '#lib/jobs/clock.ts'
import { isCertainlyOver, type NodeId } from '#lib/uploads/node-id.ts'
import type { TaskWork } from './task-handler.ts'
import { createProgressMeter, progressMessage } from './task-progress.ts'

const LEASE_MS = 20_000
const HEARTBEAT_MS = 2_000

export interface HoldPorts {
  readonly records: TaskRecords
  readonly clock: Clock
  readonly node: NodeId
}

/** Why the signal of a task's work was aborted. */
export type StopReason = 'cancelled' | 'draining' | 'lease lost'

export class TaskStopped extends Error {
  override readonly name = 'TaskStopped'
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(`The task was stopped: ${reason}.`)
    this.reason = reason
  }
}

export interface HeldTask {
  readonly task: TaskRecord
  readonly work: TaskWork
  /** Aborts the work. */
  stop(reason: unknown): void
  /** No further heartbeats. */
  end(): Promise<void>
}

/** Takes up a task, with a heartbeat until `end`. Null when another worker was faster. */
export async function holdTask(ports: HoldPorts, found: TaskRecord): Promise<HeldTask | null> {
  const { records, clock, node } = ports
  const lease = newLease(ports)
  const terms = { nowMs: clock.nowMs(), ...lapsedOwner(found, node) }
  const task = await records.lease(found.id, lease, terms)
  if (task === null) return null
  const stopper = new AbortController()
  const meter = createProgressMeter(clock.nowMs)
  const heart = createHeartbeat(ports, { task, lease, stopper, meter })
  const endBeating = clock.every(HEARTBEAT_MS, () => void heart.beat().catch(() => undefined))
  return {
    task,
    stop: (reason) => stopper.abort(reason),
    work: {
      owner: lease.owner,
      signal: stopper.signal,
      progress: meter.update,
      saveState: (state) => records.saveState(task.id, lease.owner, state),
      pause: (pause) => records.pause(task.id, lease.owner, { ...pause, nowMs: clock.nowMs() }),
      assertHeld: heart.assertHeld,
      stop: (reason) => stopper.abort(reason),
    },
    async end() {
      endBeating()
      await heart.rest()
    },
  }
}

/** Whether no living worker can hold the task, and its time has come: at once for one that is to end. */
export function isFreeTask({ clock, node }: HoldPorts, task: TaskRecord): boolean {
  const { leaseOwner, leaseUntilMs, waitUntilMs, isCancelRequested } = task
  if (waitUntilMs !== null && waitUntilMs > clock.nowMs() && !isCancelRequested) return false
  return leaseOwner === null || leaseUntilMs < clock.nowMs() || isCertainlyOver(leaseOwner, node)
}

function newLease({ node, clock }: HoldPorts): Lease {
  return { owner: `${node}/${randomUUID()}`, node, untilMs: clock.nowMs() + LEASE_MS }
}

function lapsedOwner({ leaseOwner }: TaskRecord, node: NodeId): { lapsedOwner?: string } {
  return leaseOwner !== null && isCertainlyOver(leaseOwner, node) ? { lapsedOwner: leaseOwner } : {}
}

interface Beating {
  readonly task: TaskRecord
  readonly lease: Lease
  readonly stopper: AbortController
  readonly meter: ReturnType<typeof createProgressMeter>
}

/** Renews the lease and writes down how far the task is; hears of its cancellation. */
function createHeartbeat({ records, clock }: HoldPorts, { task, lease, stopper, meter }: Beating) {
  let untilMs = lease.untilMs
  let running: Promise<void> | null = null

  const renew = async (): Promise<void> => {
    const nowMs = clock.nowMs()
    const next = { ...lease, untilMs: nowMs + LEASE_MS }
    const progress = meter.current()
    const news = { nowMs, progress, message: progressMessage(progress) }
    const outcome = await records.renew(task.id, next, news)
    if (outcome === 'lost') return stopper.abort(new TaskStopped('lease lost'))
    untilMs = next.untilMs
    if (outcome === 'cancelled') stopper.abort(new TaskStopped('cancelled'))
  }
  const beat = (): Promise<void> => {
    running ??= renew().finally(() => {
      running = null
    })
    return running
  }
  return {
    beat,
    async rest(): Promise<void> {
      await running?.catch(() => undefined)
    },
    async assertHeld(): Promise<void> {
      if (clock.nowMs() < untilMs) return
      await beat()
      if (clock.nowMs() >= untilMs) throw conflict(`Task ${task.id} was taken over by another worker.`)
    },
  }
}
