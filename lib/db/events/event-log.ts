import type { Kysely } from 'kysely'
import type { EventType } from '#lib/domain/events.ts'
import type { EventFilter, EventLog } from '#lib/domain/recorded-events.ts'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import { fromEventRow } from './event-rows.ts'

export function createEventLog({ kysely }: Database): EventLog {
  return {
    async list(filter, limit) {
      const rows = await newest(kysely, filter, limit).execute()
      return rows.map(fromEventRow)
    },
    async after(position, limit) {
      const rows = await kysely
        .selectFrom('events')
        .selectAll()
        .where('id', '>', position)
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(fromEventRow)
    },
    async last() {
      const row = await kysely
        .selectFrom('events')
        .select('id')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.id ?? 0
    },
    async removeOlderThan(recordedBeforeMs, limit) {
      const { numDeletedRows } = await kysely
        .deleteFrom('events')
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('events')
            .select('id')
            .where('recorded_at_ms', '<', recordedBeforeMs)
            .orderBy('recorded_at_ms')
            .limit(limit),
        )
        .executeTakeFirst()
      // A delivery of what is gone would wait for ever, and hold up its line.
      await kysely
        .deleteFrom('webhook_deliveries')
        .where('event_id', '<', (eb) => eb.selectFrom('events').select((min) => min.fn.min('id').as('first')))
        .execute()
      return Number(numDeletedRows)
    },
  }
}

/** Exported for the test of how it is read. The newest of each type lie at an end of the index; the newest of these are the answer. */
export function newest(db: Kysely<Schema>, { types, ...filter }: EventFilter, limit: number) {
  const newestOf = (type?: EventType) => filtered(db, filter, type).orderBy('id', 'desc').limit(limit)
  const [first, ...others] = types ?? []
  if (first === undefined) return newestOf()
  if (others.length === 0) return newestOf(first)
  const each = (type: EventType) => db.selectFrom(newestOf(type).as('of_type')).selectAll()
  const all = others.reduce((union, type) => union.unionAll(each(type)), each(first))
  return db.selectFrom(all.as('of_types')).selectAll().orderBy('id', 'desc').limit(limit)
}

function filtered(db: Kysely<Schema>, filter: Omit<EventFilter, 'types'>, type: EventType | undefined) {
  const { imageId, userId, projectId, owner, sinceMs, untilMs, olderThan } = filter
  let question = db.selectFrom('events').selectAll()
  if (type !== undefined) question = question.where('type', '=', type)
  if (imageId !== undefined) question = question.where('image_id', '=', imageId)
  if (userId !== undefined) question = question.where('user_id', '=', userId)
  if (projectId !== undefined) question = question.where('project_id', '=', projectId)
  if (owner !== undefined) question = question.where('owner', '=', owner)
  if (sinceMs !== undefined) question = question.where('recorded_at_ms', '>=', sinceMs)
  if (untilMs !== undefined) question = question.where('recorded_at_ms', '<', untilMs)
  if (olderThan !== undefined) question = question.where('id', '<', olderThan)
  return question
}
