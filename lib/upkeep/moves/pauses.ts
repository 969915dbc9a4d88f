import { type ErrorCode, isDomainError } from '#lib/domain/errors.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/** Before each further try. Together three quarters of an hour: a server that is replaced is back by then, or somebody is asked. */
const PAUSES_MS = [
  ...[2 * SECOND_MS, 8 * SECOND_MS, 30 * SECOND_MS],
  ...[2 * MINUTE_MS, 8 * MINUTE_MS, 35 * MINUTE_MS],
]

/** What may be over soon: a store that does not answer or is full, an image that somebody is at work on. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['unavailable', 'interrupted', 'stale', 'over_limit'])

export function isPassing(error: unknown): boolean {
  return isDomainError(error) && PASSING.has(error.code)
}

export interface NextTry {
  readonly pauseMs: number
  /** Behind the reason: when it is tried again, and how often it will be. */
  readonly words: string
}

/** Null when it was tried often enough. @param tries those that failed before this one */
export function nextTry(tries: number): NextTry | null {
  const pauseMs = PAUSES_MS[tries]
  if (pauseMs === undefined) return null
  const pause = pauseMs < MINUTE_MS ? `${pauseMs / SECOND_MS} s` : `${pauseMs / MINUTE_MS} min`
  return { pauseMs, words: `Tried again after ${pause} (${tries + 1} of ${PAUSES_MS.length}).` }
}
