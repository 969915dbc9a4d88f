import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import type { ImageListWire, ImageOwnersWire } from '../contract/image-wire.ts'
import type { ApiFault } from './api-fault.ts'
import { requestJson } from './http.ts'
import { KEYS, SHOWING } from './image-keys.ts'
import { type ImageView, imageFromWire } from './image-view.ts'
import { type ListAddress, orderQuery, serviceQuery } from './list-address.ts'

/** Some rows of the list, in the order shown. */
export interface ImagePage {
  readonly items: readonly ImageView[]
  /** The image after which the list goes on; null: this is its end. */
  readonly next: string | null
}

type ImagePages = InfiniteData<ImagePage, string | null>

/** The first rows are few, so that they are there at once. */
const FIRST_ROWS = 60
const MORE_ROWS = 250

/** The list as far as somebody has scrolled. */
export function imageListOptions(address: ListAddress, projectId: string | null) {
  const query = listQuery(address, projectId)
  return infiniteQueryOptions({
    queryKey: [...KEYS.lists, query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => fetchPage(query, pageParam, signal),
    getNextPageParam: (last: ImagePage) => last.next,
  })
}

function listQuery(address: ListAddress, projectId: string | null): string {
  return new URLSearchParams([
    ...serviceQuery(address, projectId),
    ['sort', orderQuery(address.sort)],
  ]).toString()
}

async function fetchPage(query: string, marker: string | null, signal: AbortSignal): Promise<ImagePage> {
  const limit = marker === null ? FIRST_ROWS : MORE_ROWS
  const page = `limit=${limit}${marker === null ? '' : `&marker=${marker}`}`
  const wire = await requestJson<ImageListWire>(`/v2/images?${query}&${page}`, { signal, headers: SHOWING })
  const items = wire.images.map(imageFromWire)
  return { items, next: wire.next === undefined ? null : (items.at(-1)?.id ?? null) }
}

/** What the list comes to. */
export interface ListTotal {
  readonly count: number
  readonly bytes: number
  /** There are more than were counted. */
  readonly isMore: boolean
}

export function listTotalOptions(address: ListAddress, projectId: string | null) {
  const query = serviceQuery(address, projectId).toString()
  return queryOptions({
    queryKey: [...KEYS.totals, query],
    queryFn: async ({ signal }): Promise<ListTotal> => {
      const path = `/v2/vitrine/images/total?${query}`
      const { count, bytes, is_more } = await requestJson<{ count: number; bytes: number; is_more: boolean }>(
        path,
        { signal },
      )
      return { count, bytes, isMore: is_more }
    },
  })
}

/** Whose images the list would hold, whosever were asked for; for administrators. */
export function imageOwnersOptions(address: ListAddress, projectId: string | null) {
  const query = serviceQuery({ ...address, owner: null }, projectId).toString()
  return queryOptions({
    queryKey: [...KEYS.totals, 'owners', query],
    queryFn: ({ signal }) => requestJson<ImageOwnersWire>(`/v2/vitrine/images/owners?${query}`, { signal }),
  })
}

/** Where the browser fetches the whole list as a file. */
export function exportPath(format: 'csv' | 'json', address: ListAddress, projectId: string | null): string {
  return `/v2/vitrine/images/export.${format}?${listQuery(address, projectId)}`
}

/** The ids of the site's stores; none where it has only one. */
export function storesOptions() {
  return queryOptions({
    queryKey: ['stores'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<readonly string[]> => {
      const { stores } = await requestJson<{ stores: readonly { readonly id: string }[] }>(
        '/v2/info/stores',
        {
          signal,
        },
      ).catch((fault: ApiFault) => {
        // A site with one store does not speak of stores.
        if (fault.status === 404) return { stores: [] }
        throw fault
      })
      return stores.map(({ id }) => id)
    },
  })
}

/** All rows that lists remember. */
export function rowsInLists(client: QueryClient): readonly ImageView[] {
  const lists = client.getQueriesData<ImagePages>({ queryKey: KEYS.lists })
  return lists.flatMap(([, list]) => list?.pages.flatMap(({ items }) => items) ?? [])
}

/** These images as lists show them by now; what is in none of them stays as it is. */
export function asListed(client: QueryClient, images: readonly ImageView[]): readonly ImageView[] {
  const rows = new Map(rowsInLists(client).map((image) => [image.id, image]))
  return images.map((image) => rows.get(image.id) ?? image)
}

/** Shows an image in every list in another form; null takes it out. */
export function changeInLists(
  client: QueryClient,
  imageId: string,
  change: (image: ImageView) => ImageView | null,
): void {
  client.setQueriesData<ImagePages>({ queryKey: KEYS.lists }, (list) => {
    if (list === undefined) return list
    return { ...list, pages: list.pages.map((page) => changeInPage(page, imageId, change)) }
  })
}

/** Pages that do not hold it stay the same objects: what shows them need not look again. */
function changeInPage(
  page: ImagePage,
  imageId: string,
  change: (image: ImageView) => ImageView | null,
): ImagePage {
  const place = page.items.findIndex(({ id }) => id === imageId)
  const image = page.items[place]
  if (image === undefined) return page
  const changed = change(image)
  const items = [
    ...page.items.slice(0, place),
    ...(changed === null ? [] : [changed]),
    ...page.items.slice(place + 1),
  ]
  return { ...page, items }
}

/** More pages than this are not asked for again because of one image. */
const FEW_PAGES = 2

/** Lists that somebody has scrolled through: their pages would all be asked for again, one after the other. */
export function isLongList(queryKey: readonly unknown[], client: QueryClient): boolean {
  if (queryKey[1] !== KEYS.lists[1]) return false
  return (client.getQueryData<ImagePages>(queryKey)?.pages.length ?? 0) > FEW_PAGES
}

/** Brings single rows of the long lists up to date: what is new stands on top, what is gone or no longer meets the filters goes. */
export async function refreshRows(client: QueryClient, imageIds: readonly string[]): Promise<void> {
  const lists = client.getQueryCache().findAll({ queryKey: KEYS.lists, type: 'active' })
  await Promise.all(
    lists
      .filter(({ queryKey }) => isLongList(queryKey, client))
      .map(({ queryKey }) => refreshRowsOf(client, queryKey, imageIds)),
  )
}

async function refreshRowsOf(
  client: QueryClient,
  queryKey: readonly unknown[],
  imageIds: readonly string[],
): Promise<void> {
  const query = `${String(queryKey[2])}&limit=${imageIds.length}&id=${encodeURIComponent(`in:${imageIds.join(',')}`)}`
  const wire = await requestJson<ImageListWire>(`/v2/images?${query}`, { headers: SHOWING })
  const found = new Map(wire.images.map((image) => [image.id, imageFromWire(image)]))
  client.setQueryData<ImagePages>(queryKey, (list) => list && withRows(list, imageIds, found))
}

function withRows(
  list: ImagePages,
  imageIds: readonly string[],
  found: ReadonlyMap<string, ImageView>,
): ImagePages {
  const known = new Set<string>()
  const pages = list.pages.map((page) => {
    if (!page.items.some(({ id }) => imageIds.includes(id))) return page
    const items = page.items.flatMap((image) => {
      if (!imageIds.includes(image.id)) return image
      known.add(image.id)
      return found.get(image.id) ?? []
    })
    return { ...page, items }
  })
  const fresh = [...found.values()].filter(({ id }) => !known.has(id))
  const [first, ...rest] = pages
  if (first === undefined || fresh.length === 0) return { ...list, pages }
  return { ...list, pages: [{ ...first, items: [...fresh, ...first.items] }, ...rest] }
}
