import type { MemberStatus, Visibility } from './image.ts'

/** The columns by which a list can be sorted, in the API's spelling. */
export const SORT_KEYS = [
  'name',
  'status',
  'container_format',
  'disk_format',
  'size',
  'id',
  'created_at',
  'updated_at',
] as const
export type SortKey = (typeof SORT_KEYS)[number]

export interface SortStep {
  readonly key: SortKey
  readonly direction: 'asc' | 'desc'
}

/** Columns that a filter can name; any other name filters by an additional property. In the API's spelling. */
export const FILTER_COLUMNS = [
  'id',
  'name',
  'status',
  'owner',
  'protected',
  'checksum',
  'os_hash_algo',
  'os_hash_value',
  'size',
  'virtual_size',
  'container_format',
  'disk_format',
  'min_ram',
  'min_disk',
  'created_at',
  'updated_at',
] as const
export type FilterColumn = (typeof FILTER_COLUMNS)[number]

export type ColumnValue = string | number | boolean
export type Comparison = 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte'

export type Filter =
  | {
      readonly on: 'column'
      readonly column: FilterColumn
      readonly comparison: Comparison
      readonly value: ColumnValue
    }
  | { readonly on: 'columnIn'; readonly column: FilterColumn; readonly values: readonly ColumnValue[] }
  | { readonly on: 'property'; readonly name: string; readonly value: string }
  | { readonly on: 'tag'; readonly tag: string }
  /** Ours, additions to the API: a part of the name, a tag, a property or (from six characters on) the id, in either case. */
  | { readonly on: 'search'; readonly text: string }
  /** Ours: a copy of the data lies in this store. */
  | { readonly on: 'store'; readonly storeId: string }

export interface ImageQuery {
  readonly filters: readonly Filter[]
  /** Absent: the caller's own images, public ones, and shared ones with `memberStatus`. `all`: community too. */
  readonly visibility?: Visibility | 'all'
  readonly memberStatus: MemberStatus | 'all'
  readonly isHidden: boolean
  /** Steps in order; the database appends created_at and id as tie-breakers. */
  readonly sort: readonly SortStep[]
  readonly limit: number
  /** The id of the last image of the previous page. */
  readonly marker?: string
  /** Where properties are protected: a search looks only into those that the caller may read. */
  readonly mayReadProperty?: (name: string) => boolean
}

/** What a list comes to, as far as it was counted. */
export interface ImageTotal {
  readonly count: number
  /** Of the data of the counted images, a copy in one store each. */
  readonly bytes: number
  /** There are more: the numbers are those of the first. */
  readonly isMore: boolean
}

/** The projects whose images a list holds, as far as they were counted. */
export interface ImageOwners {
  /** Those with the most images first. */
  readonly owners: readonly { readonly projectId: string; readonly count: number }[]
  /** There are more: the list goes on, or so do the projects. */
  readonly isMore: boolean
}

export interface Page<T> {
  readonly items: readonly T[]
  /** The database page was full: there may be more. */
  readonly isFull: boolean
}
