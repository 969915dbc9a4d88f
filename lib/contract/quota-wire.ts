import { z } from 'zod'
import {
  isSizeResource,
  type LimitChange,
  type LimitSource,
  type ProjectQuota,
  QUOTA_RESOURCES,
  type QuotaResource,
} from '#lib/domain/limits.ts'

const MIB = 1024 ** 2

/** One entry of `GET /v2/info/usage`: sizes in MiB, -1 without limit. */
export interface UsageWire {
  readonly limit: number
  readonly usage: number
}

/** As the Image API tells usage. What is reserved counts: it is what a client may not use. */
export function usageToWire({ usage, limits }: ProjectQuota): Readonly<Record<QuotaResource, UsageWire>> {
  const entries = QUOTA_RESOURCES.map((resource) => {
    const unit = isSizeResource(resource) ? MIB : 1
    const { used, reserved } = usage[resource]
    const limit = limits[resource]
    return [
      resource,
      { limit: limit === null ? -1 : Math.floor(limit / unit), usage: Math.floor((used + reserved) / unit) },
    ]
  })
  return Object.fromEntries(entries) as Record<QuotaResource, UsageWire>
}

/** Bytes or things. `limit` null: none. */
export interface QuotaAmountWire {
  readonly used: number
  readonly reserved: number
  readonly limit: number | null
}

/** One project's account, to the byte. */
export interface QuotaWire extends Readonly<Record<QuotaResource, QuotaAmountWire>> {
  readonly project_id: string
  readonly project_name: string | null
}

/** `GET /v2/vitrine/quota` */
export interface OwnQuotaWire {
  readonly source: LimitSource
  /** Largest image, in bytes. */
  readonly size_cap: number
  /** Null without a project. */
  readonly quota: QuotaWire | null
}

/** `GET /v2/vitrine/quotas`, for administrators. */
export interface QuotaListWire {
  readonly source: LimitSource
  readonly quotas: readonly QuotaWire[]
  readonly next?: string
}

export function quotaToWire({ projectId, projectName, usage, limits }: ProjectQuota): QuotaWire {
  const amounts = QUOTA_RESOURCES.map((resource) => [
    resource,
    { ...usage[resource], limit: limits[resource] },
  ])
  return {
    project_id: projectId,
    project_name: projectName,
    ...(Object.fromEntries(amounts) as Record<QuotaResource, QuotaAmountWire>),
  }
}

/** Bytes or things; null: no limit; `"default"`: what is registered for every project. */
const limit = z.union([z.int().min(0), z.null(), z.literal('default')]).optional()

export const QUOTA_CHANGE = z.strictObject({
  limits: z.strictObject(
    Object.fromEntries(QUOTA_RESOURCES.map((resource) => [resource, limit])) as Record<
      QuotaResource,
      typeof limit
    >,
  ),
})

export function limitChangeOf({ limits }: z.output<typeof QUOTA_CHANGE>): LimitChange {
  return new Map(
    QUOTA_RESOURCES.flatMap((resource) => {
      const value = limits[resource]
      return value === undefined ? [] : [[resource, value === 'default' ? undefined : value] as const]
    }),
  )
}
