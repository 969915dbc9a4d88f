import type { Database } from '../db/database.ts'
import {
  addFailedAttempt,
  deleteFailedAttemptsBefore,
  findFailedAttempts,
  forgetFailedAttempts,
  lockSubject,
} from '../db/identity-failed-attempts.ts'
import { DomainError } from '../domain/errors.ts'

/** Mistakes that cost nothing. */
const FREE_FAILURES = 4
const FIRST_LOCK_MS = 2_000
const LONGEST_LOCK_MS = 15 * 60_000
/** After this long without a failure the count begins anew. */
const FORGET_AFTER_MS = 24 * 3600_000

/** Slows down guessing: after a few failures a subject is locked, each time twice as long. */
export interface Lockout {
  /**
   * Runs the attempt and counts it when it gives `undefined`. Attempts on one subject run one after the other, so that
   * many at once cannot slip through before the first is counted.
   * @throws `too_many_attempts` without running it, while the subject is locked
   */
  guard<T>(subject: string, attempt: () => Promise<T | undefined>): Promise<T | undefined>
  /** Forgets those who have not failed for a day. */
  purge(): Promise<void>
}

/** How long the lock after so many failures lasts, in milliseconds. */
export function lockAfter(failures: number): number {
  if (failures <= FREE_FAILURES) return 0
  return Math.min(FIRST_LOCK_MS * 2 ** (failures - FREE_FAILURES - 1), LONGEST_LOCK_MS)
}

/** The subject of attempts on a user's password. */
export function userSubject(userId: string): string {
  return `user:${userId}`
}

/** The state is in the database: it holds on every node and survives a restart. */
export function createLockout(database: Database, clock: () => number): Lockout {
  const db = database.kysely
  const queues = new Map<string, Promise<unknown>>()

  async function attemptOnce<T>(
    subject: string,
    attempt: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const before = await findFailedAttempts(db, subject)
    if (before !== undefined && before.locked_until > clock()) throw lockedFor(before.locked_until - clock())
    const result = await attempt()
    if (result !== undefined) {
      if (before !== undefined) await forgetFailedAttempts(db, subject)
      return result
    }
    const lockMs = lockAfter(await addFailedAttempt(db, subject, clock()))
    if (lockMs > 0) await lockSubject(db, subject, clock() + lockMs)
    return undefined
  }

  return {
    guard(subject, attempt) {
      const turn = (queues.get(subject) ?? Promise.resolve()).then(
        () => attemptOnce(subject, attempt),
        () => attemptOnce(subject, attempt),
      )
      queues.set(subject, turn)
      return turn.finally(() => {
        if (queues.get(subject) === turn) queues.delete(subject)
      })
    },
    purge: () => deleteFailedAttemptsBefore(db, clock() - FORGET_AFTER_MS),
  }
}

/** @returns the error for a door that is locked for so long. */
export function lockedFor(remainingMs: number): DomainError {
  const retryAfterSeconds = Math.max(1, Math.ceil(remainingMs / 1000))
  return new DomainError(
    'too_many_attempts',
    `Too many failed attempts to sign in. Try again in ${retryAfterSeconds} ${retryAfterSeconds === 1 ? 'second' : 'seconds'}.`,
    { retryAfterSeconds },
  )
}
