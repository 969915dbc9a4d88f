import { type DomainError, overLimit } from './errors.ts'
import type { Image, ImageStatus } from './image.ts'
import {
  type Growth,
  type ProjectLimits,
  type ProjectUsage,
  QUOTA_RESOURCES,
  type QuotaResource,
} from './limits.ts'

const UPLOADING: readonly ImageStatus[] = ['saving', 'uploading', 'importing']
const STAGED: readonly ImageStatus[] = ['uploading', 'importing']
const OVER: readonly ImageStatus[] = ['killed', 'deleted']

/** What an image costs its project. The database's triggers count the same (migration 0006). */
function costOf({ status, sizeBytes, locations }: Image): Record<QuotaResource, number> {
  const size = sizeBytes ?? 0
  const isOver = OVER.includes(status)
  return {
    image_size_total: isOver ? 0 : size * locations.length,
    image_stage_total: STAGED.includes(status) ? size : 0,
    image_count_total: isOver ? 0 : 1,
    image_count_uploading: UPLOADING.includes(status) ? 1 : 0,
  }
}

/** What a change costs the owner after it more than before; a new owner pays for everything. */
export function growthOf(before: Image | null, after: Image): Growth {
  const is = costOf(after)
  const was = before === null || before.owner !== after.owner ? null : costOf(before)
  return Object.fromEntries(
    QUOTA_RESOURCES.map((resource) => [
      resource,
      { used: is[resource] - (was?.[resource] ?? 0), reserved: 0 },
    ]),
  )
}

/** Judges a change by the usage *after* it. @returns the refusal; null when all that grew fits */
export function refusalOf(usage: ProjectUsage, limits: ProjectLimits, growth: Growth): DomainError | null {
  for (const resource of QUOTA_RESOURCES) {
    const limit = limits[resource]
    const { used: moreUsed, reserved: moreReserved } = growth[resource] ?? { used: 0, reserved: 0 }
    const more = moreUsed + moreReserved
    const { used, reserved } = usage[resource]
    if (more <= 0 || limit === null || used + reserved <= limit) continue
    const before = { used: used - moreUsed, reserved: reserved - moreReserved }
    return overLimit(refusalText(resource, { limit, more, ...before }))
  }
  return null
}

const SUBJECT: Record<QuotaResource, string> = {
  image_size_total: 'bytes of image data',
  image_stage_total: 'bytes of staged data',
  image_count_total: 'images',
  image_count_uploading: 'uploads at the same time',
}

const REMEDY: Record<QuotaResource, string> = {
  image_size_total: 'Delete images that are not needed',
  image_stage_total: 'Import or delete what is staged',
  image_count_total: 'Delete images that are not needed',
  image_count_uploading: 'Wait until an upload has ended',
}

interface Numbers {
  readonly limit: number
  readonly used: number
  readonly reserved: number
  readonly more: number
}

function refusalText(resource: QuotaResource, { limit, used, reserved, more }: Numbers): string {
  return (
    `The project may have ${limit} ${SUBJECT[resource]} (${resource}): ${used} are used and ${reserved} reserved by ` +
    `uploads under way, so ${more} more do not fit. ${REMEDY[resource]}, or ask an administrator for more.`
  )
}
