import { randomUUID } from 'node:crypto'
import type { CheckMiddle, CheckResult, DataCheckRecords, DueCheck } from '#lib/domain/data-checks.ts'
import type { Clock } from '#lib/jobs/clock.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import { isWritable } from '#lib/stores/store.ts'
import { type ExamineDeps, examineData } from './examine-data.ts'

export interface CheckDeps extends Omit<ExamineDeps, 'nowMs'> {
  readonly records: DataCheckRecords
  readonly stores: StoreRegistry
  readonly clock: Clock
  /** Owns leases. */
  readonly node: string
  /** Data that was not read for so long is read by itself; null: only what is asked for. */
  readonly everyMs: number | null
  readonly onChecked: (due: DueCheck, result: CheckResult, bytes: number) => void
}

export interface DataChecks {
  /** Something was asked for: begins at once instead of at the next look. */
  wake(): void
  readonly job: PeriodicJob
  /** Gives back what is being read. */
  close(): Promise<void>
}

const LOOK_MS = 60_000
const LEASE_MS = 30_000
const HEARTBEAT_MS = 5_000

/**
 * Reads data at rest against its hash, one image at a time and at the site's pace. What is cut short by the end of the
 * process goes on where it was, by whoever comes next.
 */
export function createDataChecks(deps: CheckDeps): DataChecks {
  const ending = new AbortController()
  let running: Promise<void> | null = null
  const stop = (): void => ending.abort()
  const run = (): Promise<void> => {
    running ??= checkAll(deps, ending.signal).finally(() => {
      running = null
    })
    return running
  }
  return {
    wake: () => void run().catch(() => undefined),
    job: {
      name: 'check data at rest',
      everyMs: LOOK_MS,
      run(signal) {
        if (signal.aborted) ending.abort()
        signal.addEventListener('abort', stop, { once: true })
        return run()
      },
    },
    async close() {
      stop()
      await running?.catch(() => undefined)
    },
  }
}

async function checkAll(deps: CheckDeps, signal: AbortSignal): Promise<void> {
  const { records, stores, clock, everyMs } = deps
  while (!signal.aborted) {
    const nowMs = clock.nowMs()
    const answering = stores.stores.filter(({ id }) => !stores.isDown(id))
    const asked = await records.nextDue({
      ...{ storeIds: answering.map(({ id }) => id), staleBeforeMs: null, nowMs },
    })
    // What lies on web servers of others is read only when somebody asks for it.
    const own = answering.filter(isWritable).map(({ id }) => id)
    const due =
      asked ??
      (everyMs === null
        ? null
        : await records.nextDue({ storeIds: own, staleBeforeMs: nowMs - everyMs, nowMs }))
    if (due === null) return
    await checkOne(deps, due, signal)
  }
}

async function checkOne(deps: CheckDeps, due: DueCheck, ending: AbortSignal): Promise<void> {
  const { records, clock, node } = deps
  const owner = `${node}/${randomUUID()}`
  const lease = () => ({ owner, node, untilMs: clock.nowMs() + LEASE_MS })
  const leased = await records.lease(due, lease(), clock.nowMs())
  if (leased === null) return
  const lost = new AbortController()
  const signal = AbortSignal.any([ending, lost.signal])
  let { middle } = leased
  let doneBytes = middle?.doneBytes ?? 0
  const endBeating = clock.every(HEARTBEAT_MS, () => {
    void records.renew(due, lease(), { doneBytes, middle }).then(
      (isOurs) => isOurs || lost.abort(),
      () => undefined,
    )
  })
  try {
    const tell = (bytes: number) => {
      doneBytes = bytes
    }
    const keep = (kept: CheckMiddle) => {
      middle = kept
    }
    const examining = { ...deps, nowMs: clock.nowMs }
    const finding = await examineData(examining, due, { signal, middle, tell, keep })
    if (signal.aborted) await records.release(due, owner, middle)
    else await records.end(due, owner, { ...finding, nowMs: clock.nowMs() })
    if (!signal.aborted) deps.onChecked(due, finding.result, doneBytes)
  } finally {
    endBeating()
  }
}
