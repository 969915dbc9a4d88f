import { FAMILY_PROPERTIES, isDeprecated, isSnapshot } from '#lib/contract/family-properties.ts'
import type { Context } from '#lib/domain/context.ts'
import type { FamilyCount, FamilyKey, FamilyQuery, FamilyRecords } from '#lib/domain/families.ts'
import type { Image } from '#lib/domain/image.ts'
import type { Policy } from '#lib/domain/policy.ts'
import type { Filter, ImageQuery, Page } from '#lib/domain/query.ts'
import type { ImageRepository } from '#lib/domain/repository.ts'
import { type PruneOrder, type PruneReport, pruneFamily } from './prune.ts'

export interface FamilyDesk {
  /** One page, each with its latest version. */
  list(ctx: Context, query: FamilyQuery): Promise<FamilyPage>
  /** Newest first, hidden ones too. @throws `invalid` for a marker that the caller cannot see */
  versions(ctx: Context, key: FamilyKey, page: VersionQuery): Promise<VersionPage>
  /** The newest that is active, not hidden and not deprecated; null: there is none. */
  latest(ctx: Context, key: FamilyKey, sight: Sight): Promise<Image | null>
  /** @throws `not_found`, `conflict` too many versions */
  prune(ctx: Context, key: FamilyKey, order: PruneOrder): Promise<PruneReport>
}

type Sight = Pick<ImageQuery, 'visibility'>
type VersionQuery = Sight & Pick<ImageQuery, 'limit' | 'marker'>

interface FamilyPage {
  readonly items: readonly (FamilyCount & { readonly latest: Image | null })[]
  /** After which the next page begins, when there may be one. */
  readonly last?: FamilyKey
}

export interface VersionPage {
  readonly items: readonly Image[]
  /** The marker of the next page, when there may be one. */
  readonly next?: string
}

interface FamilyDeskDeps {
  /** The whole onion: all is seen, and done, as by hand. */
  readonly images: ImageRepository
  readonly records: FamilyRecords
  readonly policy: Policy
  mayReadProperty(name: string, ctx: Context): boolean
  clock(): number
}

const PAGE = 25

/** Families are what the properties of images say: there are no rows of them. */
export function createFamilyDesk(deps: FamilyDeskDeps): FamilyDesk {
  const { images, records, clock } = deps

  const latest: FamilyDesk['latest'] = async (ctx, key, sight) => {
    const filters = [...filtersOf(key), ACTIVE]
    for (let marker: string | undefined; ; ) {
      const page = await images.list(ctx, queryOf(filters, { ...sight, ...markedBy(marker), limit: PAGE }))
      const nowMs = clock()
      const found = page.items.find(
        ({ properties }) => !isSnapshot(properties) && !isDeprecated(properties, nowMs),
      )
      marker = page.isFull ? page.items.at(-1)?.id : undefined
      if (found !== undefined || marker === undefined) return found ?? null
    }
  }

  const versions: FamilyDesk['versions'] = async (ctx, key, page) => {
    const query = queryOf(filtersOf(key), page)
    const pages = await Promise.all([images.list(ctx, query), images.list(ctx, { ...query, isHidden: true })])
    return mergePages(pages, page.limit)
  }

  return {
    latest,
    versions,

    async list(ctx, query) {
      if (!deps.mayReadProperty(FAMILY_PROPERTIES.name, ctx)) return { items: [] }
      const found = await records.list(ctx, query)
      const items = []
      for (const family of found) {
        const newest = await latest(ctx, family, query)
        // A rule of the site may keep images from the caller that the database shows it.
        const isSeen =
          newest !== null || (await versions(ctx, family, { ...query, limit: PAGE })).items.length > 0
        if (isSeen) items.push({ ...family, latest: newest })
      }
      const last = found.length === query.limit ? found.at(-1) : undefined
      return { items, ...(last && { last }) }
    },

    prune: (ctx, key, order) =>
      pruneFamily({ ...deps, versions: (page) => versions(ctx, key, page) }, { ctx, key, order }),
  }
}

const ACTIVE: Filter = { on: 'column', column: 'status', comparison: 'eq', value: 'active' }

function filtersOf({ owner, name }: FamilyKey): readonly Filter[] {
  return [
    { on: 'column', column: 'owner', comparison: 'eq', value: owner },
    { on: 'property', name: FAMILY_PROPERTIES.name, value: name },
  ]
}

function queryOf(filters: readonly Filter[], page: VersionQuery): ImageQuery {
  const { visibility, limit, marker } = page
  const seen = visibility === undefined ? {} : { visibility }
  return {
    ...{ filters, memberStatus: 'accepted', isHidden: false, sort: [], limit },
    ...seen,
    ...markedBy(marker),
  }
}

function markedBy(marker: string | undefined): { marker?: string } {
  return marker === undefined ? {} : { marker }
}

/** One page of two lists in the same order. What lies behind the end of a page that goes on is for the next. */
function mergePages(pages: readonly Page<Image>[], limit: number): VersionPage {
  const ends = pages.flatMap(({ items, isFull }) => (isFull ? (items.at(-1) ?? []) : []))
  const known = pages
    .flatMap(({ items }) => items)
    .sort(newestFirst)
    .filter((image) => ends.every((end) => newestFirst(image, end) <= 0))
  const page = known.slice(0, limit)
  const next = ends.length > 0 || known.length > limit ? page.at(-1)?.id : undefined
  return { items: page.filter(isVersion), ...markedNext(next) }
}

function markedNext(next: string | undefined): { next?: string } {
  return next === undefined ? {} : { next }
}

function isVersion({ status, properties }: Image): boolean {
  return status !== 'pending_delete' && !isSnapshot(properties)
}

/** As the database orders what it lists. */
function newestFirst(one: Image, other: Image): number {
  return other.createdAtMs - one.createdAtMs || (one.id < other.id ? 1 : -1)
}
