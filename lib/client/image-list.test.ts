import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { changeInLists, isLongList, rowsInLists } from './image-list.ts'
import type { ImageView } from './image-view.ts'

const KEY = ['images', 'list', 'q']
const image = (id: string) => ({ id, name: `image ${id}` }) as ImageView

function listOf(...pages: readonly (readonly string[])[]): QueryClient {
  const client = new QueryClient()
  client.setQueryData(KEY, {
    pages: pages.map((ids) => ({ items: ids.map(image), next: null })),
    pageParams: pages.map(() => null),
  })
  return client
}
const idsIn = (client: QueryClient) => rowsInLists(client).map(({ id }) => id)

describe('a row of the list', () => {
  it('is changed in its place, and nothing else is', () => {
    const client = listOf(['a', 'b'], ['c'])
    const [first, second] = client.getQueryData<{ pages: unknown[] }>(KEY)?.pages ?? []
    changeInLists(client, 'c', (shown) => ({ ...shown, name: 'new' }))
    const pages = client.getQueryData<{ pages: unknown[] }>(KEY)?.pages
    expect(pages?.[0]).toBe(first)
    expect(pages?.[1]).not.toBe(second)
    expect(rowsInLists(client).map(({ name }) => name)).toEqual(['image a', 'image b', 'new'])
  })

  it('goes when it is gone, and what is not listed changes nothing', () => {
    const client = listOf(['a', 'b'], ['c'])
    changeInLists(client, 'b', () => null)
    changeInLists(client, 'unknown', () => null)
    expect(idsIn(client)).toEqual(['a', 'c'])
  })
})

describe('a list', () => {
  it('counts as long when it has been scrolled further than a page or two', () => {
    expect(isLongList(KEY, listOf(['a'], ['b']))).toBe(false)
    expect(isLongList(KEY, listOf(['a'], ['b'], ['c']))).toBe(true)
    expect(isLongList(['images', 'detail', 'a'], listOf(['a'], ['b'], ['c']))).toBe(false)
  })
})
