import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { invalid } from '#lib/domain/errors.ts'
import type { ColumnValue, Comparison, Filter, FilterColumn, SortKey } from '#lib/domain/query.ts'
import { type SlotValues, slot } from '../compiled-questions.ts'
import type { DialectName } from '../dialects.ts'
import { gramsValue, holdsText, isAmong, listValue, textsWithGrams } from '../search-dialects.ts'
import { VALUE_START_LENGTH } from '../tables/images.ts'
import { type ListTable, sortColumn } from './image-order.ts'
import { foldText, LEAST_ID_PART, SEARCH_KINDS } from './search-grams.ts'

/** One filter in SQL. Its text depends on the shape alone; its values are slots. */
export interface Condition {
  readonly shape: string
  readonly values: SlotValues
  /** `images`: it is about that table's columns. `either`: the members' copies serve as well. */
  readonly about: 'images' | 'either'
  build(table: ListTable): RawBuilder<SqlBool>
  /**
   * A question for the ids (`image_id`) of all that meet the condition, where an index can answer it. It may name an
   * image several times.
   */
  candidates?(): RawBuilder<unknown>
}

/** What a filter's SQL depends on besides the filter. */
export interface FilterWorld {
  readonly dialect: DialectName
  /** The properties that a search looks into; null: all. */
  readonly searchedProperties: readonly string[] | null
}

interface ColumnFacts {
  readonly column: string
  readonly holds: 'text' | 'integer' | 'boolean'
  /** The key under which the lists' indexes know it, with absent values as '' and 0. */
  readonly sortKey?: SortKey
  /** An index of its own finds equal values. */
  readonly isIndexed?: true
}

type TimeColumn = 'created_at' | 'updated_at'

const COLUMNS: Record<Exclude<FilterColumn, TimeColumn>, ColumnFacts> = {
  id: { column: 'id', holds: 'text', sortKey: 'id', isIndexed: true },
  name: { column: 'name', holds: 'text', sortKey: 'name' },
  status: { column: 'status', holds: 'text', sortKey: 'status' },
  owner: { column: 'owner', holds: 'text', isIndexed: true },
  protected: { column: 'is_protected', holds: 'boolean' },
  checksum: { column: 'checksum', holds: 'text', isIndexed: true },
  os_hash_algo: { column: 'hash_algo', holds: 'text' },
  os_hash_value: { column: 'hash_value', holds: 'text', isIndexed: true },
  size: { column: 'size_bytes', holds: 'integer', sortKey: 'size' },
  virtual_size: { column: 'virtual_size_bytes', holds: 'integer' },
  container_format: { column: 'container_format', holds: 'text', sortKey: 'container_format' },
  disk_format: { column: 'disk_format', holds: 'text', sortKey: 'disk_format' },
  min_ram: { column: 'min_ram_mb', holds: 'integer' },
  min_disk: { column: 'min_disk_gb', holds: 'integer' },
}

/** The filters' conditions; each one's slots bear the filter's place in their names. */
export function conditionsOf(filters: readonly Filter[], world: FilterWorld): readonly Condition[] {
  return filters.map((filter, index) => conditionOf(filter, `filter${index}`, world))
}

function conditionOf(filter: Filter, name: string, world: FilterWorld): Condition {
  switch (filter.on) {
    case 'column':
      return columnCondition(filter.column, filter.comparison, filter.value, name)
    case 'columnIn':
      return columnInCondition(filter.column, filter.values, name)
    case 'property':
      return propertyCondition(filter.name, filter.value, name)
    case 'tag':
      return tagCondition(filter.tag, name)
    case 'search':
      return searchCondition(filter.text, name, world)
    case 'store':
      return storeCondition(filter.storeId, name)
  }
}

