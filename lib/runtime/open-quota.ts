import type { Config } from '#lib/config.ts'
import type { Database } from '#lib/db/database.ts'
import { createReservationRecords } from '#lib/db/quota/reservations.ts'
import { effectiveLimits } from '#lib/db/quota/unified-limits.ts'
import type { Limits } from '#lib/domain/limits.ts'
import type { Quota } from '#lib/domain/reservations.ts'
import { IMAGE_LIMIT_SCOPE } from '#lib/identity/stable-ids.ts'
import { createQuota } from '#lib/quota/create-quota.ts'
import { createLimits } from '#lib/quota/limits.ts'

export interface OpenQuota {
  readonly limits: Limits
  readonly quota: Quota
}

/** What projects may have, by the settings and the tables. */
export function openQuota(config: Config, database: Database): OpenQuota {
  const limits = createLimits({
    storageQuotaBytes: config.VITRINE_USER_STORAGE_QUOTA_BYTES,
    unified: config.VITRINE_USE_KEYSTONE_LIMITS
      ? { of: (projectId) => effectiveLimits(database, IMAGE_LIMIT_SCOPE, projectId) }
      : null,
  })
  return { limits, quota: createQuota({ rows: createReservationRecords(database), limits }) }
}
