import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import type { FailedAttemptRow } from './tables/identity.ts'

export function findFailedAttempts(
  db: Kysely<Schema>,
  subject: string,
): Promise<FailedAttemptRow | undefined> {
  return db
    .selectFrom('identity_failed_attempts')
    .selectAll()
    .where('subject', '=', subject)
    .executeTakeFirst()
}

/** Counts one more. @returns how many there are now. */
export async function addFailedAttempt(db: Kysely<Schema>, subject: string, nowMs: number): Promise<number> {
  const row = await db
    .insertInto('identity_failed_attempts')
    .values({ subject, failures: 1, last_failed_at: nowMs, locked_until: 0 })
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet((now) => ({
        failures: now('identity_failed_attempts.failures', '+', 1),
        last_failed_at: nowMs,
      })),
    )
    .returning('failures')
    .executeTakeFirstOrThrow()
  return row.failures
}

export async function lockSubject(db: Kysely<Schema>, subject: string, untilMs: number): Promise<void> {
  await db
    .updateTable('identity_failed_attempts')
    .set({ locked_until: untilMs })
    .where('subject', '=', subject)
    .execute()
}

export async function forgetFailedAttempts(db: Kysely<Schema>, subject: string): Promise<void> {
  await db.deleteFrom('identity_failed_attempts').where('subject', '=', subject).execute()
}

/** Those who have not failed since. */
export async function deleteFailedAttemptsBefore(db: Kysely<Schema>, beforeMs: number): Promise<void> {
  await db.deleteFrom('identity_failed_attempts').where('last_failed_at', '<', beforeMs).execute()
}
