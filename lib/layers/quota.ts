import { overLimit } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ImageLayer } from '#lib/domain/repository.ts'

/** Most of each that one image may have; a negative number means no limit. */
export interface ImageLimits {
  readonly properties: number
  readonly tags: number
  readonly members: number
  readonly locations: number
  readonly sizeBytes: number
}

/** Counts. What is over its limit already may shrink or stay, not grow. */
export function quotaLayer(limits: ImageLimits): ImageLayer {
  return (inner) => ({
    ...inner,
    async add(ctx, image) {
      assertWithin(limits, null, image)
      return inner.add(ctx, image)
    },
    async save(ctx, change) {
      assertWithin(limits, change.before, change.after)
      return inner.save(ctx, change)
    },
    async addMember(ctx, image, memberId) {
      const members = await inner.listMembers(ctx, image)
      if (exceeds(members.length + 1, limits.members)) {
        throw overLimit(`An image has at most ${limits.members} members: remove one first.`)
      }
      return inner.addMember(ctx, image, memberId)
    },
    async startUpload(ctx, image, request) {
      if (request.totalBytes !== null && exceeds(request.totalBytes, limits.sizeBytes)) {
        throw overLimit(
          `The data has ${request.totalBytes} bytes; this site takes at most ${limits.sizeBytes}.`,
        )
      }
      return inner.startUpload(ctx, image, request)
    },
  })
}

function exceeds(count: number, limit: number): boolean {
  return limit >= 0 && count > limit
}

function assertWithin(limits: ImageLimits, before: Image | null, after: Image): void {
  const counts = [
    ['properties', limits.properties, propertyCount(before), propertyCount(after)],
    ['tags', limits.tags, before?.tags.length ?? 0, after.tags.length],
    ['locations', limits.locations, before?.locations.length ?? 0, after.locations.length],
  ] as const
  for (const [name, limit, was, is] of counts) {
    if (is > was && exceeds(is, limit)) {
      throw overLimit(`An image has at most ${limit} ${name}; this one would have ${is}. Leave some out.`)
    }
  }
}

/** The service's own properties do not count. */
function propertyCount(image: Image | null): number {
  if (image === null) return 0
  return Object.keys(image.properties).filter((name) => !name.startsWith('os_glance')).length
}
