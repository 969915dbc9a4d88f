import { readProgress, subscribeProgress } from '../../progress-store.ts'
import { waitForSignIn } from '../../session-gate.ts'
import type { UploadEvent } from '../model/machine.ts'
import type { UploadOwner } from '../model/upload.ts'
import { createHttpUploadServer } from '../transfer/http-server.ts'
import { createUploadEngine, type UploadEngine } from './engine.ts'
import { newImageId } from './new-upload.ts'
import { openUploadRecords } from './records.ts'
import { openTabs } from './tabs.ts'

// One for the tab: uploads go on while pages and layouts come and go.
let engine: UploadEngine | null = null

/** The tab's upload engine. Only in the browser. */
export function uploadEngine(): UploadEngine {
  engine ??= createUploadEngine({
    server: createHttpUploadServer(whoAmI),
    records: openUploadRecords(),
    tabs: openTabs(newImageId()),
    nowMs: () => Date.now(),
    random: () => Math.random(),
    watch: watchImage,
    signIn: waitForSignIn,
  })
  return engine
}

/** The dashboard's one stream of events tells also how far the server is with our bytes. */
function watchImage(imageId: string, tell: (event: UploadEvent) => void): () => void {
  return subscribeProgress(imageId, () => {
    const progress = readProgress(imageId)
    if (progress === null) return
    if (progress.step === 'receiving') tell({ type: 'serverReceived', bytes: progress.received })
    else tell({ type: 'serverStep', step: progress.step })
  })
}

interface SessionAnswer {
  readonly user?: { readonly id: string }
  readonly project?: { readonly id: string } | null
}

async function whoAmI(): Promise<UploadOwner | null> {
  const response = await fetch('/api/auth/session', { credentials: 'same-origin', cache: 'no-store' })
  const session = (await response.json()) as SessionAnswer
  return session.user === undefined ? null : { userId: session.user.id, projectId: session.project?.id ?? '' }
}
