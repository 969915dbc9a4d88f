import type { SinkCursors } from '#lib/domain/event-sinks.ts'
import type { EventLog, RecordedEvent } from '#lib/domain/recorded-events.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'

/** Takes events somewhere else. */
export interface NotificationSink {
  /** Under which its position is kept. */
  readonly name: string
  /** Resolves when all of them are safe there. What throws is told again, all of it. */
  deliver(events: readonly RecordedEvent[], signal: AbortSignal): Promise<void>
  /** Whether anybody listens there; while nobody does nothing is read or written. */
  isWanted?(): Promise<boolean>
  close?(): Promise<void>
}

export interface DispatchDeps {
  readonly events: Pick<EventLog, 'after' | 'last'>
  readonly cursors: SinkCursors
  /** Names this process. */
  readonly node: string
  /** Calls back after each commit of this process. @returns ends it */
  readonly listen: (listener: () => void) => () => void
  /** Told when a sink begins to fail, and (with null) when it works again. */
  readonly report: (sink: string, error: unknown) => void
  /** Which events are told at all. */
  readonly isTold: (event: RecordedEvent) => boolean
  readonly nowMs?: () => number
}

const BATCH = 100
/** A node that died is taken over after this; each batch must be delivered within it. */
const LEASE_MS = 60_000
const DELIVER_MS = 30_000
const POLL_MS = 2000
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000

export interface Dispatcher {
  readonly job: PeriodicJob
  close(): Promise<void>
}

/** Feeds one sink from its position on, in order, at least once; one node at a time. */
export function createDispatcher(sink: NotificationSink, deps: DispatchDeps): Dispatcher {
  const { nowMs = Date.now } = deps
  const ending = new AbortController()
  let running: Promise<void> | null = null
  let isStale = false
  let failures = 0
  let notBeforeMs = 0

  async function drain(): Promise<void> {
    if (sink.isWanted !== undefined && !(await sink.isWanted())) return
    // Nothing is written while there is nothing to tell.
    if ((await deps.cursors.position(sink.name)) >= (await deps.events.last())) return
    const position = await deps.cursors.acquire(sink.name, leaseOf(deps.node, nowMs()), nowMs())
    if (position === null) return
    try {
      await deliverFrom(sink, deps, { position, nowMs, ending: ending.signal })
    } finally {
      await deps.cursors.release(sink.name, deps.node)
    }
  }
  async function attempt(): Promise<void> {
    if (nowMs() < notBeforeMs) return
    try {
      await drain()
      if (failures > 0) deps.report(sink.name, null)
      failures = 0
    } catch (error) {
      if (ending.signal.aborted) return
      notBeforeMs = nowMs() + Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS)
      failures += 1
      if (failures === 1) deps.report(sink.name, error)
    }
  }
  async function run(): Promise<void> {
    do {
      isStale = false
      await attempt()
    } while (isStale && failures === 0 && !ending.signal.aborted)
  }
  function wake(): Promise<void> {
    isStale = true
    if (ending.signal.aborted) return Promise.resolve()
    running ??= run().finally(() => {
      running = null
    })
    return running
  }

  const stop = deps.listen(() => void wake())
  return {
    job: { name: `tell ${sink.name}`, everyMs: POLL_MS, run: wake },
    async close() {
      stop()
      ending.abort()
      await running
      await sink.close?.()
    },
  }
}

function leaseOf(owner: string, nowMs: number) {
  return { owner, untilMs: nowMs + LEASE_MS }
}

interface Delivery {
  readonly position: number
  readonly nowMs: () => number
  readonly ending: AbortSignal
}

async function deliverFrom(sink: NotificationSink, deps: DispatchDeps, delivery: Delivery): Promise<void> {
  let { position } = delivery
  while (!delivery.ending.aborted) {
    const batch = await deps.events.after(position, BATCH)
    const last = batch.at(-1)
    if (last === undefined) return
    const told = batch.filter(deps.isTold)
    const signal = AbortSignal.any([delivery.ending, AbortSignal.timeout(DELIVER_MS)])
    if (told.length > 0) await sink.deliver(told, signal)
    position = last.id
    if (!(await deps.cursors.advance(sink.name, leaseOf(deps.node, delivery.nowMs()), position))) return
  }
}
