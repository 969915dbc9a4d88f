import { lockedFor } from './lockout.ts'

/** Failures that an address may have at once; it regains one per interval. */
const BURST = 30
const REGAIN_MS = 2_000
const MOST_ADDRESSES = 10_000

/** Slows down those who guess at many users from one address. Generous, because many people can share an address. */
export interface SourceLimit {
  /** @throws `too_many_attempts` */
  check(address: string | undefined): void
  countFailure(address: string | undefined): void
}

interface Bucket {
  readonly failures: number
  readonly atMs: number
}

/** In memory, per node, and never for more than so many addresses: the longest untouched is forgotten first. */
export function createSourceLimit(clock: () => number): SourceLimit {
  const buckets = new Map<string, Bucket>()

  function failuresNow(address: string): number {
    const bucket = buckets.get(address)
    return bucket === undefined ? 0 : Math.max(0, bucket.failures - (clock() - bucket.atMs) / REGAIN_MS)
  }

  return {
    check(address) {
      if (address === undefined) return
      const excess = failuresNow(address) - BURST
      if (excess >= 0) throw lockedFor((excess + 1) * REGAIN_MS)
    },
    countFailure(address) {
      if (address === undefined) return
      const failures = failuresNow(address) + 1
      buckets.delete(address)
      buckets.set(address, { failures, atMs: clock() })
      if (buckets.size > MOST_ADDRESSES) {
        for (const oldest of buckets.keys()) {
          buckets.delete(oldest)
          break
        }
      }
    },
  }
}
