import type { Kysely, Selectable } from 'kysely'
import { type Growth, type ProjectLimits, type ProjectUsage, QUOTA_RESOURCES } from '#lib/domain/limits.ts'
import { refusalOf } from '#lib/domain/quota.ts'
import type { Schema } from '../schema.ts'
import type { QuotaUsageTable } from '../tables/quota.ts'

/** Who pays and how much: what grows must fit into the limits. */
export interface Admission {
  /** Null: nobody pays. */
  readonly projectId: string | null
  readonly limits: ProjectLimits
  readonly growth: Growth
}

/**
 * Asked at the end of the change's own transaction. The change has counted itself, and by that holds the project's
 * counters until it is over: of two changes that do not fit together, the second finds the first one's numbers.
 * @throws `over_limit`, which takes the change back
 */
export async function assertAdmitted(
  transaction: Kysely<Schema>,
  { projectId, limits, growth }: Admission,
): Promise<void> {
  const isChecked = QUOTA_RESOURCES.some((name) => growth[name] !== undefined && limits[name] !== null)
  if (projectId === null || !isChecked) return
  const refusal = refusalOf(await usageOf(transaction, projectId), limits, growth)
  if (refusal !== null) throw refusal
}

/** What a project has; nothing if nothing was ever counted. */
export async function usageOf(db: Kysely<Schema>, projectId: string): Promise<ProjectUsage> {
  const row = await db
    .selectFrom('quota_usage')
    .selectAll()
    .where('project_id', '=', projectId)
    .executeTakeFirst()
  return fromUsageRow(row)
}

type Counters = Omit<Selectable<QuotaUsageTable>, 'project_id'>

export function fromUsageRow(row?: { readonly [Counter in keyof Counters]: number | null }): ProjectUsage {
  return {
    image_size_total: { used: row?.stored_bytes ?? 0, reserved: row?.reserved_store_bytes ?? 0 },
    image_stage_total: { used: row?.staged_bytes ?? 0, reserved: row?.reserved_stage_bytes ?? 0 },
    image_count_total: { used: row?.images ?? 0, reserved: 0 },
    image_count_uploading: { used: row?.uploads ?? 0, reserved: row?.reserved_uploads ?? 0 },
  }
}
