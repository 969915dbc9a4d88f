import { invalid, notFound } from '../../domain/errors.ts'
import {
  NAMESPACE_SORT_KEYS,
  type NamespaceQuery,
  type SortDirection,
} from '../../domain/metadefs/metadef-records.ts'
import { NAMESPACE_VISIBILITIES } from '../../domain/metadefs/namespace.ts'
import type { Page } from '../../domain/query.ts'
import type { PageLimits } from '../image-list-query.ts'
import { isStorable } from '../text.ts'

const DIRECTIONS = ['asc', 'desc'] as const satisfies readonly SortDirection[]
const PART_SORT_KEYS = ['created_at', 'updated_at', 'name'] as const

/** The query of `GET /v2/metadefs/namespaces`; the newest come first unless said otherwise. @throws `invalid` */
export function parseNamespaceQuery(parameters: URLSearchParams, limits: PageLimits): NamespaceQuery {
  const marker = single(parameters, 'marker')
  const visibility = choice(parameters, 'visibility', NAMESPACE_VISIBILITIES)
  const resourceTypes = wordsOf(single(parameters, 'resource_types'))
  return {
    ...(visibility === undefined ? {} : { visibility }),
    ...(resourceTypes === undefined ? {} : { resourceTypes }),
    ...(marker === undefined ? {} : { marker }),
    sortKey: choice(parameters, 'sort_key', NAMESPACE_SORT_KEYS) ?? 'created_at',
    sortDirection: choice(parameters, 'sort_dir', DIRECTIONS) ?? 'desc',
    limit: parseLimit(single(parameters, 'limit'), limits),
  }
}

/** What lists of objects and tags are sorted by. */
export interface PagedPart {
  readonly name: string
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** One page of a namespace's objects or tags, as the query says. @throws `invalid`; `not_found` for an unknown marker */
export function pageOfParts<Item extends PagedPart>(
  items: readonly Item[],
  kind: string,
  { parameters, limits }: { readonly parameters: URLSearchParams; readonly limits: PageLimits },
): Page<Item> {
  const sortKey = choice(parameters, 'sort_key', PART_SORT_KEYS) ?? 'created_at'
  const sign = (choice(parameters, 'sort_dir', DIRECTIONS) ?? 'desc') === 'asc' ? 1 : -1
  const limit = parseLimit(single(parameters, 'limit'), limits)
  const marker = single(parameters, 'marker')
  const sorted = items.toSorted((one, other) => sign * compare(keysOf(one, sortKey), keysOf(other, sortKey)))
  const start = marker === undefined ? 0 : sorted.findIndex((item) => item.name === marker) + 1
  if (marker !== undefined && start === 0) throw notFound(kind, marker)
  const page = sorted.slice(start, start + limit)
  return { items: page, isFull: limit > 0 && page.length === limit }
}

type Keys = readonly [number, string]

function keysOf(item: PagedPart, sortKey: (typeof PART_SORT_KEYS)[number]): Keys {
  if (sortKey === 'name') return [0, item.name]
  return [sortKey === 'created_at' ? item.createdAtMs : item.updatedAtMs, item.name]
}

function compare([time, name]: Keys, [otherTime, otherName]: Keys): number {
  if (time !== otherTime) return time - otherTime
  return name < otherName ? -1 : Number(name > otherName)
}

/** The parameter `resource_type` of a single namespace or property. @throws `invalid` */
export function parseResourceType(parameters: URLSearchParams): string | undefined {
  return single(parameters, 'resource_type') || undefined
}

function wordsOf(list: string | undefined): readonly string[] | undefined {
  const words = list?.split(',').filter((word) => word !== '') ?? []
  return words.length === 0 ? undefined : words
}

function choice<T extends string>(
  parameters: URLSearchParams,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = single(parameters, name)
  if (value === undefined || value === '') return undefined
  const found = choices.find((candidate) => candidate === value)
  if (found === undefined)
    throw invalid(`${name} must be one of ${choices.join(', ')}, not “${value}”.`, name)
  return found
}

function single(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = parameters.getAll(name)
  if (more.length > 0) throw invalid(`The parameter ${name} can be given once.`, name)
  if (value !== undefined && !isStorable(value))
    throw invalid(`${name} holds characters that no name has.`, name)
  return value
}

function parseLimit(value: string | undefined, { usual, most }: PageLimits): number {
  if (value === undefined) return Math.min(usual, most)
  if (!/^\d+$/.test(value)) throw invalid(`limit must be a whole number from 0, not “${value}”.`, 'limit')
  return Math.min(Number(value), most)
}
