import { sql } from 'kysely'
import { invalid } from '#lib/domain/errors.ts'
import type { MemberStatus } from '#lib/domain/image.ts'
import type { Share, ShareRecords } from '#lib/domain/shares.ts'
import type { Database } from '../database.ts'
import { SHELF } from '../tables/images.ts'

const SEEN = [SHELF.shown, SHELF.hidden]

/** Members' rows of one project, with what a person needs of each image to decide. */
export function createShareRecords({ kysely }: Database): ShareRecords {
  const sharesOf = (projectId: string) =>
    kysely
      .selectFrom('image_members')
      .innerJoin('images', 'images.id', 'image_members.image_id')
      .where('member_id', '=', projectId)
      .where('image_shelf', 'in', SEEN)

  async function markedTime(projectId: string, status: MemberStatus, marker: string): Promise<number> {
    const row = await sharesOf(projectId)
      .select('image_members.created_at_ms')
      .where('image_id', '=', marker)
      .where('image_members.status', '=', status)
      .executeTakeFirst()
    if (row === undefined) throw invalid(`The marker ${marker} is no share of this list.`, 'marker')
    return row.created_at_ms
  }

  return {
    async list(ctx, { status, limit, marker }) {
      if (ctx.projectId === null) return []
      let query = sharesOf(ctx.projectId)
        .select(COLUMNS)
        .where('image_members.status', '=', status)
        .orderBy('image_members.created_at_ms', 'desc')
        .orderBy('image_id', 'desc')
        .limit(limit)
      if (marker !== undefined) {
        const atMs = await markedTime(ctx.projectId, status, marker)
        query = query.where(sql<boolean>`(image_members.created_at_ms, image_id) < (${atMs}, ${marker})`)
      }
      return (await query.execute()).map(fromRow)
    },

    async count(ctx) {
      const counts = { pending: 0, accepted: 0, rejected: 0 }
      if (ctx.projectId === null) return counts
      const rows = await kysely
        .selectFrom('image_members')
        .select(['status', kysely.fn.countAll<number | string>().as('count')])
        .where('member_id', '=', ctx.projectId)
        .where('image_shelf', 'in', SEEN)
        .groupBy('status')
        .execute()
      for (const { status, count } of rows) counts[status] = Number(count)
      return counts
    },
  }
}

const COLUMNS = [
  'images.id',
  'images.name',
  'images.owner',
  'images.status as image_status',
  'images.disk_format',
  'images.container_format',
  'images.size_bytes',
  'images.is_hidden',
  'image_members.status',
  'image_members.created_at_ms',
  'image_members.updated_at_ms',
  'image_members.ends_at_ms',
] as const

interface ShareRow {
  id: string
  name: string | null
  owner: string | null
  image_status: Share['image']['status']
  disk_format: string | null
  container_format: string | null
  size_bytes: number | null
  is_hidden: number
  status: MemberStatus
  created_at_ms: number
  updated_at_ms: number
  ends_at_ms: number | null
}

function fromRow(row: ShareRow): Share {
  return {
    image: {
      id: row.id,
      name: row.name,
      owner: row.owner,
      status: row.image_status,
      diskFormat: row.disk_format,
      containerFormat: row.container_format,
      sizeBytes: row.size_bytes,
      isHidden: row.is_hidden === 1,
    },
    status: row.status,
    sharedAtMs: row.created_at_ms,
    endsAtMs: row.ends_at_ms,
    answeredAtMs: row.status === 'pending' ? null : row.updated_at_ms,
  }
}
