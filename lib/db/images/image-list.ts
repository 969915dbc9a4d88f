import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#lib/domain/context.ts'
import { invalid } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ImageQuery, Page, SortStep } from '#lib/domain/query.ts'
import { createCompiledQuestions, type SlotValues, slot } from '../compiled-questions.ts'
import type { Database } from '../database.ts'
import type { DialectName } from '../dialects.ts'
import { type Condition, conditionsOf } from './image-filters.ts'
import { isAfterMarker, type ListTable, orderBy, orderByColumns, orderColumns, SORT_COLUMNS, totalOrder } from './image-order.ts'
import { fromRow, type ImageRow, wholeImage } from './image-rows.ts'
import { isVisibleTo, type Slice, slicesOf, type Viewer, viewerOf } from './image-visibility.ts'

/** All that a page's question is made of, apart from its values. */
interface PagePlan {
  readonly slices: readonly Slice[]
  readonly conditions: readonly Condition[]
  readonly order: readonly SortStep[]
  readonly isFirstPage: boolean
}

/**
 * Pages by index and keyset. Each slice of what the caller may see has an index in the list's order; a page takes up
 * to `limit` ids from each slice, behind the marker, merges them, and reads whole rows only for those that remain.
 */
export function createImageList(database: Database): (ctx: Context, query: ImageQuery) => Promise<Page<Image>> {
  const questions = createCompiledQuestions(database.kysely)

  return async (ctx, query) => {
    const slices = slicesOf(ctx, query)
    const order = totalOrder(query.sort)
    const marker = query.marker === undefined ? {} : await markerValues(ctx, query.marker, order)
    if (slices.length === 0 || query.limit <= 0) return { items: [], isFull: false }
    const conditions = conditionsOf(query.filters)
    const plan = { slices, conditions, order, isFirstPage: query.marker === undefined }
    const values = Object.assign({ project: ctx.projectId, limit: query.limit }, marker, ...conditions.map((each) => each.values))
    const question = questions.ask(shapeOf(plan), () => pageQuestion(database.dialect, plan), values)
    const { rows } = await database.kysely.executeQuery(question)
    return { items: rows.map(fromRow), isFull: rows.length === query.limit }
  }

  async function markerValues(ctx: Context, marker: string, order: readonly SortStep[]): Promise<SlotValues> {
    const viewer = viewerOf(ctx)
    const question = questions.ask(
      `marker ${viewer} ${orderShape(order)}`,
      () => markerQuestion(viewer, order),
      { id: marker, project: ctx.projectId },
    )
    const { rows } = await database.kysely.executeQuery(question)
    // The same answer for an unknown marker and for one that the caller may not see.
    if (rows[0] === undefined) throw invalid(`No image ${marker} was found to continue the list after it.`, 'marker')
    return rows[0]
  }
}

function shapeOf({ slices, conditions, order, isFirstPage }: PagePlan): string {
  const filters = conditions.map((condition) => condition.shape)
  return JSON.stringify([isFirstPage, orderShape(order), slices, filters])
}

function orderShape(order: readonly SortStep[]): string {
  return order.map((step) => `${step.key} ${step.direction}`).join()
}

function markerQuestion(viewer: Viewer, order: readonly SortStep[]): RawBuilder<Readonly<Record<string, unknown>>> {
  const columns = order.map((step, index) => sql`${sql.ref(SORT_COLUMNS.images[step.key])} as ${sql.ref(`marker${index}`)}`)
  return sql`select ${sql.join(columns)} from images where id = ${slot('id')} and ${isVisibleTo(viewer)}`
}

function pageQuestion(dialect: DialectName, plan: PagePlan): RawBuilder<ImageRow> {
  const slices = plan.slices.map((slice) => sql`select * from (${sliceQuestion(slice, plan)}) as slice`)
  const inOrder = orderBy(plan.order, (_, index) => sql.ref(`k${index}`))
  return sql`select ${wholeImage(dialect)}
    from (${sql.join(slices, sql` union all `)} order by ${inOrder} limit ${slot('limit')}) as page
    inner join images on images.id = page.page_id
    order by ${inOrder}`
}

/** One slice's first ids behind the marker, with their sort keys. */
function sliceQuestion(slice: Slice, { conditions, order, isFirstPage }: PagePlan): RawBuilder<unknown> {
  const table: ListTable = slice.of === 'sharedWithMe' ? 'image_members' : 'images'
  const isJoined = table === 'image_members' && conditions.length > 0
  const where = [
    ...sliceConditions(slice),
    ...(isFirstPage ? [] : [isAfterMarker(table, order)]),
    ...conditions.map((condition) => condition.build()),
  ]
  return sql`select ${sql.ref(`${table}.${SORT_COLUMNS[table].id}`)} as page_id, ${orderColumns(table, order)}
    from ${sql.table(table)} ${isJoined ? sql`inner join images on images.id = image_members.image_id` : sql``}
    where ${sql.join(where, sql` and `)}
    order by ${orderByColumns(table, order)} limit ${slot('limit')}`
}

function sliceConditions(slice: Slice): RawBuilder<unknown>[] {
  if (slice.of === 'sharedWithMe') {
    return [
      sql`image_members.member_id = ${slot('project')}`,
      sql`image_members.status = ${sql.lit(slice.memberStatus)}`,
      sql`image_members.image_shelf = ${sql.lit(slice.shelf)}`,
    ]
  }
  return [
    ...(slice.of === 'own' ? [sql`images.owner = ${slot('project')}`] : []),
    sql`images.visibility = ${sql.lit(slice.visibility)}`,
    sql`images.shelf = ${sql.lit(slice.shelf)}`,
  ]
}
