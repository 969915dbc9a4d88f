import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ImageQuery, SortKey, SortStep } from '#lib/domain/query.ts'
import { slot } from '../compiled-questions.ts'

/** The column that a list sorts by, in each of the two tables that lists are read from. None is ever null. */
const SORT_COLUMNS: Record<'images' | 'image_members', Record<SortKey, string>> = {
  images: {
    name: 'sort_name',
    status: 'status',
    container_format: 'sort_container_format',
    disk_format: 'sort_disk_format',
    size: 'sort_size',
    id: 'id',
    created_at: 'created_at_ms',
    updated_at: 'updated_at_ms',
  },
  image_members: {
    name: 'image_name',
    status: 'image_status',
    container_format: 'image_container_format',
    disk_format: 'image_disk_format',
    size: 'image_size',
    id: 'image_id',
    created_at: 'image_created_at_ms',
    updated_at: 'image_updated_at_ms',
  },
}
export type ListTable = keyof typeof SORT_COLUMNS

/**
 * A total order: the query's own steps, then created_at and id. The tie-breakers go the way of the steps, or down
 * where those disagree. Newest first without any steps. All as Glance does.
 */
export function totalOrder(sort: ImageQuery['sort']): readonly SortStep[] {
  const [first] = sort
  const isUniform = sort.every((step) => step.direction === first?.direction)
  const direction = first !== undefined && isUniform ? first.direction : 'desc'
  const steps: SortStep[] = []
  for (const step of [
    ...sort,
    { key: 'created_at', direction } as const,
    { key: 'id', direction } as const,
  ]) {
    if (steps.some((earlier) => earlier.key === step.key)) continue
    steps.push(step)
    // Ids are unique: nothing that follows can matter.
    if (step.key === 'id') break
  }
  return steps
}

/** In a question over that table. */
export function sortColumn(table: ListTable, key: SortKey): RawBuilder<unknown> {
  return sql.ref(`${table}.${SORT_COLUMNS[table][key]}`)
}

/** The sort columns under names that are the same whichever table they come from: k0, k1 … */
export function orderColumns(table: ListTable, order: readonly SortStep[]): RawBuilder<unknown> {
  return sql.join(order.map((step, index) => sql`${sortColumn(table, step.key)} as ${sql.ref(`k${index}`)}`))
}

export function orderBy(
  order: readonly SortStep[],
  column: (step: SortStep, index: number) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql.join(order.map((step, index) => sql`${column(step, index)} ${sql.raw(step.direction)}`))
}

export function orderByColumns(table: ListTable, order: readonly SortStep[]): RawBuilder<unknown> {
  return orderBy(order, (step) => sortColumn(table, step.key))
}

/** What comes after the marker, whose values are the slots marker0, marker1 … */
export function isAfterMarker(table: ListTable, order: readonly SortStep[]): RawBuilder<SqlBool> {
  const [first] = order
  if (first === undefined) return sql`1 = 1`
  const terms = order.map((step, index) => ({
    column: sortColumn(table, step.key),
    value: slot(`marker${index}`),
    beyond: sql.raw(step.direction === 'asc' ? '>' : '<'),
  }))
  if (order.every((step) => step.direction === first.direction)) {
    // Both databases answer a comparison of whole rows from the index.
    const columns = sql.join(terms.map((term) => term.column))
    const values = sql.join(terms.map((term) => term.value))
    return sql`(${columns}) ${sql.raw(first.direction === 'asc' ? '>' : '<')} (${values})`
  }
  const alternatives = terms.map((term, index) => {
    const equal = terms.slice(0, index).map((earlier) => sql`${earlier.column} = ${earlier.value}`)
    return sql`(${sql.join([...equal, sql`${term.column} ${term.beyond} ${term.value}`], sql` and `)})`
  })
  // The first term by itself adds nothing but a range that the index can begin at.
  const start = sql`${sortColumn(table, first.key)} ${sql.raw(first.direction === 'asc' ? '>=' : '<=')} ${slot('marker0')}`
  return sql`(${start} and (${sql.join(alternatives, sql` or `)}))`
}

/** Equal for equal orders only. */
export function orderShape(order: readonly SortStep[]): string {
  return order.map((step) => `${step.key} ${step.direction}`).join()
}
