import { fingerprintOf, mismatch } from '../file/fingerprint.ts'
import { restore } from '../model/restore.ts'
import type { FileProblem, Upload, UploadOwner } from '../model/upload.ts'
import { type Core, createCore, type EnginePorts, type EngineView, type Entry } from './core.ts'
import { dispatch, settle, startNext } from './dispatch.ts'
import { readThroughHandle } from './file-handle.ts'
import { hindranceFor } from './outcome.ts'
import { publishNow, show, tellTabs } from './publish.ts'
import type { TabMessage, UploadCommand } from './tabs.ts'

/** A new upload with its file. */
export interface NewUpload {
  readonly upload: Upload
  readonly file: File | null
  readonly handle: FileSystemFileHandle | null
}

/** The uploads of this browser: keeps them going, whatever page is shown. */
export interface UploadEngine {
  subscribe(listener: () => void): () => void
  read(): EngineView
  add(uploads: readonly NewUpload[]): void
  command(id: string, command: UploadCommand): void
  /** Tells who is signed in. Uploads of another person or project wait; the first call brings back stored ones. */
  setOwner(owner: UploadOwner | null): void
  setOnline(isOnline: boolean): void
  /** The file at hand; null when another tab has it, or nobody. */
  fileOf(id: string): File | null
  /** The stored handle of the file, from whichever tab. */
  handleOf(id: string): Promise<FileSystemFileHandle | null>
  /** Whether closing the page now would end something for good. */
  isClosingLoss(): boolean
  /** The page goes away. */
  leave(): void
}

export function createUploadEngine(ports: EnginePorts): UploadEngine {
  const core = createCore(ports)
  ports.tabs.listen((message) => hear(core, message))
  ports.tabs.tell({ kind: 'hello' })
  return {
    subscribe(listener) {
      core.listeners.add(listener)
      return () => core.listeners.delete(listener)
    },
    read: () => core.view,
    add(uploads) {
      for (const each of uploads) begin(core, each)
    },
    command: (id, command) => obey(core, id, command),
    setOwner: (owner) => setOwner(core, owner),
    setOnline: (isOnline) => setOnline(core, isOnline),
    fileOf: (id) => core.entries.get(id)?.file ?? null,
    handleOf: async (id) => core.entries.get(id)?.handle ?? (await ports.records.get(id))?.handle ?? null,
    isClosingLoss: () => !ports.records.isLasting() && [...core.entries.values()].some(isUnfinished),
    leave: () => ports.tabs.tell({ kind: 'bye', tab: ports.tabs.name }),
  }
}

function begin(core: Core, { upload, file, handle }: NewUpload): void {
  if (core.entries.has(upload.id)) return
  core.claims.get(upload.id)?.()
  core.claims.set(
    upload.id,
    core.ports.tabs.own(upload.id, () => enter(core, newEntry(upload, file, handle))),
  )
}

function newEntry(upload: Upload, file: File | null, handle: FileSystemFileHandle | null): Entry {
  const settled = Promise.resolve()
  return { upload, meter: [], file, handle, work: null, settled, unwatch: () => undefined, savedAtMs: 0 }
}

function enter(core: Core, entry: Entry): void {
  core.entries.set(entry.upload.id, entry)
  settle(core, entry, undefined)
}

function obey(core: Core, id: string, command: UploadCommand): void {
  const entry = core.entries.get(id)
  if (entry === undefined) core.ports.tabs.tell({ kind: 'command', id, command })
  else if (command.type === 'dismiss') dismiss(core, entry)
  else if (command.type === 'file') void takeFile(core, entry, command.file, command.handle)
  else dispatch(core, entry, { type: command.type })
}

function dismiss(core: Core, entry: Entry): void {
  const { id, state } = entry.upload
  if (state.at !== 'done' && state.at !== 'cancelled' && state.at !== 'refused') return
  core.entries.delete(id)
  void core.ports.records.drop(id).then(() => release(core, id))
  publishNow(core)
}

function release(core: Core, id: string): void {
  core.claims.get(id)?.()
  core.claims.delete(id)
}

