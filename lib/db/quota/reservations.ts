import type { Kysely, Transaction } from 'kysely'
import { DomainError } from '#lib/domain/errors.ts'
import type { ProjectLimits } from '#lib/domain/limits.ts'
import type {
  ChargedRequest,
  Cover,
  ReservationKey,
  ReservationKind,
  ReservationRecords,
} from '#lib/domain/reservations.ts'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import { assertAdmitted, usageOf } from './usage.ts'

/** Each transaction begins with the project's counters, so that two of them never wait for each other. */
export function createReservationRecords({ kysely }: Database): ReservationRecords {
  return {
    reserve: (request, limits) =>
      kysely.transaction().execute(async (transaction) => {
        await lockUsage(transaction, request.projectId)
        await reserveIn(transaction, request, limits)
      }),
    async find(key) {
      const row = await findReservation(kysely, key)
      return row === undefined ? null : { projectId: row.project_id, coveredBytes: row.bytes / row.copies }
    },
    cover: (key, { projectId, limits }, cover) =>
      kysely.transaction().execute(async (transaction) => {
        await lockUsage(transaction, projectId)
        return coverIn(transaction, key, limits, cover)
      }),
    async release(key) {
      await reservation(kysely.deleteFrom('quota_reservations'), key).execute()
    },
  }
}

/** Within a transaction that has written the image, or locked the project's counters, before. @throws `over_limit` */
export async function reserveIn(
  transaction: Transaction<Schema>,
  request: ChargedRequest,
  limits: ProjectLimits,
): Promise<void> {
  const { projectId, kind, holder, copies, countsAsUpload = false } = request
  // A byte for an unknown length, so that it begins only where there is any room.
  const row = {
    project_id: projectId,
    bytes: (request.bytes ?? 1) * copies,
    copies,
    uploads: Number(countsAsUpload),
  }
  await transaction
    .insertInto('quota_reservations')
    .values({ holder_kind: holder.kind, holder_id: holder.id, kind, ...row })
    .onConflict((again) => again.columns(['holder_kind', 'holder_id', 'kind']).doUpdateSet(row))
    .execute()
  await assertAdmitted(transaction, {
    projectId,
    limits,
    growth: {
      [SIZE_OF[kind]]: { used: 0, reserved: row.bytes },
      image_count_uploading: { used: 1 - row.uploads, reserved: row.uploads },
    },
  })
}

const SIZE_OF = { store: 'image_size_total', stage: 'image_stage_total' } as const satisfies Record<
  ReservationKind,
  string
>

async function coverIn(
  transaction: Transaction<Schema>,
  key: ReservationKey,
  limits: ProjectLimits,
  { needed, wanted }: Cover,
): Promise<number> {
  const found = await findReservation(transaction, key)
  if (found === undefined) throw new DomainError('gone', `The ${key.holder.kind} ${key.holder.id} is over.`)
  const { bytes, copies, project_id: projectId } = found
  if (bytes >= needed * copies) return bytes / copies
  const resource = SIZE_OF[key.kind]
  const limit = limits[resource]
  const { used, reserved } = (await usageOf(transaction, projectId))[resource]
  const room = limit === null ? Number.POSITIVE_INFINITY : limit - (used + reserved - bytes)
  const covered = Math.max(needed, Math.min(wanted, Math.floor(room / copies)))
  await reservation(transaction.updateTable('quota_reservations'), key)
    .set({ bytes: covered * copies })
    .execute()
  const growth = { [resource]: { used: 0, reserved: covered * copies } }
  await assertAdmitted(transaction, { projectId, limits, growth })
  return covered
}

function findReservation(db: Kysely<Schema>, key: ReservationKey) {
  return reservation(db.selectFrom('quota_reservations').selectAll(), key).executeTakeFirst()
}

type ReservationQuery<Query> = {
  where(column: 'holder_kind' | 'holder_id' | 'kind', is: '=', value: string): Query
}

function reservation<Query extends ReservationQuery<Query>>(
  query: Query,
  { holder, kind }: ReservationKey,
): Query {
  return query
    .where('holder_kind', '=', holder.kind)
    .where('holder_id', '=', holder.id)
    .where('kind', '=', kind)
}

/** Takes the project's counters for this transaction: whoever changes them waits. */
export async function lockUsage(transaction: Kysely<Schema>, projectId: string): Promise<void> {
  await transaction
    .insertInto('quota_usage')
    .values({ ...NOTHING, project_id: projectId })
    .onConflict((again) =>
      again.column('project_id').doUpdateSet((now) => ({ images: now.ref('quota_usage.images') })),
    )
    .execute()
}

const NOTHING = {
  ...{ images: 0, uploads: 0, stored_bytes: 0, staged_bytes: 0 },
  ...{ reserved_store_bytes: 0, reserved_stage_bytes: 0, reserved_uploads: 0 },
}
