import { overLimit } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { Limits, ProjectLimits } from '#lib/domain/limits.ts'
import type { ImageLayer } from '#lib/domain/repository.ts'

/** Most of each that one image may have; a negative number means no limit. */
export interface ImageLimits {
  readonly properties: number
  readonly tags: number
  readonly members: number
  readonly locations: number
  readonly sizeBytes: number
}

/**
 * What an image and what its project may have; what is over its limit already may shrink or stay, not grow. Of a
 * project this layer says only how much it is: the change itself is refused where it is written, because two at the
 * same time must not both be told that there is room.
 */
export function quotaLayer(limits: ImageLimits, projects: Limits): ImageLayer {
  const within = async ({ owner }: Image): Promise<{ within?: ProjectLimits }> =>
    owner === null ? {} : { within: await projects.of(owner) }
  return (inner) => ({
    ...inner,
    async add(ctx, image) {
      assertWithin(limits, null, image)
      return inner.add(ctx, image, (await within(image)).within)
    },
    async save(ctx, change) {
      assertWithin(limits, change.before, change.after)
      return inner.save(ctx, { ...change, ...(await within(change.after)) })
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
      return inner.startUpload(ctx, image, { ...request, ...(await within(image)) })
    },
    async startImport(ctx, image, request) {
      return inner.startImport(ctx, image, { ...request, ...(await within(image)) })
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
