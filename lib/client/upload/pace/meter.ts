/** Bytes shown at some moments of the last seconds. */
export type Meter = readonly Sample[]

interface Sample {
  readonly atMs: number
  readonly bytes: number
}

const WINDOW_MS = 12_000
/** Before this much has been seen, a speed would be a guess. */
const LEAST_SPAN_MS = 1500
const SAMPLE_EVERY_MS = 250

/** Adds a moment. Going back (the server had fewer bytes) begins anew, so that no speed is ever negative. */
export function measure(meter: Meter, atMs: number, bytes: number): Meter {
  const last = meter.at(-1)
  if (last !== undefined && bytes < last.bytes) return [{ atMs, bytes }]
  if (last !== undefined && atMs - last.atMs < SAMPLE_EVERY_MS) return meter
  return [...meter.filter((sample) => atMs - sample.atMs <= WINDOW_MS), { atMs, bytes }]
}

/** Bytes per second over the window; null while too little has been seen. */
export function speedOf(meter: Meter, nowMs: number): number | null {
  const first = meter[0]
  const last = meter.at(-1)
  if (first === undefined || last === undefined) return null
  // Measured to now, not to the last sample: a line that stalls must be seen to slow down.
  const spanMs = Math.max(nowMs, last.atMs) - first.atMs
  return spanMs < LEAST_SPAN_MS ? null : ((last.bytes - first.bytes) * 1000) / spanMs
}

/** Seconds until `leftBytes` are sent; null when unknown or hopeless. */
export function secondsLeft(leftBytes: number, bytesPerSecond: number | null): number | null {
  if (bytesPerSecond === null || bytesPerSecond < 1) return null
  return leftBytes / bytesPerSecond
}
