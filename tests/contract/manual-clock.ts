import type { Clock } from '#lib/jobs/clock.ts'

export interface ManualClock extends Clock {
  /** Moves time on; what is due is called, in order. */
  advance(ms: number): void
}

interface Timer {
  readonly intervalMs: number
  readonly tick: () => void
  dueMs: number
}

/** A clock that stands still until it is moved. Begins at the present, because rows hold real times too. */
export function createManualClock(startMs = Date.now()): ManualClock {
  let nowMs = startMs
  const timers = new Set<Timer>()
  return {
    nowMs: () => nowMs,
    every(intervalMs, tick) {
      const timer = { intervalMs, tick, dueMs: nowMs + intervalMs }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      const untilMs = nowMs + ms
      for (;;) {
        const [next] = [...timers]
          .filter(({ dueMs }) => dueMs <= untilMs)
          .toSorted((a, b) => a.dueMs - b.dueMs)
        if (next === undefined) break
        nowMs = next.dueMs
        next.dueMs += next.intervalMs
        next.tick()
      }
      nowMs = untilMs
    },
  }
}
