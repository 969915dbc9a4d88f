import { type Expression, type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import { type Context, isAdmin } from '#lib/domain/context.ts'
import { conflict, notFound } from '#lib/domain/errors.ts'
import { actorOf } from '#lib/domain/events.ts'
import type { Image, ImageMember } from '#lib/domain/image.ts'
import { eventsOfMember } from '#lib/domain/image-events.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import type { Database } from '../database.ts'
import { type DialectName, isUniqueViolation, lockingRead } from '../dialects.ts'
import { createTransact } from '../events/transact.ts'
import type { Schema } from '../schema.ts'
import { type ImageMemberTable, SHELF } from '../tables/images.ts'

type ImageMembers = Pick<
  ImageRecords,
  'listMembers' | 'getMember' | 'addMember' | 'setMemberStatus' | 'removeMember'
>

export function createImageMembers(database: Database, clock: () => number): ImageMembers {
  const { kysely } = database

  /** The rows the caller may see: all for the owner and administrators, a member's own otherwise. */
  function visibleMembers(ctx: Context, image: Image) {
    const isOwner = ctx.projectId !== null && ctx.projectId === image.owner
    return kysely
      .selectFrom('image_members')
      .select(MEMBER_COLUMNS)
      .where('image_id', '=', image.id)
      .$if(!isAdmin(ctx) && !isOwner, (query) => query.where('member_id', '=', ctx.projectId ?? ''))
  }

  async function getMember(ctx: Context, image: Image, memberId: string): Promise<ImageMember> {
    const row = await visibleMembers(ctx, image)
      .where('member_id', '=', memberId)
      .executeTakeFirstOrThrow(() => notFound('member', memberId))
    return fromMemberRow(row)
  }

  return {
    async listMembers(ctx, image) {
      const rows = await visibleMembers(ctx, image).orderBy('created_at_ms').orderBy('member_id').execute()
      return rows.map(fromMemberRow)
    },

    getMember,

    ...createMemberWrites(database, clock),
  }
}

function createMemberWrites(
  database: Database,
  clock: () => number,
): Pick<ImageMembers, 'addMember' | 'setMemberStatus' | 'removeMember'> {
  const transact = createTransact(database)
  return {
    async addMember(ctx, image, memberId) {
      const now = clock()
      const member = {
        imageId: image.id,
        memberId,
        status: 'pending',
        createdAtMs: now,
        updatedAtMs: now,
        endsAtMs: null,
      } as const
      try {
        await transact(async (transaction, tell) => {
          await insertMember(transaction, database.dialect, member)
          tell(actorOf(ctx), eventsOfMember('image.member.create', image, member))
        })
      } catch (error) {
        throw isUniqueViolation(error)
          ? conflict(`Project ${memberId} is a member of image ${image.id} already.`)
          : error
      }
      return member
    },

    async setMemberStatus(ctx, image, memberId, status) {
      return transact(async (transaction, tell) => {
        const row = await transaction
          .updateTable('image_members')
          .set({ status, updated_at_ms: clock() })
          .where('image_id', '=', image.id)
          .where('member_id', '=', memberId)
          .returning(MEMBER_COLUMNS)
          .executeTakeFirstOrThrow(() => notFound('member', memberId))
        const member = fromMemberRow(row)
        tell(actorOf(ctx), eventsOfMember('image.member.update', image, member))
        return member
      })
    },

    async removeMember(ctx, image, memberId) {
      await transact(async (transaction, tell) => {
        const row = await transaction
          .deleteFrom('image_members')
          .where('image_id', '=', image.id)
          .where('member_id', '=', memberId)
          .returning(MEMBER_COLUMNS)
          .executeTakeFirstOrThrow(() => notFound('member', memberId))
        tell(actorOf(ctx), eventsOfMember('image.member.delete', image, fromMemberRow(row)))
      })
    },
  }
}

/** Its copies come from the image's row, which stays as it is until the transaction is over. @throws `not_found` */
export async function insertMember(
  db: Kysely<Schema>,
  dialect: DialectName,
  { imageId, memberId, status, createdAtMs, updatedAtMs, endsAtMs }: ImageMember,
): Promise<void> {
  const copies = Object.entries(copiesFor(sql`${memberId}`))
  const { numAffectedRows } = await sql`insert into image_members
    (image_id, member_id, status, created_at_ms, updated_at_ms, ends_at_ms, ${sql.join(copies.map(([column]) => sql.ref(column)))})
    select id, ${memberId}, ${status}, ${createdAtMs}, ${updatedAtMs}, cast(${endsAtMs} as bigint), ${sql.join(copies.map(([, copy]) => copy))}
    from images where id = ${imageId} ${lockingRead(dialect)}`.execute(db)
  if (numAffectedRows === 0n) throw notFound('image', imageId)
}

export const MEMBER_COLUMNS = [
  ...(['image_id', 'member_id', 'status', 'created_at_ms', 'updated_at_ms', 'ends_at_ms'] as const),
] as const

export function fromMemberRow(
  row: Pick<Selectable<ImageMemberTable>, (typeof MEMBER_COLUMNS)[number]>,
): ImageMember {
  return {
    imageId: row.image_id,
    memberId: row.member_id,
    status: row.status,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    endsAtMs: row.ends_at_ms,
  }
}

type CopyColumn = Extract<keyof ImageMemberTable, `image_${string}`>

/** What a member's row copies from `images`, so that a list of shared images has an index to read from. */
function copiesFor(
  memberId: Expression<unknown>,
): Record<Exclude<CopyColumn, 'image_id'>, RawBuilder<unknown>> {
  return {
    image_shelf: sql`case when images.visibility = 'shared' and (images.owner is null or images.owner <> ${memberId})
      then images.shelf else ${sql.lit(SHELF.never)} end`,
    image_name: sql`images.sort_name`,
    image_status: sql`images.status`,
    image_container_format: sql`images.sort_container_format`,
    image_disk_format: sql`images.sort_disk_format`,
    image_size: sql`images.sort_size`,
    image_created_at_ms: sql`images.created_at_ms`,
    image_updated_at_ms: sql`images.updated_at_ms`,
  }
}

/** After a change to the image's row, in the same transaction. */
export async function renewMemberCopies(db: Kysely<Schema>, imageId: string): Promise<void> {
  const copies = Object.entries(copiesFor(sql.ref('image_members.member_id')))
  const assignments = copies.map(
    ([column, copy]) =>
      sql`${sql.ref(column)} = (select ${copy} from images where images.id = image_members.image_id)`,
  )
  await sql`update image_members set ${sql.join(assignments)} where image_id = ${imageId}`.execute(db)
}
