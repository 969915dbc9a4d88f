import type { Kysely, Transaction } from 'kysely'
import { conflict } from '#lib/domain/errors.ts'
import type { EventActor, Tell } from '#lib/domain/events.ts'
import { TASK_LIFE_MS, type Task, type TaskProgress } from '#lib/domain/task.ts'
import type { ImageStep, TaskOutcome, TaskPause, TaskRecord, TaskRecords } from '#lib/domain/task-records.ts'
import type { Lease } from '#lib/domain/upload-records.ts'
import type { Database } from '../database.ts'
import { createTransact } from '../events/transact.ts'
import { saveImage } from '../images/image-writes.ts'
import type { Schema } from '../schema.ts'
import { listTasks } from './task-list.ts'
import { factsOf, fromTaskRow, newFactsOf, toTaskRow, workerOf } from './task-rows.ts'

const UNFINISHED = ['pending', 'processing'] as const
/** At once: each is told. */
const MOST_FORGOTTEN = 1000
const NOBODY: EventActor = { userId: null, projectId: null, requestId: null, address: null }

/** Tasks in the database. */
export function createTaskRecords(database: Database): TaskRecords {
  const db = database.kysely
  const transact = createTransact(database)
  // Images before tasks, as everywhere.
  const step = (transaction: Transaction<Schema>, tell: Tell, { ctx, change }: ImageStep, nowMs: number) =>
    saveImage({ transaction, tell, dialect: database.dialect }, ctx, change, nowMs)
  return {
    add: (task, image) =>
      transact(async (trx, tell) => {
        if (image !== undefined) await step(trx, tell, image, task.createdAtMs)
        const question = trx.insertInto('tasks').values(toTaskRow(task)).returningAll()
        tell(workerOf(task), [{ type: 'task.create', task: newFactsOf(task) }])
        return fromTaskRow(await question.executeTakeFirstOrThrow())
      }),
    find: (taskId) => findTask(db, taskId),
    list: (query) => listTasks(db, query),
    async listUnfinished() {
      const question = db.selectFrom('tasks').selectAll().where('status', 'in', UNFINISHED)
      const rows = await question.orderBy('created_at_ms').orderBy('id').execute()
      return rows.map(fromTaskRow)
    },
    lease: (taskId, lease, terms) =>
      transact(async (trx, tell) => {
        const begun = await takeLease(trx, taskId, { ...terms, lease, status: 'pending' })
        if (begun === null) return takeLease(trx, taskId, { ...terms, lease, status: 'processing' })
        const facts = factsOf(begun)
        tell(workerOf(begun), [
          { type: 'task.run', task: { ...facts, status: 'pending' } },
          { type: 'task.processing', task: facts },
        ])
        return begun
      }),
    renew: (taskId, lease, news) => renew(db, taskId, lease, news),
    async saveState(taskId, owner, state) {
      const { numUpdatedRows } = await heldBy(db, taskId, owner)
        .set({ state: JSON.stringify(state) })
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw leaseIsLost(taskId)
    },
    pause: (taskId, owner, pause) => pauseTask(db, taskId, owner, pause),
    async release(taskId, owner) {
      await heldBy(db, taskId, owner)
        .set((eb) => ({ lease_owner: null, lease_until_ms: 0, attempts: eb('attempts', '-', 1) }))
        .execute()
    },
    end: (taskId, owner, outcome, { nowMs, image }) =>
      transact(async (trx, tell) => {
        if (image !== undefined) await step(trx, tell, image, nowMs)
        const ended = await endTask(trx, taskId, owner, { ...outcome, nowMs })
        tell(workerOf(ended), [{ type: `task.${outcome.status}`, task: factsOf(ended) }])
      }),
    async requestCancel(taskId, nowMs) {
      const { numUpdatedRows } = await db
        .updateTable('tasks')
        .set({ cancel_requested_at_ms: nowMs })
        .where('id', '=', taskId)
        .where('status', 'in', UNFINISHED)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    forgetExpired: (nowMs) =>
      transact(async (trx, tell) => {
        const expired = trx.selectFrom('tasks').select('id').where('expires_at_ms', '<', nowMs)
        const forgotten = trx.deleteFrom('tasks').where('id', 'in', expired.limit(MOST_FORGOTTEN))
        for (const task of (await forgotten.returningAll().execute()).map(fromTaskRow))
          tell(NOBODY, [{ type: 'task.delete', task: factsOf(task) }])
      }),
  }
}

/** Ends a task; also as the last step of a longer transaction. @throws `conflict` when the lease is lost */
export async function endTask(
  db: Kysely<Schema>,
  taskId: string,
  owner: string,
  outcome: TaskOutcome & { readonly nowMs: number },
): Promise<Task> {
  const { status, result, message, nowMs } = outcome
  const row = await heldBy(db, taskId, owner)
    .set({ status, message, result: result === null ? null : JSON.stringify(result) })
    .set({ updated_at_ms: nowMs, expires_at_ms: nowMs + TASK_LIFE_MS, lease_owner: null, lease_until_ms: 0 })
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw leaseIsLost(taskId)
  return fromTaskRow(row)
}

/** Locks the row as well: what follows in the transaction is the holder's work. @throws `conflict` */
export async function assertHeld(db: Kysely<Schema>, taskId: string, owner: string): Promise<void> {
  const { numUpdatedRows } = await heldBy(db, taskId, owner).set({ lease_owner: owner }).executeTakeFirst()
  if (numUpdatedRows === 0n) throw leaseIsLost(taskId)
}

function heldBy(db: Kysely<Schema>, taskId: string, owner: string) {
  return db
    .updateTable('tasks')
    .where('id', '=', taskId)
    .where('lease_owner', '=', owner)
    .where('status', '=', 'processing')
}

async function pauseTask(
  db: Kysely<Schema>,
  taskId: string,
  owner: string,
  { untilMs, message, state, nowMs }: TaskPause & { readonly nowMs: number },
): Promise<void> {
  const { numUpdatedRows } = await heldBy(db, taskId, owner)
    .set((eb) => ({ lease_owner: null, lease_until_ms: 0, attempts: eb('attempts', '-', 1) }))
    .set({ wait_until_ms: untilMs, updated_at_ms: nowMs, state: JSON.stringify(state) })
    .set({ message, step: 'waiting', bytes_per_second: null })
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw leaseIsLost(taskId)
}

async function findTask(db: Kysely<Schema>, taskId: string): Promise<TaskRecord | null> {
  const row = await db.selectFrom('tasks').selectAll().where('id', '=', taskId).executeTakeFirst()
  return row === undefined ? null : fromTaskRow(row)
}

interface LeaseTerms {
  readonly lease: Lease
  readonly status: (typeof UNFINISHED)[number]
  readonly nowMs: number
  readonly lapsedOwner?: string
}

async function takeLease(
  db: Kysely<Schema>,
  taskId: string,
  { lease, status, ...terms }: LeaseTerms,
): Promise<TaskRecord | null> {
  const row = await db
    .updateTable('tasks')
    .set((eb) => ({
      ...{ status: 'processing' as const, lease_owner: lease.owner, lease_until_ms: lease.untilMs },
      ...{ attempts: eb('attempts', '+', 1), updated_at_ms: terms.nowMs, wait_until_ms: null },
    }))
    .where('id', '=', taskId)
    .where('status', '=', status)
    .where((eb) =>
      eb.or([
        eb('lease_owner', 'is', null),
        eb('lease_until_ms', '<', terms.nowMs),
        ...(terms.lapsedOwner === undefined ? [] : [eb('lease_owner', '=', terms.lapsedOwner)]),
      ]),
    )
    .returningAll()
    .executeTakeFirst()
  return row === undefined ? null : fromTaskRow(row)
}

async function renew(
  db: Kysely<Schema>,
  taskId: string,
  lease: Lease,
  { nowMs, progress, message }: { nowMs: number; progress: TaskProgress | null; message: string },
): Promise<'held' | 'cancelled' | 'lost'> {
  const row = await heldBy(db, taskId, lease.owner)
    .set({ lease_until_ms: lease.untilMs, updated_at_ms: nowMs, message })
    .set({ step: progress?.step ?? null, done_bytes: progress?.doneBytes ?? 0 })
    .set({ total_bytes: progress?.totalBytes ?? null, bytes_per_second: progress?.bytesPerSecond ?? null })
    .set({ done_parts: progress?.parts == null ? null : JSON.stringify(progress.parts) })
    .returning('cancel_requested_at_ms')
    .executeTakeFirst()
  if (row === undefined) return 'lost'
  return row.cancel_requested_at_ms === null ? 'held' : 'cancelled'
}

function leaseIsLost(taskId: string) {
  return conflict(`Task ${taskId} was taken over by another worker, or has ended.`)
}
