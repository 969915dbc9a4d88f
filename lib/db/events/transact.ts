import { type Kysely, sql, type Transaction } from 'kysely'
import type { EventActor, EventDraft, EventRecorder, Tell } from '#lib/domain/events.ts'
import type { Database } from '../database.ts'
import { oneAtATime } from '../dialects.ts'
import type { Schema } from '../schema.ts'
import { type EventRow, toEventRow } from './event-rows.ts'

/** Any number that nobody else locks. */
const EVENT_GATE = 7_411_005

export type Transact = <T>(work: (transaction: Transaction<Schema>, tell: Tell) => Promise<T>) => Promise<T>

export function createTransact(database: Database): Transact {
  return (work) => transact(database, work)
}

/**
 * Runs the work in one transaction. What it tells is written with it, last of all, so that a change that fails has told
 * nothing; whoever waits for events hears of them when they are committed.
 */
async function transact<T>(
  database: Database,
  work: (transaction: Transaction<Schema>, tell: Tell) => Promise<T>,
): Promise<T> {
  const told: (readonly [EventActor, EventDraft])[] = []
  const result = await database.kysely.transaction().execute(async (transaction) => {
    const answer = await work(transaction, (actor, events) => {
      for (const event of events) told.push([actor, event])
    })
    if (told.length > 0) {
      const nowMs = Date.now()
      await oneAtATime(transaction, database.dialect, EVENT_GATE)
      await insertEvents(
        transaction,
        told.map(([actor, event]) => toEventRow(event, actor, nowMs)),
      )
    }
    return answer
  })
  if (told.length > 0) database.recorded.announce()
  return result
}

/** For what changes no row of its own. */
export function createEventRecorder(database: Database): EventRecorder {
  return { record: (actor, events) => transact(database, async (_, tell) => tell(actor, events)) }
}

/** One by one: most transactions tell one or two, and a statement whose text is always the same is prepared once. */
async function insertEvents(db: Kysely<Schema>, rows: readonly EventRow[]): Promise<void> {
  for (const row of rows) {
    const columns = sql.join(Object.keys(row).map((column) => sql.ref(column)))
    await sql`insert into events (${columns}) values (${sql.join(Object.values(row))})`.execute(db)
  }
}
