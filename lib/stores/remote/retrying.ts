import { setTimeout as sleep } from 'node:timers/promises'
import { isDomainError } from '#lib/domain/errors.ts'
import type { RemoteAnswer } from './transport.ts'

export interface RetryPolicy {
  /** How often a request is made at most. */
  readonly attempts: number
  /** The first pause; each further one is twice as long, up to `longestPauseMs`. */
  readonly pauseMs: number
  readonly longestPauseMs: number
}

/** "Not now": said by overloaded or restarting servers, and by proxies in front of dead ones. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/**
 * Asks again, after growing pauses, while the other side does not answer or says "not now". `ask` must be able to say the
 * same thing again. Gives the last answer, whatever it is. @throws what the last attempt throws; the signal's reason
 */
export async function retrying<Answer extends Pick<RemoteAnswer, 'status' | 'body'>>(
  policy: RetryPolicy,
  ask: () => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt >= policy.attempts
    try {
      const answer = await ask()
      if (isLast || !PASSING.has(answer.status)) return answer
      answer.body.destroy()
    } catch (error) {
      if (isLast || signal?.aborted === true || !isDomainError(error, 'unavailable')) throw error
    }
    await sleep(pauseOf(policy, attempt), undefined, signal === undefined ? {} : { signal }).catch(() => {
      throw signal?.reason
    })
  }
}

/** Between half of the pause and all of it, so that many that failed together do not come back together. */
function pauseOf({ pauseMs, longestPauseMs }: RetryPolicy, attempt: number): number {
  const full = Math.min(longestPauseMs, pauseMs * 2 ** (attempt - 1))
  return full * (0.5 + Math.random() / 2)
}
