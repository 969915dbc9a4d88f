import type { UploadEvent } from '../model/machine.ts'
import type { UploadNews } from '../model/news.ts'
import type { Upload, UploadOwner } from '../model/upload.ts'
import type { Meter } from '../pace/meter.ts'
import type { UploadServer } from '../transfer/server.ts'
import type { UploadRecords } from './records.ts'
import type { ShownUpload, Tabs } from './tabs.ts'

/** What the engine needs of the world. */
export interface EnginePorts {
  readonly server: UploadServer
  readonly records: UploadRecords
  readonly tabs: Tabs
  readonly nowMs: () => number
  /** 0 to 1. */
  readonly random: () => number
  /** The service's own account of the data of an image. @returns a function that ends it */
  readonly watch: (imageId: string, tell: (event: UploadEvent) => void) => () => void
  /** Asks the person to sign in; resolves when that is done. */
  readonly signIn: () => Promise<void>
}

/** An upload that this tab drives. */
export interface Entry {
  upload: Upload
  meter: Meter
  file: File | null
  handle: FileSystemFileHandle | null
  work: { readonly due: string; readonly abort: AbortController } | null
  /** Resolves when the last work has really ended: the next begins only then. */
  settled: Promise<void>
  unwatch: () => void
  savedAtMs: number
}

export interface Announcement {
  readonly number: number
  readonly news: UploadNews | null
}

export interface EngineView {
  /** Oldest first. */
  readonly uploads: readonly ShownUpload[]
  readonly announcement: Announcement
}

/** Everything the engine remembers. */
export interface Core {
  readonly ports: EnginePorts
  readonly entries: Map<string, Entry>
  /** Per upload: lets go of the right to drive it, or of the wait for it. */
  readonly claims: Map<string, () => void>
  /** What other tabs drive, by tab. */
  readonly mirrors: Map<string, readonly ShownUpload[]>
  readonly listeners: Set<() => void>
  owner: UploadOwner | null
  view: EngineView
  publishTimer: ReturnType<typeof setTimeout> | null
}

export function createCore(ports: EnginePorts): Core {
  return {
    ports,
    entries: new Map(),
    claims: new Map(),
    mirrors: new Map(),
    listeners: new Set(),
    owner: null,
    view: { uploads: [], announcement: { number: 0, news: null } },
    publishTimer: null,
  }
}
