import type { UploadEvent } from '../model/machine.ts'
import type { Upload, UploadState } from '../model/upload.ts'
import { happened, type Outcome, type UploadServer } from '../transfer/server.ts'

/** Names the work that a state asks for; another name means other work. Null: nothing to do but wait for an event. */
export function workDue(state: UploadState): string | null {
  switch (state.at) {
    case 'creating':
    case 'checking':
    case 'verifying':
      return state.at
    // The last request is still on its way while the server finishes.
    case 'sending':
    case 'finishing':
      return 'sending'
    case 'waiting':
      return state.retryAtMs === null ? null : `waiting until ${state.retryAtMs}`
    case 'cancelling':
      return `cancelling at ${state.retryAtMs ?? 'once'}`
    default:
      return null
  }
}

interface Work {
  readonly server: UploadServer
  readonly upload: Upload
  readonly file: File | null
  readonly nowMs: number
  readonly tell: (event: UploadEvent) => void
  readonly signal: AbortSignal
}

/** Does the work of the upload's state. Rejects only when aborted. */
export async function perform({ server, upload, file, nowMs, tell, signal }: Work): Promise<Outcome | null> {
  switch (upload.state.at) {
    case 'creating':
      return server.createImage(upload)
    case 'checking':
      return server.locate(upload, signal)
    case 'sending':
    case 'finishing':
      return server.send(upload, file, tell, signal)
    case 'verifying':
      return server.verify(upload, signal)
    case 'waiting':
      await until(upload.state.retryAtMs, nowMs, signal)
      return happened({ type: 'retry' })
    case 'cancelling':
      await until(upload.state.retryAtMs, nowMs, signal)
      return server.remove(upload, signal)
    default:
      return null
  }
}

function until(atMs: number | null, nowMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, Math.max(0, (atMs ?? nowMs) - nowMs))
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
