import type { SinkCursors } from '#lib/domain/event-sinks.ts'
import type { Database } from '../database.ts'

export function createSinkCursors({ kysely }: Database): SinkCursors {
  async function position(sink: string): Promise<number> {
    const row = await kysely
      .selectFrom('event_sinks')
      .select('position')
      .where('name', '=', sink)
      .executeTakeFirst()
    return row?.position ?? create(sink)
  }
  /** Two nodes may do it at once: the first one's word holds. */
  async function create(sink: string): Promise<number> {
    await kysely
      .insertInto('event_sinks')
      .values((eb) => ({
        name: sink,
        position: eb
          .selectFrom('events')
          .select((max) => max.fn.coalesce(max.fn.max('id'), max.lit(0)).as('last')),
        lease_owner: null,
        lease_until_ms: 0,
      }))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return position(sink)
  }

  return {
    position,
    async acquire(sink, { owner, untilMs }, nowMs) {
      const row = await kysely
        .updateTable('event_sinks')
        .set({ lease_owner: owner, lease_until_ms: untilMs })
        .where('name', '=', sink)
        .where((eb) =>
          eb.or([
            eb('lease_owner', 'is', null),
            eb('lease_owner', '=', owner),
            eb('lease_until_ms', '<', nowMs),
          ]),
        )
        .returning('position')
        .executeTakeFirst()
      return row?.position ?? null
    },
    async advance(sink, { owner, untilMs }, reached) {
      const { numUpdatedRows } = await kysely
        .updateTable('event_sinks')
        .set({ position: reached, lease_until_ms: untilMs })
        .where('name', '=', sink)
        .where('lease_owner', '=', owner)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async release(sink, owner) {
      await kysely
        .updateTable('event_sinks')
        .set({ lease_owner: null, lease_until_ms: 0 })
        .where('name', '=', sink)
        .where('lease_owner', '=', owner)
        .execute()
    },
  }
}
