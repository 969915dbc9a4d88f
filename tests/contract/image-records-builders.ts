import { randomUUID } from 'node:crypto'
import type { Context } from '#lib/domain/context.ts'
import type { Image } from '#lib/domain/image.ts'
import { newImage } from '#lib/domain/new-image.ts'
import type { ImageOwners, ImageQuery } from '#lib/domain/query.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'

/** Someone with the role member on the project; null: signed in, but for no project. */
export function memberOf(projectId: string | null): Context {
  return {
    userId: `user of ${projectId}`,
    userName: null,
    projectId,
    projectName: projectId,
    roles: ['member', 'reader'],
    requestId: 'req-test',
  }
}

export function adminOf(projectId: string): Context {
  return { ...memberOf(projectId), roles: ['admin', 'member', 'reader'] }
}

export function anImage(facts: Partial<Image> = {}): Image {
  return { ...newImage({}, { id: randomUUID(), owner: 'alpha', nowMs: 1_700_000_000_000 }), ...facts }
}

export function aQuery(parts: Partial<ImageQuery> = {}): ImageQuery {
  return { filters: [], memberStatus: 'accepted', isHidden: false, sort: [], limit: 1000, ...parts }
}

export async function addAll(records: ImageRecords, images: readonly Image[]): Promise<void> {
  for (const image of images) await records.add(adminOf('setup'), image)
}

/** The pages of a list, one after the other, up to the first that is not full. */
export async function readPages(
  records: ImageRecords,
  ctx: Context,
  query: ImageQuery,
): Promise<readonly Image[][]> {
  const pages: Image[][] = []
  let marker = query.marker
  for (;;) {
    const page = await records.list(ctx, marker === undefined ? query : { ...query, marker })
    pages.push([...page.items])
    if (!page.isFull) return pages
    marker = page.items.at(-1)?.id
  }
}

export function idsOf(images: readonly Image[]): string[] {
  return images.map((image) => image.id)
}

/** The projects that own them, those with the most first. */
export function ownersOf(images: readonly Image[]): ImageOwners['owners'] {
  return [...Map.groupBy(images, ({ owner }) => owner ?? '')]
    .map(([projectId, { length }]) => ({ projectId, count: length }))
    .sort((one, other) => other.count - one.count || (one.projectId < other.projectId ? -1 : 1))
}
