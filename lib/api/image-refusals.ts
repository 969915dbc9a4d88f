import type { Image } from '#lib/domain/image.ts'
import type { ProjectQuota } from '#lib/domain/limits.ts'
import { type Refusals, refusalsOf } from '#lib/domain/refusals.ts'
import type { ApiContext } from './api-env.ts'

/**
 * For a client that asks with `x-vitrine-show: refusals`: what the caller may not do with each image, and why. Others get
 * Glance's JSON as it is. One question to the database for each owner of images that wait for data.
 */
export async function refusalsShown(
  c: ApiContext,
  images: readonly Image[],
): Promise<(image: Image) => { readonly vitrine_refused?: Refusals }> {
  if (c.req.header('x-vitrine-show') !== 'refusals') return () => ({})
  const { api, ctx } = c.var
  const waiting = images.filter(({ status }) => status === 'queued').flatMap(({ owner }) => owner ?? [])
  const accounts = await Promise.all([...new Set(waiting)].map((owner) => api.quotas.of(owner)))
  const accountOf = new Map<string | null, ProjectQuota>(accounts.map((each) => [each.projectId, each]))
  return (image) => ({
    vitrine_refused: refusalsOf(api, ctx, image, accountOf.get(image.owner) ?? null),
  })
}
