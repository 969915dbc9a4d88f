import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Context, isAdmin } from '#lib/domain/context.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { DeletedImage, TrashRecords } from '#lib/domain/trash.ts'
import type { Database } from './database.ts'
import { fromRow, type ImageRow, wholeImage } from './images/image-rows.ts'
import type { DeletedImageTable } from './tables/trash.ts'

type DeletedRow = ImageRow & Pick<DeletedImageTable, 'deleted_at_ms' | 'status_before'>

/** Which images wait for their deletion, and since when. */
export function createTrashRecords({ kysely: db, dialect }: Database): TrashRecords {
  async function find(ctx: Context, more: RawBuilder<unknown>): Promise<readonly DeletedImage[]> {
    const { rows } = await sql<DeletedRow>`
      select ${wholeImage(dialect)}, deleted_at_ms, status_before
      from images join deleted_images on deleted_images.image_id = images.id
      where images.status = 'pending_delete' and ${belongsTo(ctx)} ${more}`.execute(db)
    return rows.map((row) => ({
      image: fromRow(row),
      deletedAtMs: row.deleted_at_ms,
      statusBefore: row.status_before,
    }))
  }
  return {
    async note({ id, status }, deletedAtMs) {
      const times = {
        deleted_at_ms: deletedAtMs,
        status_before: status === 'deactivated' ? ('deactivated' as const) : ('active' as const),
      }
      await db
        .insertInto('deleted_images')
        .values({ image_id: id, ...times })
        .onConflict((again) => again.column('image_id').doUpdateSet(times))
        .execute()
    },
    list: (ctx, { limit }) => find(ctx, sql`order by deleted_at_ms desc, images.id limit ${limit}`),
    async get(ctx, imageId) {
      const [found] = await find(ctx, sql`and images.id = ${imageId}`)
      if (found === undefined) throw notFound('deleted image', imageId)
      return found
    },
    async listDeletedBefore(beforeMs, limit) {
      const rows = await db
        .selectFrom('deleted_images')
        .innerJoin('images', 'images.id', 'deleted_images.image_id')
        .select('images.id')
        .where('images.status', '=', 'pending_delete')
        .where('deleted_at_ms', '<', beforeMs)
        .orderBy('deleted_at_ms')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },
  }
}

/** Nobody's project has no images: an absent owner equals nothing. */
function belongsTo(ctx: Context): RawBuilder<SqlBool> {
  return isAdmin(ctx) ? sql`1 = 1` : sql`images.owner = ${ctx.projectId}`
}
