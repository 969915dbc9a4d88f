import type { Image } from '#lib/domain/image.ts'
import type { ExpectedHash } from '#lib/domain/upload.ts'

/** What a task remembers of a request, in its row: plain JSON, without secrets. */
export type ImportInput = Readonly<Record<string, string>>

/** Who asked for the import. The task may run on another node, long after the request: no token is kept. */
export interface Requester {
  readonly userId: string | null
  readonly projectId: string | null
  /** Lower-case, with implied roles. */
  readonly roles: readonly string[]
}

/**
 * An import method that brings its data from elsewhere (web-download, glance-download). Two steps, because the request
 * is answered before the work begins: `check` runs in the request, `open` in the task, perhaps on another node, and
 * again after a crash.
 */
export interface ImportSource {
  /** As clients name it in `method.name`. */
  readonly method: string
  /**
   * Judges `method` of the request's body before anything is changed. Gives what the task needs in order to open the
   * data; it is shown to administrators as the task's input. @throws `invalid`, `forbidden`
   */
  check(method: Readonly<Record<string, unknown>>, requester: Requester): Promise<ImportInput>
  /**
   * Opens the data from its first byte. Resolves when its head is known. What it throws becomes the task's message, if
   * it is a DomainError: a sentence for people. `signal` ends everything at once, also while the stream is read.
   */
  open(input: ImportInput, request: OpenRequest): Promise<OpenedSource>
}

export interface OpenRequest {
  readonly signal: AbortSignal
  readonly requester: Requester
  readonly image: Image
}

export interface OpenedSource {
  /** Ending the iteration early releases the connection. Fails when fewer bytes come than were announced. */
  readonly stream: AsyncIterable<Uint8Array>
  /** Announced length; null when the other side did not say. More bytes than this end the import. */
  readonly sizeBytes: number | null
  /** What the other side calls the data; for messages only. */
  readonly fileName?: string
  readonly mediaType?: string
  /** Data with another hash is refused. */
  readonly expectedHash?: ExpectedHash
  /** What the image takes over from the source when the import succeeds. */
  readonly change?: ImportedChange
}

/** Fields of the image that an import changes. They are written when, and only when, the import succeeds. */
export interface ImportedChange {
  readonly diskFormat?: string
  readonly containerFormat?: string
  /** Added to the image's properties, replacing equal names. */
  readonly properties?: Readonly<Record<string, string>>
}

/**
 * Works on the staged data between staging and storing. The enabled ones run in the configured order, one at a time.
 * After a crash a plugin may be run again, on its own result or on what it was given: it has to notice, and to answer as
 * if it had done its work just now.
 */
export interface ImportPlugin {
  readonly name: string
  /** @throws DomainError whose message tells people why the import cannot go on */
  run(staged: StagedData, work: PluginWork): Promise<PluginResult>
}

export interface StagedData {
  /** A file of our own, readable by this process's user alone. Must not be written to: see `PluginResult.replacement`. */
  readonly path: string
  readonly sizeBytes: number
}

export interface PluginWork {
  /** The image with the changes that source and earlier plugins asked for. */
  readonly image: Image
  readonly requester: Requester
  /** Where a new file may be made, on the same file system as the staged one. Whatever lies there is removed before and
   *  afterwards. */
  readonly scratchPath: string
  /** No file larger than this: the size cap, or what the quota leaves. */
  readonly mostBytes: number
  readonly signal: AbortSignal
  /** May be called as often as wanted. */
  progress(doneBytes: number, totalBytes: number | null): void
}

export interface PluginResult {
  readonly change?: ImportedChange
  /** A complete, synced file at `scratchPath` takes the staged one's place. */
  readonly isReplaced?: boolean
}
