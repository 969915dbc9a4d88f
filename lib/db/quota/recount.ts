import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import type { QuotaUsageTable } from '../tables/quota.ts'
import { lockUsage } from './reservations.ts'

type Counters = Omit<QuotaUsageTable, 'project_id'>

export interface Recounted {
  readonly projectId: string
  readonly was: Counters
  readonly is: Counters
}

/**
 * Counts anew what every project has, from images and reservations, and sets right what differed. May run beside the
 * service: each project is one transaction that keeps its counters from changing meanwhile.
 * @returns the projects whose counters were wrong
 */
export async function recountUsage({ kysely }: Database): Promise<readonly Recounted[]> {
  const projects = await sql<{ id: string }>`select owner as id from images where owner is not null
    union select project_id from quota_reservations union select project_id from quota_usage`.execute(kysely)
  const wrong: Recounted[] = []
  for (const { id } of projects.rows) {
    const recounted = await kysely.transaction().execute((transaction) => recountProject(transaction, id))
    if (recounted !== null) wrong.push(recounted)
  }
  return wrong
}

async function recountProject(transaction: Kysely<Schema>, projectId: string): Promise<Recounted | null> {
  await lockUsage(transaction, projectId)
  const { project_id: _, ...was } = await transaction
    .selectFrom('quota_usage')
    .selectAll()
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow()
  const is = {
    ...(await countImages(transaction, projectId)),
    ...(await countReserved(transaction, projectId)),
  }
  const names = Object.keys(is) as (keyof Counters)[]
  if (names.every((name) => Number(is[name]) === Number(was[name]))) return null
  await transaction.updateTable('quota_usage').set(is).where('project_id', '=', projectId).execute()
  return { projectId, was, is }
}

type OfImages = Pick<Counters, 'images' | 'uploads' | 'stored_bytes' | 'staged_bytes'>

async function countImages(db: Kysely<Schema>, projectId: string): Promise<OfImages> {
  const { rows } = await sql<OfImages>`
    select count(*) as images,
      cast(coalesce(sum(case when status in ('saving', 'uploading', 'importing') then 1 else 0 end), 0) as bigint) as uploads,
      cast(coalesce(sum(coalesce(size_bytes, 0) * (
        select count(*) from image_locations where image_id = images.id)), 0) as bigint) as stored_bytes,
      cast(coalesce(sum(
        case when status in ('uploading', 'importing') then coalesce(size_bytes, 0) else 0 end), 0) as bigint) as staged_bytes
    from images where owner = ${projectId} and status not in ('killed', 'deleted')`.execute(db)
  return rows[0] ?? { images: 0, uploads: 0, stored_bytes: 0, staged_bytes: 0 }
}

async function countReserved(db: Kysely<Schema>, projectId: string): Promise<Omit<Counters, keyof OfImages>> {
  const rows = await db
    .selectFrom('quota_reservations')
    .select(['kind', 'bytes', 'uploads'])
    .where('project_id', '=', projectId)
    .execute()
  const bytesOf = (kind: 'store' | 'stage') =>
    rows.reduce((sum, row) => sum + (row.kind === kind ? row.bytes : 0), 0)
  return {
    reserved_store_bytes: bytesOf('store'),
    reserved_stage_bytes: bytesOf('stage'),
    reserved_uploads: rows.reduce((sum, { uploads }) => sum + uploads, 0),
  }
}
