import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { SortStep } from '#lib/domain/query.ts'
import { slot } from '../compiled-questions.ts'
import type { DialectName } from '../dialects.ts'
import type { Condition } from './image-filters.ts'
import {
  isAfterMarker,
  type ListTable,
  orderBy,
  orderByColumns,
  orderColumns,
  orderShape,
  sortColumn,
} from './image-order.ts'
import { type ImageRow, wholeImage } from './image-rows.ts'
import type { Slice } from './image-visibility.ts'

/** All that a page's question is made of, apart from its values. */
export interface PagePlan {
  readonly slices: readonly Slice[]
  readonly conditions: readonly Condition[]
  /** A condition that so few images meet that the page is best found among them. */
  readonly rarest: Condition | undefined
  readonly order: readonly SortStep[]
  readonly isFirstPage: boolean
}

/** Equal for plans whose questions have the same text. */
export function planShape({ slices, conditions, rarest, order, isFirstPage }: PagePlan): string {
  const filters = conditions.map((condition) => condition.shape)
  const place = rarest === undefined ? -1 : conditions.indexOf(rarest)
  return JSON.stringify([isFirstPage, orderShape(order), slices, filters, place])
}

/**
 * One page's rows. Each slice of what the caller may see has an index in the list's order: up to `limit` ids are taken
 * from each, behind the marker, and merged; whole rows are read only for those that remain.
 */
export function pageQuestion(dialect: DialectName, plan: PagePlan): RawBuilder<ImageRow> {
  const { rarest } = plan
  const parts =
    rarest === undefined
      ? plan.slices.map((slice) => sliceQuestion(slice, plan))
      : [rareQuestion(rarest, plan)]
  const inOrder = orderBy(plan.order, (_, index) => sql.ref(`k${index}`))
  const merged = sql.join(
    parts.map((part) => sql`select * from (${part}) as part`),
    sql` union all `,
  )
  return sql`select ${wholeImage(dialect)}
    from (${merged} order by ${inOrder} limit ${slot('limit')}) as page
    inner join images on images.id = page.page_id
    order by ${inOrder}`
}

/** How many images there are, up to the slot `limit`, and what their data comes to. */
export function totalQuestion(
  plan: PagePlan,
): RawBuilder<{ readonly count: unknown; readonly bytes: unknown }> {
  return sql`select count(*) as count, coalesce(sum(k0), 0) as bytes
    from (select k0 from (${foundImages(plan)}) as found limit ${slot('limit')}) as counted`
}

/** As many as one question for names may ask about. */
export const MOST_OWNERS = 200

/** Whose they are, of as many images as the slot `limit`; one owner more than may be told. */
export function ownersQuestion(
  plan: PagePlan,
): RawBuilder<{ readonly owner: string | null; readonly count: unknown }> {
  return sql`select images.owner as owner, count(*) as count
    from (select page_id from (${foundImages(plan)}) as found limit ${slot('limit')}) as counted
    inner join images on images.id = counted.page_id
    group by images.owner order by count(*) desc, images.owner limit ${sql.lit(MOST_OWNERS + 1)}`
}

function foundImages(plan: PagePlan): RawBuilder<unknown> {
  const { rarest, slices } = plan
  const bySize = { ...plan, order: [{ key: 'size', direction: 'desc' } as const] }
  const parts =
    rarest === undefined
      ? slices.map((slice) => sliceQuestion(slice, bySize))
      : [rareQuestion(rarest, bySize)]
  return sql.join(
    parts.map((part) => sql`select * from (${part}) as part`),
    sql` union all `,
  )
}

function sliceQuestion(slice: Slice, plan: PagePlan): RawBuilder<unknown> {
  const table = slice.of === 'sharedWithMe' ? 'image_members' : 'images'
  const isJoined =
    table === 'image_members' && plan.conditions.some((condition) => condition.about === 'images')
  const join = isJoined ? sql`inner join images on images.id = image_members.image_id` : sql``
  return idQuestion({ table, plan, from: sql`${sql.table(table)} ${join}`, where: sliceCondition(slice) })
}

/** Looks at every image that meets the rare condition, whoever may see it, and sorts what is left. */
function rareQuestion(rarest: Condition, plan: PagePlan): RawBuilder<unknown> {
  const candidates = rarest.candidates?.() ?? sql`select id as image_id from images`
  // SQLite reads a cross join in the order in which it is written.
  const from = sql`(select distinct image_id from (${candidates}) as found) as candidates cross join images`
  const inSomeSlice = sql.join(plan.slices.map(liesInSlice), sql` or `)
  return idQuestion({
    table: 'images',
    plan,
    from,
    where: sql`images.id = candidates.image_id and (${inSomeSlice})`,
  })
}

export function liesInSlice(slice: Slice): RawBuilder<unknown> {
  if (slice.of !== 'sharedWithMe') return sql`(${sliceCondition(slice)})`
  return sql`exists (select 1 from image_members
    where image_members.image_id = images.id and ${sliceCondition(slice)})`
}

interface IdQuestion {
  readonly table: ListTable
  readonly plan: PagePlan
  readonly from: RawBuilder<unknown>
  readonly where: RawBuilder<unknown>
}

/** The first ids behind the marker, with their sort keys. */
function idQuestion({ table, plan, from, where }: IdQuestion): RawBuilder<unknown> {
  const { conditions, order, isFirstPage } = plan
  const all = [
    where,
    ...(isFirstPage ? [] : [isAfterMarker(table, order)]),
    ...conditions.map((condition) => condition.build(table)),
  ]
  return sql`select ${sortColumn(table, 'id')} as page_id, ${orderColumns(table, order)}
    from ${from} where ${sql.join(all, sql` and `)}
    order by ${orderByColumns(table, order)} limit ${slot('limit')}`
}

/** Literals, not slots: the text differs by slice anyway, and PostgreSQL plans better when it knows the values. */
function sliceCondition(slice: Slice): RawBuilder<SqlBool> {
  if (slice.of === 'sharedWithMe') {
    return sql`image_members.member_id = ${slot('project')}
      and image_members.status = ${sql.lit(slice.memberStatus)}
      and image_members.image_shelf = ${sql.lit(slice.shelf)}`
  }
  const isOwn = slice.of === 'own' ? sql`images.owner = ${slot('project')} and` : sql``
  return sql`${isOwn} images.visibility = ${sql.lit(slice.visibility)} and images.shelf = ${sql.lit(slice.shelf)}`
}
