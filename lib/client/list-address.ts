import { IMAGE_STATUSES, type ImageStatus, VISIBILITIES, type Visibility } from '../domain/image.ts'
import { SORT_KEYS, type SortKey, type SortStep } from '../domain/query.ts'
import { DISK_FORMAT_CHOICES } from './image-words.ts'

export const PAGE_SIZES = [25, 50, 100, 250] as const
export type PageSize = (typeof PAGE_SIZES)[number]

/** Everything that decides what the list shows; it stands in the page's address. */
export interface ListAddress {
  readonly search: string
  readonly statuses: readonly ImageStatus[]
  /** null: mine, public, and shared with me; `all`: other projects' community images too. */
  readonly visibility: Visibility | 'all' | null
  readonly formats: readonly string[]
  readonly isProtected: boolean | null
  readonly isHidden: boolean
  readonly tags: readonly string[]
  readonly isMine: boolean
  /** Only images made from a running machine. */
  readonly isSnapshot: boolean
  readonly sort: SortStep
  readonly pageSize: PageSize
  /** Where the page stands: after this image, or before it. */
  readonly cursor: { readonly side: 'after' | 'before'; readonly imageId: string } | null
}

export const DEFAULT_ADDRESS: ListAddress = {
  search: '',
  statuses: [],
  visibility: null,
  formats: [],
  isProtected: null,
  isHidden: false,
  tags: [],
  isMine: false,
  isSnapshot: false,
  sort: { key: 'created_at', direction: 'desc' },
  pageSize: 25,
  cursor: null,
}

/** Reads the address's query; what is unknown or wrong in it counts as absent. */
export function readAddress(query: URLSearchParams): ListAddress {
  const visibility = query.get('visibility')
  return {
    search: query.get('q') ?? '',
    statuses: query.getAll('status').filter((text): text is ImageStatus => includes(IMAGE_STATUSES, text)),
    visibility: visibility === 'all' || includes(VISIBILITIES, visibility) ? visibility : null,
    formats: query.getAll('format').filter((text) => includes(DISK_FORMAT_CHOICES, text)),
    isProtected: readFlag(query.get('protected')),
    isHidden: query.get('hidden') === 'yes',
    tags: query.getAll('tag').filter((tag) => tag !== ''),
    isMine: query.get('owner') === 'mine',
    isSnapshot: query.get('type') === 'snapshot',
    sort: readSort(query.get('sort')),
    pageSize: PAGE_SIZES.find((size) => String(size) === query.get('rows')) ?? DEFAULT_ADDRESS.pageSize,
    cursor: readCursor(query),
  }
}

/** The shortest query that reads back as this address. */
export function writeAddress(address: ListAddress): URLSearchParams {
  const query = new URLSearchParams()
  if (address.search !== '') query.set('q', address.search)
  for (const status of address.statuses) query.append('status', status)
  if (address.visibility !== null) query.set('visibility', address.visibility)
  for (const format of address.formats) query.append('format', format)
  if (address.isProtected !== null) query.set('protected', address.isProtected ? 'yes' : 'no')
  if (address.isHidden) query.set('hidden', 'yes')
  for (const tag of address.tags) query.append('tag', tag)
  if (address.isMine) query.set('owner', 'mine')
  if (address.isSnapshot) query.set('type', 'snapshot')
  const sort = `${address.sort.key}:${address.sort.direction}`
  if (sort !== 'created_at:desc') query.set('sort', sort)
  if (address.pageSize !== DEFAULT_ADDRESS.pageSize) query.set('rows', String(address.pageSize))
  if (address.cursor !== null) query.set(address.cursor.side, address.cursor.imageId)
  return query
}

/** What the list is narrowed to, without its order and where the page stands: what makes a view. */
export function viewOf(address: ListAddress): string {
  const { sort, pageSize, cursor } = DEFAULT_ADDRESS
  return writeAddress({ ...address, sort, pageSize, cursor }).toString()
}

/** Whether the list is narrowed: an empty page then means "no match" rather than "nothing here". */
export function isNarrowed(address: ListAddress): boolean {
  return viewOf(address) !== ''
}

/** The service's query for this page: one image more than is shown, which tells whether there is a page beyond. */
export function serviceQuery(address: ListAddress, projectId: string | null): URLSearchParams {
  const query = new URLSearchParams()
  if (address.search.trim() !== '') query.set('vitrine_search', address.search.trim())
  if (address.statuses.length > 0) query.set('status', `in:${address.statuses.join(',')}`)
  if (address.visibility !== null) query.set('visibility', address.visibility)
  if (address.formats.length > 0) query.set('disk_format', `in:${address.formats.join(',')}`)
  if (address.isProtected !== null) query.set('protected', String(address.isProtected))
  if (address.isHidden) query.set('os_hidden', 'true')
  for (const tag of address.tags) query.append('tag', tag)
  if (address.isMine && projectId !== null) query.set('owner', projectId)
  if (address.isSnapshot) query.set('image_type', 'snapshot')
  query.set(
    'sort',
    sortSteps(address)
      .map((step) => `${step.key}:${step.direction}`)
      .join(','),
  )
  query.set('limit', String(address.pageSize + 1))
  if (address.cursor !== null) query.set('marker', address.cursor.imageId)
  return query
}

/** The tie-breakers are spelled out, so that the page before (the same query backwards) meets the same order. */
function sortSteps(address: ListAddress): readonly SortStep[] {
  const { key, direction } = address.sort
  const steps: readonly SortStep[] = [
    { key, direction },
    ...(key === 'created_at' ? [] : [{ key: 'created_at', direction: 'desc' } as const]),
    { key: 'id', direction: 'desc' },
  ]
  if (address.cursor?.side !== 'before') return steps
  return steps.map((step) => ({ key: step.key, direction: step.direction === 'asc' ? 'desc' : 'asc' }))
}

/** One page out of the rows that `serviceQuery` brought. */
export function cutPage<T>(
  rows: readonly T[],
  address: ListAddress,
): { items: readonly T[]; hasBefore: boolean; hasAfter: boolean } {
  const isBackwards = address.cursor?.side === 'before'
  const isMore = rows.length > address.pageSize
  const page = rows.slice(0, address.pageSize)
  return {
    items: isBackwards ? page.reverse() : page,
    hasBefore: isBackwards ? isMore : address.cursor !== null,
    hasAfter: isBackwards || isMore,
  }
}

function includes<T extends string>(choices: readonly T[], text: string | null): text is T {
  return (choices as readonly (string | null)[]).includes(text)
}

function readFlag(text: string | null): boolean | null {
  if (text === 'yes') return true
  return text === 'no' ? false : null
}

function readSort(text: string | null): SortStep {
  const [key, direction] = (text ?? '').split(':')
  if (!includes<SortKey>(SORT_KEYS, key ?? null)) return DEFAULT_ADDRESS.sort
  return { key: key as SortKey, direction: direction === 'asc' ? 'asc' : 'desc' }
}

function readCursor(query: URLSearchParams): ListAddress['cursor'] {
  for (const side of ['after', 'before'] as const) {
    const imageId = query.get(side)
    if (imageId !== null && /^[0-9a-f-]{36}$/i.test(imageId)) return { side, imageId }
  }
  return null
}