const OPERATORS: Record<Comparison, string> = { eq: '=', neq: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' }

function columnCondition(
  column: FilterColumn,
  comparison: Comparison,
  value: ColumnValue,
  name: string,
): Condition {
  if (isTime(column)) return timeCondition(column, comparison, value, name)
  const facts = COLUMNS[column]
  const stored = storedValue(facts, comparison, value)
  if (comparison === 'eq') return equalCondition(facts, [stored], name)
  return {
    shape: `${column} ${comparison}`,
    values: { [name]: stored },
    about: 'images',
    build: () => sql`${sql.ref(`images.${facts.column}`)} ${sql.raw(OPERATORS[comparison])} ${slot(name)}`,
  }
}

function columnInCondition(column: FilterColumn, values: readonly ColumnValue[], name: string): Condition {
  if (values.length === 0) return { shape: 'nothing', values: {}, about: 'either', build: () => sql`1 = 0` }
  if (!isTime(column)) {
    const facts = COLUMNS[column]
    return equalCondition(
      facts,
      values.map((value) => storedValue(facts, 'eq', value)),
      name,
    )
  }
  const times = values.map((value, index) => timeCondition(column, 'eq', value, `${name}_${index}`))
  return {
    shape: `${column} in ${values.length}`,
    values: Object.assign({}, ...times.map((time) => time.values)),
    about: 'either',
    build: (table) =>
      sql`(${sql.join(
        times.map((time) => time.build(table)),
        sql` or `,
      )})`,
  }
}

function isTime(column: FilterColumn): column is TimeColumn {
  return column === 'created_at' || column === 'updated_at'
}

/** Equal to one of the values. */
function equalCondition(facts: ColumnFacts, stored: readonly (string | number)[], name: string): Condition {
  const { column, sortKey, isIndexed } = facts
  // Absent values equal nothing, but they stand as '' and 0 in what lists are sorted by.
  const listKey = stored.some((value) => value === '' || value === 0) ? undefined : sortKey
  const names = stored.map((_, index) => `${name}_${index}`)
  const slots = sql.join(names.map((each) => slot(each)))
  const test = names.length === 1 ? sql`= ${slots}` : sql`in (${slots})`
  return {
    shape: `${column} equals ${names.length} ${listKey === undefined ? 'in images' : 'in lists'}`,
    values: Object.fromEntries(stored.map((value, index) => [`${name}_${index}`, value])),
    about: listKey === undefined ? 'images' : 'either',
    build: (table) =>
      sql`${listKey === undefined ? sql.ref(`images.${column}`) : sortColumn(table, listKey)} ${test}`,
    ...(isIndexed && {
      candidates: () => sql`select id as image_id from images where ${sql.ref(column)} ${test}`,
    }),
  }
}

function tagCondition(tag: string, name: string): Condition {
  return {
    shape: 'tag',
    values: { [name]: tag },
    about: 'images',
    build: () => sql`exists (select 1 from image_tags where image_id = images.id and tag = ${slot(name)})`,
    candidates: () => sql`select image_id from image_tags where tag = ${slot(name)}`,
  }
}

function propertyCondition(property: string, value: string, name: string): Condition {
  const isProperty = sql`name = ${slot(`${name}_name`)} and value = ${slot(`${name}_value`)}`
  // Array.from gives whole characters, as the databases count them.
  const start = Array.from(value).slice(0, VALUE_START_LENGTH).join('')
  return {
    shape: 'property',
    values: { [`${name}_name`]: property, [`${name}_value`]: value, [`${name}_start`]: start },
    about: 'images',
    build: () => sql`exists (select 1 from image_properties where image_id = images.id and ${isProperty})`,
    candidates: () =>
      sql`select image_id from image_properties where ${isProperty} and value_start = ${slot(`${name}_start`)}`,
  }
}

/** What people type is text, not a pattern: the index finds candidates, which are compared character by character. */
function searchCondition(
  text: string,
  name: string,
  { dialect, searchedProperties }: FilterWorld,
): Condition {
  const folded = foldText(text)
  const withIds = Array.from(folded).length >= LEAST_ID_PART
  const isHit = [
    holdsText(dialect, sql.ref('image_texts.folded'), slot(`${name}_text`)),
    ...(withIds ? [] : [sql`image_texts.kind <> ${sql.lit(SEARCH_KINDS.id)}`]),
    ...(searchedProperties === null
      ? []
      : [
          sql`(image_texts.kind <> ${sql.lit(SEARCH_KINDS.property)}
            or ${isAmong(dialect, sql.ref('image_texts.property'), slot(`${name}_properties`))})`,
        ]),
  ]
  const holds = sql.join(isHit, sql` and `)
  return {
    shape: `search${withIds ? ' ids' : ''}${searchedProperties === null ? '' : ' some properties'}`,
    values: {
      [`${name}_text`]: folded,
      [`${name}_grams`]: gramsValue(dialect, folded),
      [`${name}_properties`]: listValue(dialect, searchedProperties ?? []),
    },
    about: 'images',
    build: () => sql`exists (select 1 from image_texts where image_texts.image_id = images.id and ${holds})`,
    candidates: () =>
      sql`select image_texts.image_id from ${textsWithGrams(dialect, slot(`${name}_grams`))} and ${holds}`,
  }
}

function storeCondition(storeId: string, name: string): Condition {
  return {
    shape: 'store',
    values: { [name]: storeId },
    about: 'images',
    build: () =>
      sql`exists (select 1 from image_locations where image_id = images.id and store_id = ${slot(name)})`,
    candidates: () => sql`select image_id from image_locations where store_id = ${slot(name)}`,
  }
}

const SECOND_MS = 1000

/** Times on the wire have whole seconds: a comparison means the whole second in which an image was created. */
function timeCondition(key: TimeColumn, comparison: Comparison, value: ColumnValue, name: string): Condition {
  // Date also refuses what is too large for a time.
  const ms = new Date(typeof value === 'number' ? value : String(value)).getTime()
  if (Number.isNaN(ms)) throw invalid(`${String(value)} is not a time; write it like 2026-01-31T12:00:00Z.`)
  const start = Math.floor(ms / SECOND_MS) * SECOND_MS
  const from = slot(`${name}_from`)
  const until = slot(`${name}_until`)
  const texts: Record<Comparison, (stored: RawBuilder<unknown>) => RawBuilder<SqlBool>> = {
    eq: (stored) => sql`(${stored} >= ${from} and ${stored} < ${until})`,
    neq: (stored) => sql`(${stored} < ${from} or ${stored} >= ${until})`,
    gt: (stored) => sql`${stored} >= ${until}`,
    gte: (stored) => sql`${stored} >= ${from}`,
    lt: (stored) => sql`${stored} < ${from}`,
    lte: (stored) => sql`${stored} < ${until}`,
  }
  return {
    shape: `${key} ${comparison}`,
    values: { [`${name}_from`]: start, [`${name}_until`]: start + SECOND_MS },
    about: 'either',
    build: (table) => texts[comparison](sortColumn(table, key)),
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
