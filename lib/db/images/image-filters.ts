import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { invalid } from '#lib/domain/errors.ts'
import type { ColumnValue, Comparison, Filter, FilterColumn } from '#lib/domain/query.ts'
import { type SlotValues, slot } from '../compiled-questions.ts'
import { foldName } from './image-rows.ts'

/** A condition on `images`: its text depends on the shape alone, its values are slots. */
export interface Condition {
  readonly shape: string
  readonly values: SlotValues
  build(): RawBuilder<SqlBool>
}

interface ColumnFacts {
  readonly column: string
  readonly holds: 'text' | 'integer' | 'boolean' | 'time'
  /** Where absent values are '' or 0, and which the lists' indexes know. */
  readonly sorted?: string
}

const COLUMNS: Record<FilterColumn, ColumnFacts> = {
  id: { column: 'id', holds: 'text' },
  name: { column: 'name', holds: 'text', sorted: 'sort_name' },
  status: { column: 'status', holds: 'text' },
  owner: { column: 'owner', holds: 'text' },
  protected: { column: 'is_protected', holds: 'boolean' },
  checksum: { column: 'checksum', holds: 'text' },
  os_hash_algo: { column: 'hash_algo', holds: 'text' },
  os_hash_value: { column: 'hash_value', holds: 'text' },
  size: { column: 'size_bytes', holds: 'integer', sorted: 'sort_size' },
  virtual_size: { column: 'virtual_size_bytes', holds: 'integer' },
  container_format: { column: 'container_format', holds: 'text', sorted: 'sort_container_format' },
  disk_format: { column: 'disk_format', holds: 'text', sorted: 'sort_disk_format' },
  min_ram: { column: 'min_ram_mb', holds: 'integer' },
  min_disk: { column: 'min_disk_gb', holds: 'integer' },
  created_at: { column: 'created_at_ms', holds: 'time' },
  updated_at: { column: 'updated_at_ms', holds: 'time' },
}

/** The filters' conditions; each one's slots bear the filter's place in their names. */
export function conditionsOf(filters: readonly Filter[]): readonly Condition[] {
  return filters.map((filter, index) => conditionOf(filter, `filter${index}`))
}

function conditionOf(filter: Filter, name: string): Condition {
  switch (filter.on) {
    case 'column':
      return columnCondition(COLUMNS[filter.column], filter.comparison, filter.value, name)
    case 'columnIn':
      return listCondition(COLUMNS[filter.column], filter.values, name)
    case 'property':
      return propertyCondition(filter.name, filter.value, name)
    case 'tag':
      return {
        shape: 'tag',
        values: { [name]: filter.tag },
        build: () => sql`exists (select 1 from image_tags where image_id = images.id and tag = ${slot(name)})`,
      }
    case 'search':
      return searchCondition(filter.text, name)
  }
}

const OPERATORS: Record<Comparison, string> = { eq: '=', neq: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' }

function columnCondition(facts: ColumnFacts, comparison: Comparison, value: ColumnValue, name: string): Condition {
  if (facts.holds === 'time') return timeCondition(facts.column, comparison, value, name)
  const stored = storedValue(facts, comparison, value)
  // Absent values answer no comparison, but they stand as '' and 0 in the columns that the indexes know.
  const isIndexed = comparison === 'eq' && facts.sorted !== undefined && stored !== '' && stored !== 0
  const column = isIndexed && facts.sorted !== undefined ? facts.sorted : facts.column
  return {
    shape: `${column}${OPERATORS[comparison]}`,
    values: { [name]: stored },
    build: () => sql`${sql.ref(`images.${column}`)} ${sql.raw(OPERATORS[comparison])} ${slot(name)}`,
  }
}

function listCondition(facts: ColumnFacts, values: readonly ColumnValue[], name: string): Condition {
  if (values.length === 0) return { shape: 'nothing', values: {}, build: () => sql`1 = 0` }
  const stored = Object.fromEntries(values.map((value, index) => [`${name}_${index}`, storedValue(facts, 'eq', value)]))
  return {
    shape: `${facts.column} in ${values.length}`,
    values: stored,
    build: () => sql`${sql.ref(`images.${facts.column}`)} in (${sql.join(Object.keys(stored).map((each) => slot(each)))})`,
  }
}

function propertyCondition(property: string, value: string, name: string): Condition {
  return {
    shape: 'property',
    values: { [`${name}_name`]: property, [`${name}_value`]: value },
    build: () => sql`exists (select 1 from image_properties where image_id = images.id
      and name = ${slot(`${name}_name`)} and value = ${slot(`${name}_value`)})`,
  }
}

function searchCondition(text: string, name: string): Condition {
  const pattern = escapePattern(foldName(text))
  return {
    shape: 'search',
    values: { [`${name}_name`]: `%${pattern}%`, [`${name}_id`]: `${pattern}%` },
    build: () => sql`(images.name_folded like ${slot(`${name}_name`)} escape '!'
      or images.id_folded like ${slot(`${name}_id`)} escape '!')`,
  }
}

/** What people type is text, not a pattern. */
function escapePattern(text: string): string {
  return text.replace(/[!%_]/g, (character) => `!${character}`)
}

const SECOND_MS = 1000

/** Times on the wire have whole seconds: a comparison means the whole second in which an image was created. */
function timeCondition(column: string, comparison: Comparison, value: ColumnValue, name: string): Condition {
  const ms = typeof value === 'number' ? value : Date.parse(String(value))
  if (!Number.isFinite(ms)) throw invalid(`${String(value)} is not a time; write it like 2026-01-31T12:00:00Z.`)
  const start = Math.floor(ms / SECOND_MS) * SECOND_MS
  const stored = sql.ref(`images.${column}`)
  const from = slot(`${name}_from`)
  const until = slot(`${name}_until`)
  const texts: Record<Comparison, RawBuilder<SqlBool>> = {
    eq: sql`(${stored} >= ${from} and ${stored} < ${until})`,
    neq: sql`(${stored} < ${from} or ${stored} >= ${until})`,
    gt: sql`${stored} >= ${until}`,
    gte: sql`${stored} >= ${from}`,
    lt: sql`${stored} < ${from}`,
    lte: sql`${stored} < ${until}`,
  }
  return {
    shape: `${column} ${comparison}`,
    values: { [`${name}_from`]: start, [`${name}_until`]: start + SECOND_MS },
    build: () => texts[comparison],
  }
}

function storedValue(facts: ColumnFacts, comparison: Comparison, value: ColumnValue): string | number {
  if (facts.holds === 'text') return String(value)
  if (facts.holds === 'boolean') return value === true || value === 'true' || value === 1 ? 1 : 0
  return storedInteger(comparison, Number(value))
}

/** Less than every stored number. */
const NO_INTEGER = Number.MIN_SAFE_INTEGER

/** The integer that answers the comparison as the number itself would: a database refuses fractions and 1e30. */
function storedInteger(comparison: Comparison, value: number): number {
  if (Number.isNaN(value)) throw invalid('A number is compared with something that is not a number.')
  if (comparison === 'eq' || comparison === 'neq') return Number.isSafeInteger(value) ? value : NO_INTEGER
  const whole = comparison === 'gt' || comparison === 'lte' ? Math.floor(value) : Math.ceil(value)
  return Math.min(Math.max(whole, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}
