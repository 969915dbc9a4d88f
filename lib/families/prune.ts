import { FAMILY_PROPERTIES, isDeprecated } from '#lib/contract/family-properties.ts'
import type { Context } from '#lib/domain/context.ts'
import { conflict, DomainError, isDomainError, notFound } from '#lib/domain/errors.ts'
import {
  type FamilyKey,
  type KeepReason,
  keptByThemselves,
  type PruneAction,
  type PruneRule,
} from '#lib/domain/families.ts'
import type { Image } from '#lib/domain/image.ts'
import type { Policy } from '#lib/domain/policy.ts'
import type { ImageQuery } from '#lib/domain/query.ts'
import type { ImageRepository } from '#lib/domain/repository.ts'

export interface PruneOrder extends PruneRule {
  /** Says what would happen, and does nothing. */
  readonly isDryRun: boolean
  /** Touches none but these: those that a dry run named. */
  readonly only?: readonly string[]
}

export type PruneFate =
  | { readonly verdict: 'keep'; readonly reason: KeepReason; readonly detail?: string }
  /** `outcome` null: a dry run. */
  | { readonly verdict: PruneAction; readonly outcome: 'done' | 'failed' | null; readonly problem?: string }

export interface PruneReport {
  /** Newest first. */
  readonly versions: readonly { readonly image: Image; readonly fate: PruneFate }[]
}

interface PruneDeps {
  readonly images: ImageRepository
  readonly policy: Policy
  clock(): number
  versions(page: Sight): Promise<{ readonly items: readonly Image[]; readonly next?: string }>
}

type Sight = Pick<ImageQuery, 'visibility' | 'limit' | 'marker'>

interface PruneRequest {
  readonly ctx: Context
  readonly key: FamilyKey
  readonly order: PruneOrder
}

const PAGE = 200
/** More would have to be held in memory to say what is newest and what is named by whom. */
const MOST_VERSIONS = 1000
/** So many deeds fit into one request, also where data lies far away. The rest is said to wait for another. */
const MOST_DEEDS = 100

/** One after the other, each as if by hand: a failure stops none of the others. */
export async function pruneFamily(deps: PruneDeps, request: PruneRequest): Promise<PruneReport> {
  const { order } = request
  const all = await readVersions(deps, request.key)
  const nowMs = deps.clock()
  const kept = keptByThemselves(all, order, ({ properties }) => isDeprecated(properties, nowMs))
  const versions: { image: Image; fate: PruneFate }[] = []
  let deeds = 0
  for (const image of all) {
    const reason = kept.get(image.id)
    const stays = reason === undefined ? await keptByOthers(deps, request, image) : keep(reason)
    if (stays !== null) versions.push({ image, fate: stays })
    else if (deeds++ >= MOST_DEEDS) versions.push({ image, fate: keep('later') })
    else versions.push({ image, fate: order.isDryRun ? planned(order) : await act(deps, request, image) })
  }
  return { versions }
}

async function readVersions(deps: PruneDeps, { name }: FamilyKey): Promise<readonly Image[]> {
  const all: Image[] = []
  let marker: string | undefined
  do {
    const page = await deps.versions({ visibility: 'all', limit: PAGE, ...(marker && { marker }) })
    all.push(...page.items)
    if (all.length > MOST_VERSIONS)
      throw conflict(`The family ${name} has more than ${MOST_VERSIONS} versions: delete some by hand first.`)
    marker = page.next
  } while (marker !== undefined)
  if (all.length === 0) throw notFound('family', name)
  return all
}

function keep(reason: KeepReason, detail?: string): PruneFate {
  return { verdict: 'keep', reason, ...(detail !== undefined && { detail }) }
}

function planned({ action }: PruneRule): PruneFate {
  return { verdict: action, outcome: null }
}

/** Why it stays because of the caller's rights or of others that use it; null: it goes. */
async function keptByOthers(deps: PruneDeps, request: PruneRequest, image: Image): Promise<PruneFate | null> {
  const { ctx, order } = request
  if (order.only !== undefined && !order.only.includes(image.id)) return keep('not_asked')
  const rule = order.action === 'delete' ? 'delete_image' : 'modify_image'
  const verdict = deps.policy.check(rule, ctx, { image })
  if (!verdict.allowed) return keep('refused', verdict.reason)
  if (image.visibility === 'shared') {
    const members = await deps.images.listMembers(ctx, image)
    if (members.some(({ status }) => status === 'accepted')) return keep('members')
  }
  return (await isReplacement(deps, request, image)) ? keep('replacement') : null
}

/** Whether another image of the same project sends people here. What other projects write holds nothing up. */
async function isReplacement(deps: PruneDeps, { ctx, key }: PruneRequest, image: Image): Promise<boolean> {
  const query: ImageQuery = {
    filters: [
      { on: 'column', column: 'owner', comparison: 'eq', value: key.owner },
      { on: 'property', name: FAMILY_PROPERTIES.replacedBy, value: image.id },
    ],
    ...{ visibility: 'all', memberStatus: 'accepted', isHidden: false, sort: [], limit: 2 },
  }
  const pages = await Promise.all([
    deps.images.list(ctx, query),
    deps.images.list(ctx, { ...query, isHidden: true }),
  ])
  return pages.flatMap(({ items }) => items).some(({ id }) => id !== image.id)
}

async function act({ images }: PruneDeps, { ctx, order }: PruneRequest, seen: Image): Promise<PruneFate> {
  const { action } = order
  try {
    const before = await images.get(ctx, seen.id)
    // What was judged is not what is there: somebody has just protected it, or renamed it.
    if (before.updatedAtMs !== seen.updatedAtMs)
      throw new DomainError('stale', `Image ${seen.id} has just been changed: look at it again.`)
    if (action === 'delete') await images.remove(ctx, before)
    else await images.save(ctx, { before, after: { ...before, isHidden: true }, isExact: true })
    return { verdict: action, outcome: 'done' }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { verdict: action, outcome: 'failed', problem: error.message }
  }
}
