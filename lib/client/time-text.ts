const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' })
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' })

/** `2 hours ago`, `yesterday`, `just now`. */
export function relativeTime(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1000)
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit)
  }
  return 'just now'
}

/** In the reader's own time zone. */
export function absoluteTime(atMs: number): string {
  return absolute.format(atMs)
}

/** `2026-01-31 12:00:00`, the same for every reader. */
export function utcTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** `7 days`, `36 hours`: how long something lasts, in the largest unit that says it without a fraction. */
export function spanText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const [unit, size] = SPAN_UNITS.find(([, each]) => seconds >= each && seconds % each === 0) ?? SECOND
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size)
}

const SECOND = ['second', 1] as const
const SPAN_UNITS = [['day', 86_400], ['hour', 3600], ['minute', 60], SECOND] as const
