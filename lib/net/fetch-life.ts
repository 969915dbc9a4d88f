import { DomainError } from '#lib/domain/errors.ts'

/** One request from its beginning to the last byte of its answer: what may end it early, and what it leaves behind. */
export interface FetchLife {
  /** Aborted with the error to report. */
  readonly signal: AbortSignal
  /** Ends it with the error when it takes longer than this; gives the way to call that off. */
  limit(ms: number, message: string): () => void
  /** Forgets timers and listeners. Again is fine. */
  end(): void
}

/** @param outer the caller's signal; its reason is what the request fails with */
export function beginLife(outer: AbortSignal): FetchLife {
  const controller = new AbortController()
  const timers = new Set<NodeJS.Timeout>()
  const onAbort = () => controller.abort(outer.reason)
  const end = () => {
    outer.removeEventListener('abort', onAbort)
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
  }
  controller.signal.addEventListener('abort', end, { once: true })
  if (outer.aborted) onAbort()
  else outer.addEventListener('abort', onAbort, { once: true })
  return {
    signal: controller.signal,
    end,
    limit(ms, message) {
      const timer = setTimeout(() => controller.abort(new DomainError('unavailable', message)), ms)
      timers.add(timer)
      return () => {
        clearTimeout(timer)
        timers.delete(timer)
      }
    },
  }
}

/** What the promise gives, or the signal's reason as soon as it is aborted. For work that knows no signals. */
export async function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let onAbort = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
