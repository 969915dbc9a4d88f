import type { QueryClient } from '@tanstack/react-query'
import type { EventWire } from '../contract/image-wire.ts'
import { refreshAllImages, refreshImages } from './image-refresh.ts'
import { dropProgress, putProgress } from './progress-store.ts'
import { refreshQuotas } from './quota.ts'
import { refreshShares } from './shares.ts'
import { refreshTasks } from './tasks/refresh-tasks.ts'

const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000
const POLL_MS = 10_000
/** Many changes at once cost one refresh. */
const GATHER_MS = 150

/**
 * Keeps this tab's data up to date from the service's events. While they do not come, it asks every few seconds. A tab
 * in the background holds no connection, because browsers allow few of them to one server; it catches up when shown.
 * @returns a function that ends it
 */
export function followEvents(client: QueryClient): () => void {
  const refresh = gatherRefreshes(client)
  let source: EventSource | null = null
  let retryMs = FIRST_RETRY_MS
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let pollTimer: ReturnType<typeof setInterval> | undefined

  function open(): void {
    if (source !== null || document.hidden) return
    source = new EventSource('/events')
    source.onopen = () => {
      retryMs = FIRST_RETRY_MS
      stopPolling()
      void refreshAllImages(client)
      void refreshShares(client)
    }
    source.onmessage = (message: MessageEvent<string>) => take(JSON.parse(message.data) as EventWire, refresh)
    source.onerror = () => {
      startPolling()
      // CLOSED: the answer was a refusal, and the browser will not try again by itself.
      if (source?.readyState === EventSource.CLOSED) retryLater()
    }
  }
  function retryLater(): void {
    close()
    retryTimer = setTimeout(open, retryMs)
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
  }
  function close(): void {
    clearTimeout(retryTimer)
    source?.close()
    source = null
  }
  function startPolling(): void {
    pollTimer ??= setInterval(() => void refreshAllImages(client), POLL_MS)
  }
  function stopPolling(): void {
    clearInterval(pollTimer)
    pollTimer = undefined
  }
  function followVisibility(): void {
    if (document.hidden) {
      close()
      stopPolling()
    } else {
      open()
    }
  }

  open()
  document.addEventListener('visibilitychange', followVisibility)
  return () => {
    document.removeEventListener('visibilitychange', followVisibility)
    close()
    stopPolling()
  }
}

function take(event: EventWire, refresh: (imageId: string) => void): void {
  if (event.type === 'upload') {
    putProgress(event)
    return
  }
  if (event.event !== 'image.prepare') dropProgress(event.image_id)
  // Downloads change nothing that is shown.
  if (event.event !== 'image.send') refresh(event.image_id)
}

function gatherRefreshes(client: QueryClient): (imageId: string) => void {
  const waiting = new Set<string>()
  function refreshWaiting(): void {
    const ids = [...waiting]
    waiting.clear()
    void refreshImages(client, ids)
    void refreshShares(client)
    void refreshQuotas(client)
    void refreshTasks(client)
  }
  return (imageId) => {
    if (waiting.size === 0) setTimeout(refreshWaiting, GATHER_MS)
    waiting.add(imageId)
  }
}
