/** As many images are selected together, at most: every one of them is changed by a request of its own. */
export const MOST_SELECTED = 2000

/** How far a list has come: those it holds, in its order. */
export interface LoadedList {
  readonly ids: readonly string[]
  readonly hasMore: boolean
}

interface LoadOptions {
  /** Fetches the next page, or waits for the fetch that is running. @throws what the fetch fails with */
  readonly loadMore: () => Promise<LoadedList>
  readonly onProgress: (loadedCount: number) => void
  readonly signal: AbortSignal
}

/** Fetches that bring nothing, one after the other: others interrupt them, and somebody has to give in. */
const MOST_IDLE = 5

/**
 * Loads a list to its end, or to as many as may be selected, and gives their ids; null when it was aborted.
 * @throws Error when the list does not grow; whatever `loadMore` fails with
 */
export async function loadIds(start: LoadedList, options: LoadOptions): Promise<readonly string[] | null> {
  const { loadMore, onProgress, signal } = options
  let list = start
  let idleCount = 0
  while (list.hasMore && list.ids.length < MOST_SELECTED) {
    const { length } = list.ids
    list = await loadMore()
    if (signal.aborted) return null
    onProgress(list.ids.length)
    idleCount = list.ids.length > length ? 0 : idleCount + 1
    if (idleCount === MOST_IDLE) throw new Error('The list changes faster than it can be loaded.')
  }
  return list.ids.slice(0, MOST_SELECTED)
}
