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
  /** The project's own limit, else the registered one; a resource that nobody registered is absent. */
  of(projectId: string): Promise<ReadonlyMap<string, number>>
}

export interface LimitSources {
  /** 0: none. */
  readonly storageQuotaBytes: number
  /** Null: not in use. They take the storage quota's place. */
  readonly unified: UnifiedLimits | null
}

export function createLimits({ storageQuotaBytes, unified }: LimitSources): Limits {
  if (unified !== null) return { of: async (projectId) => fromUnified(await unified.of(projectId)) }
  const most = storageQuotaBytes === 0 ? null : storageQuotaBytes
  const limits: ProjectLimits = { ...UNLIMITED, image_size_total: most, image_stage_total: most }
  return { of: async () => limits }
}

const MIB = 1024 ** 2

function fromUnified(found: ReadonlyMap<string, number>): ProjectLimits {
  const entries = QUOTA_RESOURCES.map((resource) => [resource, toLimit(resource, found.get(resource))])
  return Object.fromEntries(entries) as ProjectLimits
}

/** What nobody registered is 0, as every service with unified limits reads it. */
function toLimit(resource: QuotaResource, value = 0): number | null {
  if (value < 0) return null
  return isSizeResource(resource) ? value * MIB : value
}