/** A file chosen again is taken only when it is the same one. */
async function takeFile(
  core: Core,
  entry: Entry,
  file: File,
  handle: FileSystemFileHandle | null,
): Promise<void> {
  const problem = await problemWith(entry.upload, file)
  if (problem !== null) return dispatch(core, entry, { type: 'fileRejected', problem })
  entry.file = file
  entry.handle = handle ?? entry.handle
  dispatch(core, entry, { type: 'fileGiven' })
}

async function problemWith(upload: Upload, file: File): Promise<FileProblem | null> {
  try {
    const fingerprint = await fingerprintOf(file)
    const chosen = { name: file.name, sizeBytes: file.size, fingerprint }
    return mismatch({ ...upload.file, fingerprint: upload.fingerprint }, chosen)
  } catch {
    return { code: 'unreadable', name: file.name }
  }
}

/** Who is signed in decides what goes on, what waits and what is shown. */
function setOwner(core: Core, owner: UploadOwner | null): void {
  const isNewPerson = owner !== null && owner.userId !== core.owner?.userId
  core.owner = owner
  for (const entry of core.entries.values()) agreeWithOwner(core, entry)
  show(core)
  if (isNewPerson) void bringBack(core, owner)
}

function agreeWithOwner(core: Core, entry: Entry): void {
  const { state } = entry.upload
  const reason = hindranceFor(entry.upload, core.owner)
  const isHeld = state.at === 'waiting' && (state.reason === 'sign-in' || state.reason === 'project')
  if (reason !== null) dispatch(core, entry, { type: 'interrupted', reason, retryAtMs: null, note: null })
  else if (isHeld) dispatch(core, entry, { type: 'retry' })
}

async function bringBack(core: Core, owner: UploadOwner): Promise<void> {
  const records = await core.ports.records.all()
  for (const { upload } of records) if (upload.owner.userId === owner.userId) claim(core, upload.id)
}

/** Takes the upload over as soon as no other tab drives it. */
function claim(core: Core, id: string): void {
  if (core.claims.has(id)) return
  core.claims.set(id, () => undefined)
  const letGo = core.ports.tabs.own(id, () => void adopt(core, id))
  core.claims.set(id, letGo)
}

async function adopt(core: Core, id: string): Promise<void> {
  const record = await core.ports.records.get(id)
  if (record === null) return release(core, id)
  const file = record.handle === null ? null : await readThroughHandle(record.handle, 'silently')
  const isSame = file !== null && (await problemWith(record.upload, file)) === null
  const upload = { ...restore(record.upload), hasFile: isSame, hasHandle: record.handle !== null }
  const entry = newEntry(upload, isSame ? file : null, record.handle)
  enter(core, entry)
  agreeWithOwner(core, entry)
}

function setOnline(core: Core, isOnline: boolean): void {
  const nowMs = core.ports.nowMs()
  for (const entry of core.entries.values()) {
    const { state } = entry.upload
    if (isOnline && state.at === 'waiting' && state.reason === 'network')
      dispatch(core, entry, { type: 'retry' })
    if (!isOnline && state.at !== 'queued' && state.at !== 'waiting') {
      dispatch(core, entry, {
        type: 'interrupted',
        reason: 'network',
        retryAtMs: nowMs + OFFLINE_RETRY_MS,
        note: null,
      })
    }
  }
  if (isOnline) startNext(core)
}

/** The browser may be wrong about being offline, so it is tried now and then all the same. */
const OFFLINE_RETRY_MS = 30_000

function isUnfinished({ upload }: Entry): boolean {
  return upload.state.at !== 'done' && upload.state.at !== 'refused' && upload.state.at !== 'cancelled'
}

function hear(core: Core, message: TabMessage): void {
  switch (message.kind) {
    case 'hello':
      tellTabs(core)
      break
    case 'bye':
      core.mirrors.delete(message.tab)
      show(core)
      break
    case 'command':
      if (core.entries.has(message.id)) obey(core, message.id, message.command)
      break
    case 'shown':
      core.mirrors.set(message.tab, message.uploads)
      for (const { upload } of message.uploads) claim(core, upload.id)
      show(core)
  }
}
