import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { KEYS } from './image-keys.ts'
import { isLongList, refreshRows } from './image-list.ts'

/** What happened to an image is asked for again together with the image. */
export function historyKey(imageId: string) {
  return [...KEYS.all, 'history', imageId] as const
}

/** Everything about these images is asked for again; call it when somebody changed them. */
export async function refreshImages(client: QueryClient, imageIds: readonly string[]): Promise<void> {
  await Promise.all([refresh(client, keysOf(imageIds)), refreshRows(client, imageIds)])
}

/** Everything about all images is asked for again: after events may have been missed. */
export async function refreshAllImages(client: QueryClient): Promise<void> {
  await refresh(client, [KEYS.all])
}

/** After one's own change, which is still counted as running. Of many at once only the last asks. */
export async function refreshWhenLast(client: QueryClient, imageId: string): Promise<void> {
  await refresh(client, keysOf([imageId]), 1)
}

function keysOf(imageIds: readonly string[]): readonly QueryKey[] {
  return [
    KEYS.lists,
    KEYS.totals,
    KEYS.families,
    ...imageIds.flatMap((imageId) => [KEYS.detail(imageId), KEYS.members(imageId), historyKey(imageId)]),
  ]
}

/**
 * While a change of one's own is on its way nothing is asked: an answer from before it would undo on the screen what is
 * shown already, and take away the form that the person has gone on to. What waited is asked when the change is done.
 */
export async function refresh(client: QueryClient, keys: readonly QueryKey[], ownChanges = 0): Promise<void> {
  for (const queryKey of keys) void client.invalidateQueries({ queryKey, refetchType: 'none' })
  if (client.isMutating({ mutationKey: KEYS.all }) > ownChanges) return
  const isWhole = keys.includes(KEYS.all)
  await client.refetchQueries({
    queryKey: KEYS.all,
    type: 'active',
    // The rows of a long list are asked for one by one: see refreshRows.
    predicate: ({ state, queryKey }) => state.isInvalidated && (isWhole || !isLongList(queryKey, client)),
  })
}
