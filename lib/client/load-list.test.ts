import { describe, expect, it } from 'vitest'
import { loadIds, MOST_SELECTED } from './load-list.ts'

const upTo = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`)
const unaborted = () => new AbortController().signal

/** A list that comes to `count` images, 250 more with every page. */
function listOf(count: number) {
  let loaded = 60
  return async () => {
    loaded = Math.min(count, loaded + 250)
    return { ids: upTo(loaded), hasMore: loaded < count }
  }
}
const start = { ids: upTo(60), hasMore: true }

describe('loading all that a list shows', () => {
  it('goes page by page to the end, and says how far it is', async () => {
    const seen: number[] = []
    const options = { loadMore: listOf(600), signal: unaborted() }
    const ids = await loadIds(start, { ...options, onProgress: (count) => seen.push(count) })
    expect(ids).toEqual(upTo(600))
    expect(seen).toEqual([310, 560, 600])
  })

  it('ends at as many as may be selected', async () => {
    const options = { loadMore: listOf(10_000), signal: unaborted(), onProgress: () => {} }
    expect(await loadIds(start, options)).toEqual(upTo(MOST_SELECTED))
  })

  it('ends when it is aborted, with nothing', async () => {
    const control = new AbortController()
    const options = { loadMore: listOf(600), signal: control.signal, onProgress: () => {} }
    const loading = loadIds(start, options)
    control.abort()
    expect(await loading).toBeNull()
  })

  it('does not go on for ever where nothing comes', async () => {
    const options = { loadMore: async () => start, signal: unaborted(), onProgress: () => {} }
    await expect(loadIds(start, options)).rejects.toThrow('changes faster')
  })
})
