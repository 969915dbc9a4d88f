import { sql } from 'kysely'
import { isDomainError } from '#lib/domain/errors.ts'
import type { SharingDebts } from '#lib/domain/sharing-debts.ts'
import type { Database } from '../database.ts'
import { fromMemberRow, MEMBER_COLUMNS } from '../images/image-members.ts'
import { readImage } from '../images/image-rows.ts'

export function createSharingDebts({ kysely: db, dialect }: Database): SharingDebts {
  return {
    async note(imageIds, storeIds, nowMs) {
      if (imageIds.length === 0 || storeIds.length === 0) return
      await sql`
        insert into sharing_debts (image_id, changes, attempts, due_at_ms)
        select distinct image_id, 1, 0, cast(${nowMs} as bigint) from image_locations
        where image_id in (${sql.join(imageIds)}) and store_id in (${sql.join(storeIds)})
        on conflict (image_id) do update set changes = sharing_debts.changes + 1`.execute(db)
    },
    async take(nowMs, untilMs) {
      const found = await db
        .selectFrom('sharing_debts')
        .selectAll()
        .where('due_at_ms', '<=', nowMs)
        .orderBy('due_at_ms')
        .orderBy('image_id')
        .limit(1)
        .executeTakeFirst()
      if (found === undefined) return null
      const { numUpdatedRows } = await db
        .updateTable('sharing_debts')
        .set({ due_at_ms: untilMs })
        .where('image_id', '=', found.image_id)
        .where('due_at_ms', '=', found.due_at_ms)
        // What has changed since is not what is struck out in the end.
        .where('changes', '=', found.changes)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return null
      return { imageId: found.image_id, changes: found.changes, attempts: found.attempts }
    },
    async read(imageId) {
      try {
        // The members first: who is added in between comes with a change of its own.
        const rows = await db
          .selectFrom('image_members')
          .select(MEMBER_COLUMNS)
          .where('image_id', '=', imageId)
          .orderBy('created_at_ms')
          .orderBy('member_id')
          .execute()
        return { image: await readImage(db, dialect, imageId), members: rows.map(fromMemberRow) }
      } catch (error) {
        if (isDomainError(error, 'not_found')) return null
        throw error
      }
    },
    async settle({ imageId, changes }, nowMs) {
      const { numDeletedRows } = await db
        .deleteFrom('sharing_debts')
        .where('image_id', '=', imageId)
        .where('changes', '=', changes)
        .executeTakeFirst()
      if (numDeletedRows > 0n) return
      const again = { attempts: 0, due_at_ms: nowMs }
      await db.updateTable('sharing_debts').set(again).where('image_id', '=', imageId).execute()
    },
    async postpone({ imageId, attempts }, untilMs) {
      const later = { attempts: attempts + 1, due_at_ms: untilMs }
      await db.updateTable('sharing_debts').set(later).where('image_id', '=', imageId).execute()
    },
  }
}
