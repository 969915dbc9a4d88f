import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { createCompiledQuestions } from '#lib/db/compiled-questions.ts'
import type { Database } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { conditionsOf } from '#lib/db/images/image-filters.ts'
import { totalOrder } from '#lib/db/images/image-order.ts'
import { pageQuestion } from '#lib/db/images/image-page.ts'
import { slicesOf } from '#lib/db/images/image-visibility.ts'
import type { Context } from '#lib/domain/context.ts'
import { type ImageQuery, SORT_KEYS, type SortStep } from '#lib/domain/query.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { addAll, adminOf, anImage, aQuery, memberOf } from './image-records-builders.ts'

const me = memberOf('me')
const DIRECTIONS = ['asc', 'desc'] as const
const EVERY_STEP = SORT_KEYS.flatMap((key) => DIRECTIONS.map((direction) => ({ key, direction })))

forEachDatabase((open, dialect) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
    if (dialect === 'postgres') await fill(database)
  })

  /** How the database would read a page: one line for each step. */
  async function planOf(ctx: Context, query: ImageQuery): Promise<readonly string[]> {
    const conditions = conditionsOf(query.filters, { dialect, searchedProperties: null })
    const order = totalOrder(query.sort)
    const isFirstPage = query.marker === undefined
    const question = pageQuestion(dialect, {
      slices: slicesOf(ctx, query),
      conditions,
      order,
      isFirstPage,
      rarest: undefined,
    })
    const markers = order.map((step, index) => [`marker${index}`, earliest(step)])
    const values = Object.assign(
      { project: ctx.projectId, limit: query.limit, ...Object.fromEntries(markers) },
      ...conditions.map((condition) => condition.values),
    )
    const explain = sql.raw(dialect === 'sqlite' ? 'explain query plan' : 'explain')
    const asked = createCompiledQuestions(database.kysely).ask(
      'plan',
      () => sql<object>`${explain} ${question}`,
      values,
    )
    const { rows } = await database.kysely.executeQuery(asked)
    return rows.map((row) => String(Object.values(row).at(-1)))
  }

  describe('a page', () => {
    it.each(EVERY_STEP)(
      'by $key $direction begins in the index of that order, for each slice of the list',
      async (step) => {
        for (const marker of [undefined, 'some image']) {
          const plan = await planOf(me, aQuery({ sort: [step], limit: 25, ...(marker && { marker }) }))
          const used = (name: string) =>
            plan.filter((line) => line.includes(`${name}_by_${step.key} `)).length
          expect(
            {
              ownSlices: used('images_of_owner'),
              publicSlice: used(' images'),
              sharedSlice: used('shared_images'),
            },
            plan.join('\n'),
          ).toEqual({
            ownSlices: 3,
            publicSlice: 1,
            sharedSlice: 1,
          })
          expect(fullReads(plan)).toEqual([])
        }
      },
    )

    it('of an administrator begins in the index of its order as well', async () => {
      const plan = await planOf(adminOf('ops'), aQuery({ limit: 25 }))
      expect(
        plan.filter((line) => /images(_of_owner)?_by_created_at /.test(line)),
        plan.join('\n'),
      ).toHaveLength(8)
      expect(fullReads(plan)).toEqual([])
    })

    it.each(['name', 'status', 'disk_format', 'container_format'] as const)(
      'of one %s finds it in the index that sorts by it',
      async (column) => {
        const plan = await planOf(
          me,
          aQuery({ limit: 25, filters: [{ on: 'column', column, comparison: 'eq', value: 'debian' }] }),
        )
        expect(
          plan.filter((line) => line.includes(`_by_${column} `)),
          plan.join('\n'),
        ).toHaveLength(5)
      },
    )
  })
})

/** A value near the beginning of the order: most of the table lies behind it. */
function earliest({ key, direction }: SortStep): string | number {
  const isNumber = key === 'size' || key.endsWith('_at')
  if (direction === 'asc') return isNumber ? -1 : ''
  return isNumber ? Number.MAX_SAFE_INTEGER : '~'
}

/** SQLite's word for reading a table from end to end. PostgreSQL may do so with the few rows of a test. */
function fullReads(plan: readonly string[]): readonly string[] {
  return plan.filter((line) => /SCAN image/.test(line))
}

/** PostgreSQL uses an index where it pays: there must be something to read, and it must know how much. */
async function fill(database: Database): Promise<void> {
  const records = createImageRecords(database)
  const images = Array.from({ length: 300 }, (_, n) =>
    anImage({
      owner: n % 2 === 0 ? 'me' : 'others',
      visibility: (['public', 'private', 'shared', 'community'] as const)[(n >> 1) % 4] ?? 'private',
      name: `image ${n}`,
    }),
  )
  await addAll(records, images)
  for (const image of images) await records.addMember(me, image, 'me')
  await database.kysely.updateTable('image_members').set({ status: 'accepted' }).execute()
  await sql`analyze`.execute(database.kysely)
}
