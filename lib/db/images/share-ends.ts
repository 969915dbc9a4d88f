import { notFound } from '#lib/domain/errors.ts'
import { actorOf } from '#lib/domain/events.ts'
import { eventsOfMember } from '#lib/domain/image-events.ts'
import type { ShareEnds } from '#lib/domain/shares.ts'
import type { Database } from '../database.ts'
import { createTransact } from '../events/transact.ts'
import { fromMemberRow, MEMBER_COLUMNS } from './image-members.ts'
import { readImage } from './image-rows.ts'

export function createShareEnds(database: Database): ShareEnds {
  const transact = createTransact(database)
  return {
    set: (ctx, image, memberId, endsAtMs) =>
      transact(async (transaction, tell) => {
        const row = await transaction
          .updateTable('image_members')
          .set({ ends_at_ms: endsAtMs })
          .where('image_id', '=', image.id)
          .where('member_id', '=', memberId)
          .returning(MEMBER_COLUMNS)
          .executeTakeFirstOrThrow(() => notFound('member', memberId))
        const member = fromMemberRow(row)
        tell(actorOf(ctx), [{ type: 'image.member.update', image, member }])
        return member
      }),

    async endDue(ctx, nowMs, limit) {
      const due = await database.kysely
        .selectFrom('image_members')
        .select(['image_id', 'member_id'])
        .where('ends_at_ms', '<=', nowMs)
        .orderBy('ends_at_ms')
        .limit(limit)
        .execute()
      for (const { image_id: imageId, member_id: memberId } of due) {
        await transact(async (transaction, tell) => {
          const row = await transaction
            .deleteFrom('image_members')
            .where('image_id', '=', imageId)
            .where('member_id', '=', memberId)
            // Somebody may have put it off meanwhile.
            .where('ends_at_ms', '<=', nowMs)
            .returning(MEMBER_COLUMNS)
            .executeTakeFirst()
          if (row === undefined) return
          const image = await readImage(transaction, database.dialect, imageId)
          tell(actorOf(ctx), eventsOfMember('image.member.delete', image, fromMemberRow(row)))
        })
      }
      return due.length
    },
  }
}
