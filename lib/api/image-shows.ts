import { type DeactivationWire, deactivationToWire } from '#lib/contract/deactivation-wire.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ProjectQuota } from '#lib/domain/limits.ts'
import { type Refusals, refusalsOf } from '#lib/domain/refusals.ts'
import type { ApiContext } from './api-env.ts'
import { shows } from './shown.ts'

export interface ShownBesides {
  readonly vitrine_refused?: Refusals
  /** Null: it is not deactivated, or nobody said why. */
  readonly vitrine_deactivation?: DeactivationWire | null
}

/** What stands beside Glance's attributes, for a client that asks; others get Glance's JSON as it is. */
export async function shownBesides(
  c: ApiContext,
  images: readonly Image[],
): Promise<(image: Image) => ShownBesides> {
  const [refusals, reasons] = await Promise.all([refusalsShown(c, images), reasonsShown(c, images)])
  return (image) => ({ ...refusals(image), ...reasons(image) })
}

/** What the caller may not do, and why. One question to the database for each owner of images that wait for data. */
async function refusalsShown(
  c: ApiContext,
  images: readonly Image[],
): Promise<(image: Image) => ShownBesides> {
  if (!shows(c, 'refusals')) return () => ({})
  const { api, ctx } = c.var
  const waiting = images.filter(({ status }) => status === 'queued').flatMap(({ owner }) => owner ?? [])
  const accounts = await Promise.all([...new Set(waiting)].map((owner) => api.quotas.of(owner)))
  const accountOf = new Map<string | null, ProjectQuota>(accounts.map((each) => [each.projectId, each]))
  return (image) => ({
    vitrine_refused: refusalsOf(api, ctx, image, accountOf.get(image.owner) ?? null),
  })
}

async function reasonsShown(
  c: ApiContext,
  images: readonly Image[],
): Promise<(image: Image) => ShownBesides> {
  if (!shows(c, 'reasons')) return () => ({})
  const blocked = images.filter(({ status }) => status === 'deactivated').map(({ id }) => id)
  const notes = await c.var.api.deactivations.of(blocked)
  return ({ id }) => {
    const note = notes.get(id)
    return { vitrine_deactivation: note === undefined ? null : deactivationToWire(note) }
  }
}
