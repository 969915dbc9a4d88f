import type { Clock } from './clock.ts'

/** Background work that is done again and again; each run picks up whatever the last one left. */
export interface PeriodicJob {
  readonly name: string
  readonly everyMs: number
  /** Must be safe on several nodes at once, and when cut short. */
  run(signal: AbortSignal): Promise<void>
}

export interface JobRunner {
  /** No further runs; resolves when the running ones have ended. */
  close(): Promise<void>
}

/** Runs each job now and then at its interval, never twice at once. A failed run is reported and tried again. */
export function startJobs(
  jobs: readonly PeriodicJob[],
  { clock, report }: { clock: Clock; report: (job: string, error: unknown) => void },
): JobRunner {
  const ending = new AbortController()
  const running = new Map<string, Promise<void>>()
  const runOnce = (job: PeriodicJob): void => {
    if (ending.signal.aborted || running.has(job.name)) return
    const run = job
      .run(ending.signal)
      .catch((error: unknown) => report(job.name, error))
      .finally(() => running.delete(job.name))
    running.set(job.name, run)
  }
  const stops = jobs.map((job) => clock.every(job.everyMs, () => runOnce(job)))
  for (const job of jobs) runOnce(job)
  return {
    async close() {
      ending.abort()
      for (const stop of stops) stop()
      await Promise.all(running.values())
    },
  }
}
