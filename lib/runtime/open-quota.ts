import type { Config } from '#lib/config.ts'
import type { Database } from '#lib/db/database.ts'
import { listProjectUsage } from '#lib/db/quota/quota-list.ts'
import { createReservationRecords } from '#lib/db/quota/reservations.ts'
import { effectiveLimits } from '#lib/db/quota/unified-limits.ts'
import { usageOf } from '#lib/db/quota/usage.ts'
import { conflict } from '#lib/domain/errors.ts'
import type { LimitSource, Limits, Quotas } from '#lib/domain/limits.ts'
import type { Quota } from '#lib/domain/reservations.ts'
import { setProjectLimit } from '#lib/identity/directory/limits.ts'
import { IMAGE_LIMIT_SCOPE } from '#lib/identity/stable-ids.ts'
import { createQuota } from '#lib/quota/create-quota.ts'
import { createLimits, type ManyLimits, toUnified } from '#lib/quota/limits.ts'

export interface OpenQuota {
  readonly limits: Limits
  readonly quota: Quota
  readonly quotas: Quotas
}

/** What projects may have, by the settings and the tables. */
export function openQuota(config: Config, database: Database): OpenQuota {
  const limits = createLimits({
    storageQuotaBytes: config.VITRINE_USER_STORAGE_QUOTA_BYTES,
    unified: config.VITRINE_USE_KEYSTONE_LIMITS
      ? { of: (projectIds) => effectiveLimits(database, IMAGE_LIMIT_SCOPE, projectIds) }
      : null,
  })
  return {
    limits,
    quota: createQuota({ rows: createReservationRecords(database), limits }),
    quotas: createQuotas(database, limits, sourceOf(config)),
  }
}

function sourceOf(config: Config): LimitSource {
  if (config.VITRINE_USE_KEYSTONE_LIMITS) return 'unified_limits'
  return config.VITRINE_USER_STORAGE_QUOTA_BYTES > 0 ? 'storage_quota' : 'none'
}

function createQuotas(database: Database, limits: ManyLimits, source: LimitSource): Quotas {
  return {
    source,
    async of(projectId) {
      const [usage, own] = await Promise.all([usageOf(database.kysely, projectId), limits.of(projectId)])
      return { projectId, projectName: null, usage, limits: own }
    },
    async list(page) {
      const projects = await listProjectUsage(database, page)
      const found = await limits.ofEach(projects.map(({ projectId }) => projectId))
      return projects.flatMap((project) => {
        const own = found.get(project.projectId)
        return own === undefined ? [] : [{ ...project, limits: own }]
      })
    },
    async setLimits(projectId, change) {
      if (source !== 'unified_limits') {
        throw conflict(
          'Projects have limits of their own only with unified limits: set VITRINE_USE_KEYSTONE_LIMITS.',
        )
      }
      for (const [resource, limit] of change) {
        const resourceLimit = limit === undefined ? null : toUnified(resource, limit)
        await setProjectLimit(
          { database },
          { ...IMAGE_LIMIT_SCOPE, projectId, resourceName: resource, resourceLimit },
        )
      }
    },
  }
}
