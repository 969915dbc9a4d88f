import { openUploadRecords } from './records.ts'
import { TAB_CHANNEL } from './tab-channel.ts'
import type { TabMessage } from './tabs.ts'

/**
 * Calls `found` when this browser has uploads to show: kept from an earlier page of this person, or under way in another
 * tab, now or later. It may be called again. So little is fetched for it that every page can ask.
 * @returns a function that ends it
 */
export function watchForUploads(userId: string, found: () => void): () => void {
  let isOver = false
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(TAB_CHANNEL)
  channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === 'shown' && data.uploads.length > 0) found()
  })
  channel?.postMessage({ kind: 'hello' } satisfies TabMessage)
  void openUploadRecords()
    .all()
    .then((records) => {
      if (!isOver && records.some(({ upload }) => upload.owner.userId === userId)) found()
    })
  return () => {
    isOver = true
    channel?.close()
  }
}
