import {
  isSizeResource,
  type Limits,
  type ProjectLimits,
  QUOTA_RESOURCES,
  type QuotaResource,
  UNLIMITED,
} from '#lib/domain/limits.ts'

/** Unified limits as Keystone keeps them: by resource; sizes in MiB, -1 without limit. */
export interface UnifiedLimits {
  /** Each project's own limit, else the registered one; a resource that nobody registered is absent. */
  of(projectIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>>
}

export interface LimitSources {
  /** 0: none. */
  readonly storageQuotaBytes: number
  /** Null: not in use. They take the storage quota's place. */
  readonly unified: UnifiedLimits | null
}

/** Limits of several projects at once. */
export interface ManyLimits extends Limits {
  ofEach(projectIds: readonly string[]): Promise<ReadonlyMap<string, ProjectLimits>>
}

export function createLimits({ storageQuotaBytes, unified }: LimitSources): ManyLimits {
  const most = storageQuotaBytes === 0 ? null : storageQuotaBytes
  const same: ProjectLimits = { ...UNLIMITED, image_size_total: most, image_stage_total: most }
  const ofEach: ManyLimits['ofEach'] = async (projectIds) => {
    const found = await unified?.of(projectIds)
    return new Map(projectIds.map((id) => [id, found === undefined ? same : fromUnified(found.get(id))]))
  }
  return { ofEach, of: async (projectId) => (await ofEach([projectId])).get(projectId) ?? same }
}

const MIB = 1024 ** 2

function fromUnified(found: ReadonlyMap<string, number> = new Map()): ProjectLimits {
  const entries = QUOTA_RESOURCES.map((resource) => [resource, toLimit(resource, found.get(resource))])
  return Object.fromEntries(entries) as ProjectLimits
}

/** What nobody registered is 0, as every service with unified limits reads it. */
function toLimit(resource: QuotaResource, value = 0): number | null {
  if (value < 0) return null
  return isSizeResource(resource) ? value * MIB : value
}

/** A limit as unified limits say it. A size that is no whole number of MiB is rounded up. */
export function toUnified(resource: QuotaResource, limit: number | null): number {
  if (limit === null) return -1
  return isSizeResource(resource) ? Math.ceil(limit / MIB) : limit
}
