/** Time as an argument: tests have their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** Calls `tick` again and again until the result is called. Does not keep the process alive. */
  every(intervalMs: number, tick: () => void): () => void
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  every(intervalMs, tick) {
    const timer = setInterval(tick, intervalMs)
    timer.unref()
    return () => clearInterval(timer)
  },
}
