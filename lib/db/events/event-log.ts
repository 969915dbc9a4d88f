import type { Kysely } from 'kysely'
import type { EventFilter, EventLog } from '#lib/domain/recorded-events.ts'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import { fromEventRow } from './event-rows.ts'

export function createEventLog({ kysely }: Database): EventLog {
  return {
    async list(filter, limit) {
      const rows = await filtered(kysely, filter).orderBy('id', 'desc').limit(limit).execute()
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

function filtered(db: Kysely<Schema>, filter: EventFilter) {
  const { imageId, userId, projectId, owner, types, sinceMs, untilMs, olderThan } = filter
  let question = db.selectFrom('events').selectAll()
  if (imageId !== undefined) question = question.where('image_id', '=', imageId)
  if (userId !== undefined) question = question.where('user_id', '=', userId)
  if (projectId !== undefined) question = question.where('project_id', '=', projectId)
  if (owner !== undefined) question = question.where('owner', '=', owner)
  if (types !== undefined) question = question.where('type', 'in', types)
  if (sinceMs !== undefined) question = question.where('recorded_at_ms', '>=', sinceMs)
  if (untilMs !== undefined) question = question.where('recorded_at_ms', '<', untilMs)
  if (olderThan !== undefined) question = question.where('id', '<', olderThan)
  return question
}
