import { IMAGE_STATUSES, type ImageStatus, VISIBILITIES, type Visibility } from '../domain/image.ts'
import { SORT_KEYS, type SortKey, type SortStep } from '../domain/query.ts'
import { DISK_FORMAT_CHOICES } from './image-words.ts'

/** How long ago an image was created, at most; in days. */
export const AGES = { day: 1, week: 7, month: 30, year: 365 } as const
export type Age = keyof typeof AGES

const GIB = 1024 ** 3
/** Bounds of the data's size in bytes, both included. */
export const SIZES = {
  small: [0, GIB - 1],
  medium: [GIB, 10 * GIB - 1],
  large: [10 * GIB, null],
} as const
export type SizeClass = keyof typeof SIZES

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
  /** `mine`, `others`, or the id of a project; null: whosever. */
  readonly owner: string | null
  /** Only images made from a running machine. */
  readonly isSnapshot: boolean
  /** The properties `os_type` and `os_distro`. */
  readonly osType: string | null
  readonly distro: string | null
  readonly age: Age | null
  readonly size: SizeClass | null
  /** The store that has the data. */
  readonly store: string | null
  readonly sort: SortStep
}

export const DEFAULT_ADDRESS: ListAddress = {
  search: '',
  statuses: [],
  visibility: null,
  formats: [],
  isProtected: null,
  isHidden: false,
  tags: [],
  owner: null,
  isSnapshot: false,
  osType: null,
  distro: null,
  age: null,
  size: null,
  store: null,
  sort: { key: 'created_at', direction: 'desc' },
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
    owner: query.get('owner') || null,
    isSnapshot: query.get('type') === 'snapshot',
    osType: query.get('os') || null,
    distro: query.get('distro') || null,
    age: readKey(AGES, query.get('created')),
    size: readKey(SIZES, query.get('size')),
    store: query.get('store') || null,
    sort: readSort(query.get('sort')),
  }
}

/** The shortest query that reads back as this address. */
export function writeAddress(address: ListAddress): URLSearchParams {
  const query = new URLSearchParams()
  const put = (name: string, value: string | null) => value && query.set(name, value)
  put('q', address.search)
  for (const status of address.statuses) query.append('status', status)
  put('visibility', address.visibility)
  for (const format of address.formats) query.append('format', format)
  if (address.isProtected !== null) query.set('protected', address.isProtected ? 'yes' : 'no')
  if (address.isHidden) query.set('hidden', 'yes')
  for (const tag of address.tags) query.append('tag', tag)
  put('owner', address.owner)
  if (address.isSnapshot) query.set('type', 'snapshot')
  put('os', address.osType)
  put('distro', address.distro)
  put('created', address.age)
  put('size', address.size)
  put('store', address.store)
  const sort = `${address.sort.key}:${address.sort.direction}`
  if (sort !== 'created_at:desc') query.set('sort', sort)
  return query
}

/** What the list is narrowed to, without its order: what makes a view. */
export function viewOf(address: ListAddress): string {
  return writeAddress({ ...address, sort: DEFAULT_ADDRESS.sort }).toString()
}

/** Whether the list is narrowed: an empty page then means "no match" rather than "nothing here". */
export function isNarrowed(address: ListAddress): boolean {
  return viewOf(address) !== ''
}

/** Where all images of a project that may be seen are listed, its community images too. */
export function projectImagesPath(projectId: string): string {
  return `/images?${writeAddress({ ...DEFAULT_ADDRESS, visibility: 'all', owner: projectId })}`
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The service's filters for this list. @param nowMs Ages count from the whole hour, so that the question stays the same for a while. */
export function serviceQuery(
  address: ListAddress,
  projectId: string | null,
  nowMs: number = Date.now(),
): URLSearchParams {
  const query = new URLSearchParams()
  const put = (name: string, value: string | number | null) =>
    value !== null && value !== '' && query.set(name, String(value))
  put('vitrine_search', address.search.trim())
  if (address.statuses.length > 0) query.set('status', `in:${address.statuses.join(',')}`)
  put('visibility', address.visibility)
  if (address.formats.length > 0) query.set('disk_format', `in:${address.formats.join(',')}`)
  if (address.isProtected !== null) query.set('protected', String(address.isProtected))
  if (address.isHidden) query.set('os_hidden', 'true')
  for (const tag of address.tags) query.append('tag', tag)
  if (address.owner === 'others') put('vitrine_not_owner', projectId)
  else put('owner', address.owner === 'mine' ? projectId : address.owner)
  if (address.isSnapshot) query.set('image_type', 'snapshot')
  put('os_type', address.osType)
  put('os_distro', address.distro)
  if (address.age !== null) {
    const fromMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - AGES[address.age] * DAY_MS
    query.set('created_at', `gte:${new Date(fromMs).toISOString()}`)
  }
  if (address.size !== null) {
    const [least, most] = SIZES[address.size]
    put('size_min', least)
    put('size_max', most)
  }
  put('vitrine_store', address.store)
  return query
}

/** The service's words for an order. The tie-breakers are spelled out. */
export function orderQuery({ key, direction }: SortStep): string {
  const newest = key === 'created_at' ? '' : ',created_at:desc'
  return `${key}:${direction}${newest},id:desc`
}

function includes<T extends string>(choices: readonly T[], text: string | null): text is T {
  return (choices as readonly (string | null)[]).includes(text)
}

function readKey<T extends string>(choices: Readonly<Record<T, unknown>>, text: string | null): T | null {
  return text !== null && Object.hasOwn(choices, text) ? (text as T) : null
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
