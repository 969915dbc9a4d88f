import type { UploadNews } from '../model/news.ts'
import type { Core } from './core.ts'
import type { ShownUpload } from './tabs.ts'

/** Progress is shown at most this often; more cannot be read and costs the page its smoothness. */
const PROGRESS_EVERY_MS = 200

/** Shows the present in this tab and the others, soon. */
export function publishSoon(core: Core): void {
  core.publishTimer ??= setTimeout(() => publishNow(core), PROGRESS_EVERY_MS)
}

export function publishNow(core: Core): void {
  if (core.publishTimer !== null) clearTimeout(core.publishTimer)
  core.publishTimer = null
  tellTabs(core)
  show(core)
}

export function tellTabs(core: Core): void {
  const uploads = ownShown(core)
  core.ports.tabs.tell({ kind: 'shown', tab: core.ports.tabs.name, uploads })
}

/** Puts together what this tab shows, and tells its listeners. */
export function show(core: Core): void {
  const own = ownShown(core)
  const others = [...core.mirrors.values()].flat().filter(({ upload }) => !core.entries.has(upload.id))
  const uploads = [...own, ...others].filter((shown) => isMine(core, shown)).toSorted(byAge)
  core.view = { ...core.view, uploads }
  for (const listener of core.listeners) listener()
}

export function announce(core: Core, news: UploadNews): void {
  core.view = { ...core.view, announcement: { number: core.view.announcement.number + 1, news } }
}

function ownShown(core: Core): readonly ShownUpload[] {
  return [...core.entries.values()].map(({ upload, meter }) => ({ upload, meter }))
}

/** Another person at the same browser does not see what the first one sent. */
function isMine({ owner }: Core, { upload }: ShownUpload): boolean {
  return owner === null || upload.owner.userId === owner.userId
}

function byAge(a: ShownUpload, b: ShownUpload): number {
  return a.upload.createdAtMs - b.upload.createdAtMs
}
