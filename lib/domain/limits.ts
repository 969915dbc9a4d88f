/** What a project can have too much of, by the names of the Image service's unified limits. Sizes are bytes here. */
export const QUOTA_RESOURCES = [
  'image_size_total',
  'image_stage_total',
  'image_count_total',
  'image_count_uploading',
] as const
export type QuotaResource = (typeof QUOTA_RESOURCES)[number]

export function isSizeResource(resource: QuotaResource): boolean {
  return resource === 'image_size_total' || resource === 'image_stage_total'
}

/** Most that a project may have; null: no limit. */
export type ProjectLimits = Readonly<Record<QuotaResource, number | null>>

export const UNLIMITED: ProjectLimits = {
  image_size_total: null,
  image_stage_total: null,
  image_count_total: null,
  image_count_uploading: null,
}

/** `reserved` is what work under way will need; it ends with that work. */
interface Amount {
  readonly used: number
  readonly reserved: number
}
export type ProjectUsage = Readonly<Record<QuotaResource, Amount>>

/** How much more of each a change makes; what does not grow is never refused. */
export type Growth = Readonly<Partial<Record<QuotaResource, Amount>>>

/** Where a project's limits come from: the settings, our own table, or Keystone. */
export interface Limits {
  /** @throws `unavailable` when they cannot be learned */
  of(projectId: string): Promise<ProjectLimits>
}

export type LimitSource = 'none' | 'storage_quota' | 'unified_limits'

/** One project's account. */
export interface ProjectQuota {
  readonly projectId: string
  /** Null: not known here. */
  readonly projectName: string | null
  readonly usage: ProjectUsage
  readonly limits: ProjectLimits
}

/** What projects have and may have, for whoever asks. */
export interface Quotas {
  readonly source: LimitSource
  of(projectId: string): Promise<ProjectQuota>
  /** All projects that are known, by id. */
  list(page: { limit: number; marker?: string | undefined }): Promise<readonly ProjectQuota[]>
  /**
   * Gives a project limits of its own (null: none, undefined: what is registered for all, again).
   * @throws `conflict` where limits are not unified ones, or are kept by a Keystone of the site
   */
  setLimits(projectId: string, limits: LimitChange): Promise<void>
}

/** Only what is named changes. */
export type LimitChange = ReadonlyMap<QuotaResource, number | null | undefined>
