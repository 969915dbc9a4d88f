import type {
  FileProblem,
  FinishedImage,
  ServerStep,
  Upload,
  UploadFault,
  UploadState,
  WaitNote,
  WaitReason,
} from './upload.ts'

/** Everything that can happen to an upload. */
export type UploadEvent =
  // from the queue
  | { readonly type: 'start' }
  // from the server
  | { readonly type: 'imageMade' }
  | { readonly type: 'located'; readonly uploadUrl: string; readonly offsetBytes: number }
  | { readonly type: 'notStarted' }
  | { readonly type: 'alreadyStored' }
  | { readonly type: 'uploadMade'; readonly uploadUrl: string }
  | { readonly type: 'serverOffset'; readonly bytes: number }
  | { readonly type: 'serverReceived'; readonly bytes: number }
  | { readonly type: 'serverStep'; readonly step: ServerStep }
  | { readonly type: 'accepted' }
  | { readonly type: 'activated'; readonly image: FinishedImage }
  | { readonly type: 'refused'; readonly fault: UploadFault }
  | { readonly type: 'removed' }
  // from the transfer
  | { readonly type: 'progress'; readonly bytes: number }
  | { readonly type: 'chunkSize'; readonly bytes: number }
  | { readonly type: 'allSent' }
  | {
      readonly type: 'interrupted'
      readonly reason: WaitReason
      readonly retryAtMs: number | null
      readonly note: WaitNote | null
    }
  | { readonly type: 'fileLost'; readonly problem: FileProblem }
  // from the person, the clock and the browser
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'retry' }
  | { readonly type: 'fileGiven' }
  | { readonly type: 'fileRejected'; readonly problem: FileProblem }
  | { readonly type: 'cancel' }

type EventOf<T extends UploadEvent['type']> = Extract<UploadEvent, { type: T }>
type Step<T extends UploadEvent['type']> = (upload: Upload, event: EventOf<T>) => Upload

/**
 * The next shape of an upload. Pure. An event that means nothing in the present state (a late answer, a second click)
 * returns the very same object.
 */
export function reduce(upload: Upload, event: UploadEvent): Upload {
  const step = STEPS[event.type] as Step<UploadEvent['type']>
  return step(upload, event)
}

const STEPS: { readonly [T in UploadEvent['type']]: Step<T> } = {
  start: (upload) => (isAt(upload, 'queued') ? begin(upload) : upload),
  imageMade: (upload) =>
    isAt(upload, 'creating')
      ? { ...upload, imageRecord: 'made', state: { at: 'sending', sentBytes: 0 } }
      : upload,
  located,
  notStarted,
  alreadyStored: (upload) => (isAt(upload, 'checking') ? to(upload, { at: 'verifying' }) : upload),
  uploadMade: (upload, { uploadUrl }) =>
    isAt(upload, 'sending', 'finishing') ? { ...upload, uploadUrl } : upload,
  serverOffset,
  serverReceived: (upload, { bytes }) =>
    isAt(upload, 'sending', 'finishing') && bytes > upload.ackedBytes ? confirm(upload, bytes) : upload,
  serverStep: (upload, { step }) =>
    isAt(upload, 'finishing') ? to(upload, { at: 'finishing', step }) : upload,
  accepted: (upload) =>
    isAt(upload, 'sending', 'finishing')
      ? { ...upload, ackedBytes: upload.file.sizeBytes, attempts: 0, state: { at: 'verifying' } }
      : upload,
  activated: (upload, { image }) => (isAt(upload, 'verifying') ? to(upload, { at: 'done', image }) : upload),
  refused: (upload, { fault }) =>
    isWorking(upload) || isAt(upload, 'cancelling') ? to(upload, { at: 'refused', fault }) : upload,
  removed: (upload) => (isAt(upload, 'cancelling') ? to(upload, { at: 'cancelled' }) : upload),
  progress,
  chunkSize: (upload, { bytes }) =>
    isAt(upload, 'sending', 'finishing') ? { ...upload, chunkBytes: bytes } : upload,
  allSent: (upload) => (isAt(upload, 'sending') ? to(upload, { at: 'finishing', step: null }) : upload),
  interrupted,
  fileLost: (upload, { problem }) =>
    isAt(upload, 'queued', 'sending')
      ? { ...upload, hasFile: false, state: { at: 'restored', needs: 'file', problem } }
      : upload,
  pause: (upload) =>
    isAt(upload, 'queued', 'creating', 'checking', 'sending', 'waiting')
      ? to(upload, { at: 'paused' })
      : upload,
  resume: (upload) =>
    isAt(upload, 'paused') ? to(upload, upload.hasFile ? QUEUED : needsFile(upload)) : upload,
  retry,
  fileGiven: (upload) =>
    isAt(upload, 'restored') ? { ...upload, hasFile: true, attempts: 0, state: QUEUED } : upload,
  fileRejected: (upload, { problem }) =>
    isAt(upload, 'restored') ? to(upload, { at: 'restored', needs: 'file', problem }) : upload,
  cancel,
}

