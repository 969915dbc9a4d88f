import { systemClock } from '../jobs/clock.ts'
import { type JobRunner, type PeriodicJob, startJobs } from '../jobs/periodic.ts'
import type { Log } from '../log.ts'

/** The one place that starts background work: every part gives its `jobs`, and `runtime.ts` lists them. */
export function openJobs(jobs: readonly PeriodicJob[], log: Log): JobRunner {
  const report = (job: string, error: unknown) => log.error({ err: error, job }, 'Background work failed.')
  return startJobs(jobs, { clock: systemClock, report })
}
