import type { EventLog } from '#lib/domain/recorded-events.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'

const EVERY_MS = 3_600_000
const DAY_MS = 86_400_000
/** Few at once: nobody else writes meanwhile on SQLite. */
const BATCH = 1000

/** Keeps the audit trail from growing for ever. */
export function createRetention(events: Pick<EventLog, 'removeOlderThan'>, days: number): PeriodicJob {
  return {
    name: 'remove old events',
    everyMs: EVERY_MS,
    async run(signal) {
      const beforeMs = Date.now() - days * DAY_MS
      while (!signal.aborted && (await events.removeOlderThan(beforeMs, BATCH)) === BATCH) {
        // The next piece.
      }
    },
  }
}