const QUEUED: UploadState = { at: 'queued' }

function needsFile(upload: Upload): UploadState {
  return { at: 'restored', needs: upload.hasHandle ? 'permission' : 'file', problem: null }
}

function to(upload: Upload, state: UploadState): Upload {
  return { ...upload, state }
}

function isAt(upload: Upload, ...names: readonly UploadState['at'][]): boolean {
  return names.includes(upload.state.at)
}

/** A request is under way, or could be in a moment. */
function isWorking(upload: Upload): boolean {
  return isAt(upload, 'creating', 'checking', 'sending', 'finishing', 'verifying')
}

function begin(upload: Upload): Upload {
  if (upload.imageRecord === 'made') return to(upload, { at: 'checking' })
  if (!upload.hasFile) return to(upload, needsFile(upload))
  // Asking for the same id again is safe: the server has one image of that id or none.
  return { ...upload, imageRecord: 'maybe', state: { at: 'creating' } }
}

function located(upload: Upload, { uploadUrl, offsetBytes }: EventOf<'located'>): Upload {
  if (!isAt(upload, 'checking')) return upload
  return sendFrom({ ...upload, uploadUrl }, offsetBytes)
}

function notStarted(upload: Upload): Upload {
  return isAt(upload, 'checking') ? sendFrom({ ...upload, uploadUrl: null }, 0) : upload
}

function sendFrom(upload: Upload, offsetBytes: number): Upload {
  const known = { ...upload, ackedBytes: clamp(offsetBytes, 0, upload.file.sizeBytes) }
  // With every byte at the server the file is not needed any more.
  const canSend = known.hasFile || known.ackedBytes === known.file.sizeBytes
  return to(known, canSend ? { at: 'sending', sentBytes: known.ackedBytes } : needsFile(known))
}

/** The server's own count, asked for after a break: the one case in which the bytes shown may go back. */
function serverOffset(upload: Upload, { bytes }: EventOf<'serverOffset'>): Upload {
  if (!isAt(upload, 'sending', 'finishing')) return upload
  const ackedBytes = clamp(bytes, 0, upload.file.sizeBytes)
  const attempts = ackedBytes > upload.ackedBytes ? 0 : upload.attempts
  const isEverythingThere = ackedBytes === upload.file.sizeBytes && isAt(upload, 'finishing')
  const state: UploadState = isEverythingThere ? upload.state : { at: 'sending', sentBytes: ackedBytes }
  return { ...upload, ackedBytes, attempts, state }
}

/** More bytes are confirmed; what is shown stays or grows. */
function confirm(upload: Upload, bytes: number): Upload {
  const ackedBytes = clamp(bytes, 0, upload.file.sizeBytes)
  const { state } = upload
  const grown =
    state.at === 'sending' ? { ...state, sentBytes: Math.max(state.sentBytes, ackedBytes) } : state
  return { ...upload, ackedBytes, attempts: 0, state: grown }
}

function progress(upload: Upload, { bytes }: EventOf<'progress'>): Upload {
  if (upload.state.at !== 'sending') return upload
  const most = Math.min(upload.file.sizeBytes, upload.ackedBytes + upload.chunkBytes)
  const sentBytes = clamp(bytes, upload.state.sentBytes, Math.max(most, upload.state.sentBytes))
  return sentBytes === upload.state.sentBytes ? upload : to(upload, { at: 'sending', sentBytes })
}

function interrupted(upload: Upload, { reason, retryAtMs, note }: EventOf<'interrupted'>): Upload {
  if (isWorking(upload)) {
    return { ...upload, attempts: upload.attempts + 1, state: { at: 'waiting', reason, retryAtMs, note } }
  }
  if (isAt(upload, 'cancelling')) {
    return { ...upload, attempts: upload.attempts + 1, state: { at: 'cancelling', retryAtMs } }
  }
  // Signing out stops also what waits for something else.
  const isAboutIdentity = reason === 'sign-in' || reason === 'project'
  return isAboutIdentity && isAt(upload, 'queued', 'waiting')
    ? to(upload, { at: 'waiting', reason, retryAtMs, note })
    : upload
}

function retry(upload: Upload): Upload {
  if (isAt(upload, 'waiting')) return to(upload, QUEUED)
  if (upload.state.at !== 'refused' || !upload.state.fault.canRetry) return upload
  // The refused tus upload is over. What is left of it, if anything, is found through the image.
  return { ...upload, uploadUrl: null, attempts: 0, state: QUEUED }
}

function cancel(upload: Upload): Upload {
  if (isAt(upload, 'done', 'cancelling', 'cancelled')) return upload
  const hasNothingThere = upload.imageRecord === 'none'
  return {
    ...upload,
    attempts: 0,
    state: hasNothingThere ? { at: 'cancelled' } : { at: 'cancelling', retryAtMs: null },
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
