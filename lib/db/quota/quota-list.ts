import { sql } from 'kysely'
import type { ProjectUsage } from '#lib/domain/limits.ts'
import type { Database } from '../database.ts'
import { fromUsageRow } from './usage.ts'

export interface ProjectUsageRow {
  readonly projectId: string
  /** Null: not a project of the built-in identity. */
  readonly projectName: string | null
  readonly usage: ProjectUsage
}

export interface ProjectPage {
  readonly limit: number
  /** The last project of the page before. */
  readonly marker?: string | undefined
}

/** Projects that exist, have something, or have limits, by their ids. */
export async function listProjectUsage(
  { kysely }: Database,
  { limit, marker = '' }: ProjectPage,
): Promise<readonly ProjectUsageRow[]> {
  const rows = await kysely
    .selectFrom((from) =>
      from
        .selectFrom('quota_usage')
        .select('project_id')
        .union(from.selectFrom('identity_projects').select('id as project_id'))
        .union(
          from
            .selectFrom('identity_limits')
            .select(sql<string>`project_id`.as('project_id'))
            .where('project_id', 'is not', null),
        )
        .as('known'),
    )
    .leftJoin('quota_usage', 'quota_usage.project_id', 'known.project_id')
    .leftJoin('identity_projects', 'identity_projects.id', 'known.project_id')
    .selectAll('quota_usage')
    .select(['known.project_id as known_id', 'identity_projects.name as name'])
    .where('known.project_id', '>', marker)
    .orderBy('known.project_id')
    .limit(limit)
    .execute()
  return rows.map(({ known_id: projectId, name, ...usage }) => ({
    projectId,
    projectName: name,
    usage: fromUsageRow(usage),
  }))
}
