import { invalid } from '../domain/errors.ts'
import { MEMBER_STATUSES, type MemberStatus, VISIBILITIES, type Visibility } from '../domain/image.ts'
import type { ColumnValue, Filter, FilterColumn, ImageQuery } from '../domain/query.ts'
import { parseChoice, parseTimeBound } from './filter-value.ts'
import { parseImageSort } from './image-sort.ts'
import { isStorable } from './text.ts'

export interface PageLimits {
  /** Taken when the client asks for none. */
  readonly usual: number
  /** More is cut to this. */
  readonly most: number
}

/** Parameters that are not filters. */
const CONTROLS = new Set([
  'limit',
  'marker',
  'sort',
  'sort_key',
  'sort_dir',
  'visibility',
  'member_status',
  'os_hidden',
])
const CHOICE_COLUMNS: ReadonlySet<string> = new Set([
  'id',
  'name',
  'status',
  'container_format',
  'disk_format',
])
const TEXT_COLUMNS: ReadonlySet<string> = new Set(['owner', 'checksum', 'os_hash_algo', 'os_hash_value'])
const NUMBER_COLUMNS: ReadonlySet<string> = new Set(['size', 'virtual_size', 'min_ram', 'min_disk'])
const TIME_COLUMNS: ReadonlySet<string> = new Set(['created_at', 'updated_at'])

/** Our additions to the API: one text that a person typed, the store that has the data, whose the images are not. */
const SEARCH_PARAMETER = 'vitrine_search'
const STORE_PARAMETER = 'vitrine_store'
const NOT_OWNER_PARAMETER = 'vitrine_not_owner'

/** The query of `GET /v2/images`. @throws `invalid` naming the parameter */
export function parseImageListQuery(parameters: URLSearchParams, limits: PageLimits): ImageQuery {
  const filters: Filter[] = []
  for (const [name, value] of parameters) {
    if (!isStorable(name) || !isStorable(value))
      throw invalid(`The parameter ${name} holds characters that no image can.`, name)
    if (!CONTROLS.has(name)) filters.push(...parseFilter(name, value))
  }
  const marker = single(parameters, 'marker')
  const visibility = parseVisibility(single(parameters, 'visibility'))
  return {
    filters,
    ...(visibility === undefined ? {} : { visibility }),
    memberStatus: parseMemberStatus(single(parameters, 'member_status') ?? 'accepted'),
    isHidden: parseHidden(single(parameters, 'os_hidden') ?? 'false'),
    sort: parseImageSort(parameters),
    limit: parseLimit(single(parameters, 'limit'), limits),
    ...(marker === undefined ? {} : { marker }),
  }
}

/** The only value of a parameter. @throws `invalid` when it is repeated */
function single(parameters: URLSearchParams, name: string): string | undefined {
  if (!parameters.has(name)) return undefined
  const [value, ...more] = parameters.getAll(name)
  if (more.length > 0) throw invalid(`The parameter ${name} can be given once.`, name)
  return value
}

function parseFilter(name: string, value: string): readonly Filter[] {
  if (name === 'changes-since')
    throw invalid('changes-since is not part of v2: use updated_at=gte:<time>.', name)
  if (name === 'tag') return [{ on: 'tag', tag: value.trim() }]
  if (name === SEARCH_PARAMETER) return value.trim() === '' ? [] : [{ on: 'search', text: value.trim() }]
  if (name === STORE_PARAMETER) return [{ on: 'store', storeId: value }]
  if (name === NOT_OWNER_PARAMETER) return [{ on: 'column', column: 'owner', comparison: 'neq', value }]
  if (name === 'protected') return [column('protected', parseLowerCaseBoolean(name, value))]
  if (CHOICE_COLUMNS.has(name)) return [choiceFilter(name as FilterColumn, parseChoice(name, value))]
  if (TEXT_COLUMNS.has(name)) return [column(name as FilterColumn, value)]
  if (TIME_COLUMNS.has(name)) {
    const { comparison, ms } = parseTimeBound(name, value)
    return [{ on: 'column', column: name as FilterColumn, comparison, value: ms }]
  }
  return numberFilter(name, value) ?? [{ on: 'property', name, value }]
}

function column(name: FilterColumn, value: ColumnValue): Filter {
  return { on: 'column', column: name, comparison: 'eq', value }
}

function choiceFilter(name: FilterColumn, values: readonly string[]): Filter {
  const [only] = values
  return values.length === 1 && only !== undefined
    ? column(name, only)
    : { on: 'columnIn', column: name, values }
}

/** `size=…`, `size_min=…`, `size_max=…` and the like; null for a name that is no number's. */
function numberFilter(name: string, value: string): readonly Filter[] | null {
  const bound = /^(.+)_(min|max)$/.exec(name)
  const [, base = name, edge] = bound !== null && NUMBER_COLUMNS.has(bound[1] ?? '') ? bound : []
  if (!NUMBER_COLUMNS.has(base)) return null
  const comparison = edge === undefined ? 'eq' : edge === 'min' ? 'gte' : 'lte'
  return [{ on: 'column', column: base as FilterColumn, comparison, value: parseWholeNumber(name, value) }]
}

function parseWholeNumber(name: string, value: string): number {
  const number = Number(value)
  if (/^-?\d+$/.test(value) && Number.isSafeInteger(number)) return number
  throw invalid(`${name} must be a whole number, not “${value}”.`, name)
}

function parseLowerCaseBoolean(name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw invalid(`${name} must be true or false, not “${value}”.`, name)
}

function parseHidden(value: string): boolean {
  return parseLowerCaseBoolean('os_hidden', value.toLowerCase())
}

function parseVisibility(value: string | undefined): Visibility | 'all' | undefined {
  const choices = [...VISIBILITIES, 'all'] as const
  return value === undefined ? undefined : oneOf('visibility', value, choices)
}

function parseMemberStatus(value: string): MemberStatus | 'all' {
  return oneOf('member_status', value, [...MEMBER_STATUSES, 'all'] as const)
}

function oneOf<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value)
  if (choice === undefined)
    throw invalid(`${name} must be one of ${choices.join(', ')}, not “${value}”.`, name)
  return choice
}

function parseLimit(value: string | undefined, { usual, most }: PageLimits): number {
  if (value === undefined) return Math.min(usual, most)
  if (!/^\d+$/.test(value)) throw invalid(`limit must be a whole number from 0, not “${value}”.`, 'limit')
  return Math.min(Number(value), most)
}
