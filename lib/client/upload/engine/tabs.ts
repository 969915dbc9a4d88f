import type { Upload } from '../model/upload.ts'
import type { Meter } from '../pace/meter.ts'
import { TAB_CHANNEL } from './tab-channel.ts'

/** An upload as a tab shows it. */
export interface ShownUpload {
  readonly upload: Upload
  readonly meter: Meter
}

/** What a person can ask of an upload, from any tab. */
export type UploadCommand =
  | { readonly type: 'pause' | 'resume' | 'retry' | 'cancel' | 'dismiss' }
  | { readonly type: 'file'; readonly file: File; readonly handle: FileSystemFileHandle | null }

export type TabMessage =
  | { readonly kind: 'hello' }
  | { readonly kind: 'shown'; readonly tab: string; readonly uploads: readonly ShownUpload[] }
  | { readonly kind: 'bye'; readonly tab: string }
  | { readonly kind: 'command'; readonly id: string; readonly command: UploadCommand }

/** How the tabs of one browser share the uploads: each is driven by one tab and shown by all. */
export interface Tabs {
  readonly name: string
  /** Calls `onOwned` when this tab alone drives the upload, at once or when the tab that does has gone. */
  own(id: string, onOwned: () => void): () => void
  tell(message: TabMessage): void
  listen(hear: (message: TabMessage) => void): void
}

export function openTabs(name: string): Tabs {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(TAB_CHANNEL)
  return {
    name,
    own,
    tell: (message) => channel?.postMessage(message),
    listen(hear) {
      channel?.addEventListener('message', (event: MessageEvent<TabMessage>) => hear(event.data))
    },
  }
}

/** A lock is let go by the browser itself when its tab is closed or dies. */
function own(id: string, onOwned: () => void): () => void {
  // Plain http from another machine has no locks; the service then keeps two tabs from writing at once.
  if (navigator.locks === undefined) {
    onOwned()
    return () => undefined
  }
  const giveUp = new AbortController()
  const hold = Promise.withResolvers<void>()
  const held = navigator.locks.request(`vitrine-upload-${id}`, { signal: giveUp.signal }, () => {
    onOwned()
    return hold.promise
  })
  held.catch(() => undefined)
  return () => {
    giveUp.abort()
    hold.resolve()
  }
}
