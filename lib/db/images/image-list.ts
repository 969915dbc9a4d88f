import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#lib/domain/context.ts'
import { invalid } from '#lib/domain/errors.ts'
import type { ImageOwners, ImageQuery, ImageTotal, SortStep } from '#lib/domain/query.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import { createCompiledQuestions, type SlotValues, slot } from '../compiled-questions.ts'
import type { Database } from '../database.ts'
import { type Condition, conditionsOf } from './image-filters.ts'
import { orderShape, sortColumn, totalOrder } from './image-order.ts'
import {
  MOST_OWNERS,
  ownersQuestion,
  type PagePlan,
  pageQuestion,
  planShape,
  totalQuestion,
} from './image-page.ts'
import { fromRow } from './image-rows.ts'
import { isVisibleTo, slicesOf, type Viewer, viewerOf } from './image-visibility.ts'
import { searchedProperties } from './searched-properties.ts'

/** Asks a question whose text depends on its shape alone, and is made but once. */
type Ask = <Row>(shape: string, build: () => RawBuilder<Row>, values: SlotValues) => Promise<readonly Row[]>

interface ListOptions {
  /** Up to so many images are looked at one by one; past that, a list in order meets enough of them on its way. */
  readonly mostCandidates: number
}

/** Totals are counted up to this: past it, "more than" is said. */
const MOST_COUNTED = 10_000

/** Pages by index and keyset: what a page costs grows neither with the table nor with the depth. */
export function createImageList(
  database: Database,
  { mostCandidates }: ListOptions = { mostCandidates: 1000 },
): Pick<ImageRecords, 'list' | 'total' | 'owners'> {
  const { kysely, dialect } = database
  const questions = createCompiledQuestions(kysely)
  const ask: Ask = async (shape, build, values) =>
    (await kysely.executeQuery(questions.ask(shape, build, values))).rows

  return {
    async list(ctx, query) {
      const order = totalOrder(query.sort)
      const [{ slices, conditions, rarest }, marker] = await Promise.all([
        narrowed(ctx, query),
        markerValues(ctx, query.marker, order),
      ])
      if (slices.length === 0 || query.limit <= 0) return { items: [], isFull: false }
      const plan = { slices, conditions, rarest, order, isFirstPage: query.marker === undefined }
      const values = { project: ctx.projectId, limit: query.limit, ...marker, ...valuesOf(conditions) }
      const rows = await ask(planShape(plan), () => pageQuestion(dialect, plan), values)
      return { items: rows.map(fromRow), isFull: rows.length === query.limit }
    },

    async total(ctx, query) {
      const [row] = await askOfAll(ctx, query, 'total', totalQuestion)
      return toTotal(Number(row?.count ?? 0), Number(row?.bytes ?? 0))
    },

    async owners(ctx, query) {
      const rows = await askOfAll(ctx, query, 'owners', ownersQuestion)
      return toOwners(rows.map(({ owner, count }) => ({ projectId: owner, count: Number(count) })))
    },
  }

  /** What a question tells about all that the list holds, as far as it is counted. */
  async function askOfAll<Row>(
    ctx: Context,
    query: ImageQuery,
    name: string,
    questionOf: (plan: PagePlan) => RawBuilder<Row>,
  ): Promise<readonly Row[]> {
    const { slices, conditions, rarest } = await narrowed(ctx, query)
    if (slices.length === 0) return []
    const plan = { slices, conditions, rarest, order: [], isFirstPage: true }
    const values = { project: ctx.projectId, limit: MOST_COUNTED + 1, ...valuesOf(conditions) }
    return ask(`${name} ${planShape(plan)}`, () => questionOf(plan), values)
  }

  /** What there is to choose from, and the way to it. */
  async function narrowed(
    ctx: Context,
    query: ImageQuery,
  ): Promise<Pick<PagePlan, 'slices' | 'conditions' | 'rarest'>> {
    const conditions = conditionsOf(query.filters, {
      dialect,
      searchedProperties: await searchedProperties(kysely, query),
    })
    return {
      slices: slicesOf(ctx, query),
      conditions,
      rarest: await findRarest(ask, conditions, mostCandidates),
    }
  }

  async function markerValues(
    ctx: Context,
    id: string | undefined,
    order: readonly SortStep[],
  ): Promise<SlotValues> {
    if (id === undefined) return {}
    const viewer = viewerOf(ctx)
    const values = { id, project: ctx.projectId }
    const shape = `marker ${viewer} ${orderShape(order)}`
    const rows = await ask(shape, () => markerQuestion(viewer, order), values)
    // The same answer for an unknown marker and for one that the caller may not see.
    if (rows[0] === undefined)
      throw invalid(`No image ${id} was found to continue the list after it.`, 'marker')
    return rows[0]
  }
}

/** The condition that the fewest images meet, if they are few. */
async function findRarest(
  ask: Ask,
  conditions: readonly Condition[],
  mostCandidates: number,
): Promise<Condition | undefined> {
  const countable = conditions.filter((condition) => condition.candidates !== undefined)
  if (countable.length === 0) return undefined
  const shape = `rarest ${JSON.stringify(conditions.map((condition) => condition.shape))}`
  const rows = await ask(shape, () => countQuestion(countable, mostCandidates), valuesOf(countable))
  const counts = countable.map((condition, index) => ({
    condition,
    count: Number(rows[0]?.[`count${index}`]),
  }))
  counts.sort((one, other) => one.count - other.count)
  return counts.find(({ count }) => count <= mostCandidates)?.condition
}

function toTotal(count: number, bytes: number): ImageTotal {
  return { count: Math.min(count, MOST_COUNTED), bytes, isMore: count > MOST_COUNTED }
}

function toOwners(rows: readonly { projectId: string | null; count: number }[]): ImageOwners {
  const counted = rows.reduce((sum, { count }) => sum + count, 0)
  const owners = rows.flatMap(({ projectId, count }) => (projectId === null ? [] : [{ projectId, count }]))
  return {
    owners: owners.slice(0, MOST_OWNERS),
    isMore: rows.length > MOST_OWNERS || counted > MOST_COUNTED,
  }
}

function valuesOf(conditions: readonly Condition[]): SlotValues {
  return Object.assign({}, ...conditions.map((condition) => condition.values))
}

function markerQuestion(viewer: Viewer, order: readonly SortStep[]): RawBuilder<SlotValues> {
  const columns = order.map(
    (step, index) => sql`${sortColumn('images', step.key)} as ${sql.ref(`marker${index}`)}`,
  )
  return sql`select ${sql.join(columns)} from images where images.id = ${slot('id')} and ${isVisibleTo(viewer)}`
}

function countQuestion(
  conditions: readonly Condition[],
  mostCandidates: number,
): RawBuilder<Readonly<Record<string, unknown>>> {
  const counts = conditions.map(
    ({ candidates }, index) => sql`(select count(*) from
      (${candidates?.()} limit ${sql.lit(mostCandidates + 1)}) as candidates) as ${sql.ref(`count${index}`)}`,
  )
  return sql`select ${sql.join(counts)}`
}
