import { uploadsToStart } from '../model/lanes.ts'
import { reduce, type UploadEvent } from '../model/machine.ts'
import { newsOf } from '../model/news.ts'
import { shownBytes, type Upload } from '../model/upload.ts'
import { measure } from '../pace/meter.ts'
import type { Outcome } from '../transfer/server.ts'
import type { Core, Entry } from './core.ts'
import { eventAfter } from './outcome.ts'
import { announce, publishNow, publishSoon } from './publish.ts'
import { perform, workDue } from './work.ts'

const SAVE_PROGRESS_EVERY_MS = 3000

/** The one way in which an upload changes: reduce, then make everything around it agree with the new state. */
export function dispatch(core: Core, entry: Entry, event: UploadEvent): void {
  const before = entry.upload
  const after = reduce(before, event)
  if (after === before || core.entries.get(before.id) !== entry) return
  entry.upload = after
  entry.meter =
    after.state.at === 'sending' ? measure(entry.meter, core.ports.nowMs(), shownBytes(after)) : []
  settle(core, entry, before)
}

/** Makes work, watching, record and what is shown agree with an entry's state. `before`: undefined for a new entry. */
export function settle(core: Core, entry: Entry, before: Upload | undefined): void {
  const hasTurned = before?.state.at !== entry.upload.state.at
  const news = newsOf(before, entry.upload)
  if (news !== null) announce(core, news)
  save(core, entry, before)
  letGoOfFile(entry)
  workOn(core, entry)
  if (hasTurned) {
    watchServer(core, entry)
    startNext(core)
    askForSignIn(core, entry)
    publishNow(core)
  } else publishSoon(core)
}

function save(core: Core, entry: Entry, before: Upload | undefined): void {
  const { upload, handle } = entry
  const nowMs = core.ports.nowMs()
  const isProgress =
    before !== undefined && before.state.at === upload.state.at && before.uploadUrl === upload.uploadUrl
  if (isProgress && nowMs - entry.savedAtMs < SAVE_PROGRESS_EVERY_MS) return
  entry.savedAtMs = nowMs
  if (upload.state.at === 'cancelled') void core.ports.records.drop(upload.id)
  else void core.ports.records.put({ upload, handle })
}

function letGoOfFile(entry: Entry): void {
  const isOver = entry.upload.state.at === 'done' || entry.upload.state.at === 'cancelled'
  if (isOver || !entry.upload.hasFile) entry.file = null
}

/** Ends work that is no longer due and begins what is, when the former has really ended. */
function workOn(core: Core, entry: Entry): void {
  const due = workDue(entry.upload.state)
  if (entry.work?.due === due) return
  entry.work?.abort.abort()
  entry.work = null
  if (due === null) return
  const abort = new AbortController()
  entry.work = { due, abort }
  entry.settled = runAfter(entry.settled, core, entry, abort.signal)
}

async function runAfter(former: Promise<void>, core: Core, entry: Entry, signal: AbortSignal): Promise<void> {
  await former
  if (signal.aborted) return
  const { server, nowMs } = core.ports
  const tell = (event: UploadEvent): void => {
    if (!signal.aborted) dispatch(core, entry, event)
  }
  const work = perform({ server, upload: entry.upload, file: entry.file, nowMs: nowMs(), tell, signal })
  const outcome = await work.catch((): Outcome => ({ kind: 'trouble', trouble: { kind: 'network' } }))
  if (signal.aborted || outcome === null) return
  const event = await eventOf(core, entry, outcome)
  if (signal.aborted) return
  // The work is over: the same kind of work may be due again.
  entry.work = null
  dispatch(core, entry, event)
}

async function eventOf(core: Core, entry: Entry, outcome: Outcome): Promise<UploadEvent> {
  if (outcome.kind === 'event') return outcome.event
  const { server, nowMs, random } = core.ports
  const who = outcome.trouble.kind === 'gone' ? await server.whoAmI().catch(() => core.owner) : core.owner
  const event = eventAfter(outcome.trouble, entry.upload, { nowMs: nowMs(), random: random(), who })
  const mustComeBack = entry.upload.state.at === 'cancelling' && event.type === 'interrupted'
  return mustComeBack && event.retryAtMs === null ? { ...event, retryAtMs: nowMs() + COME_BACK_MS } : event
}

/** Cleaning up needs nobody: it looks again by itself whether somebody has signed in. */
const COME_BACK_MS = 10_000

function watchServer(core: Core, entry: Entry): void {
  const { at } = entry.upload.state
  entry.unwatch()
  const isOfInterest = at === 'sending' || at === 'finishing'
  entry.unwatch = isOfInterest
    ? core.ports.watch(entry.upload.id, (event) => dispatch(core, entry, event))
    : () => undefined
}

export function startNext(core: Core): void {
  const due = new Set(uploadsToStart([...core.entries.values()].map(({ upload }) => upload)))
  for (const entry of core.entries.values()) {
    if (due.has(entry.upload)) dispatch(core, entry, { type: 'start' })
  }
}

function askForSignIn(core: Core, entry: Entry): void {
  const { state } = entry.upload
  if (state.at !== 'waiting' || state.reason !== 'sign-in') return
  // Who signed out on purpose is on the sign-in page already.
  if (core.owner === null) return
  void core.ports.signIn().then(() => dispatch(core, entry, { type: 'retry' }))
}
