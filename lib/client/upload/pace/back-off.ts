const LADDER_MS = [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000] as const

/**
 * How long to wait before the next attempt. There is no last attempt: an upload of hours must outlive a night without
 * a network. `random` (0 to 1) spreads many browsers over time after one outage.
 */
export function backOffMs(attempts: number, random: number, retryAfterMs: number | null = null): number {
  const step = LADDER_MS[Math.min(Math.max(attempts, 0), LADDER_MS.length - 1)] ?? 60_000
  return Math.max(Math.round(step * (0.8 + 0.4 * random)), retryAfterMs ?? 0)
}
