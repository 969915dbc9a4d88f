import { byteText } from '../../byte-text.ts'
import { shownBytes, shownPercent, type Upload, type UploadState } from '../model/upload.ts'
import { type Meter, secondsLeft, speedOf } from '../pace/meter.ts'
import { bytesOfTotal, timeLeftInWords } from './quantities.ts'

export type RowAction =
  | 'pause'
  | 'resume'
  | 'retry'
  | 'signIn'
  | 'allowFile'
  | 'chooseFile'
  | 'copyError'
  | 'again'
  | 'open'
  | 'cancel'
  | 'remove'
  | 'dismiss'
export type RowTone = 'calm' | 'moving' | 'attention' | 'good' | 'bad'

/** Everything a row of the dock says. */
export interface RowWords {
  readonly status: string
  /** Second line: quantities, or what to do. Empty when there is nothing true to say. */
  readonly detail: string
  readonly percent: number
  /** Work of unknown length: the bar moves without a number. */
  readonly isIndeterminate: boolean
  readonly tone: RowTone
  readonly actions: readonly RowAction[]
}

/** The words, bar and buttons of an upload at a moment. Pure, so that every state's words are tested. */
export function rowWords(upload: Upload, meter: Meter, nowMs: number): RowWords {
  const { state } = upload
  return {
    status: statusOf(upload, nowMs),
    detail: detailOf(upload, meter, nowMs),
    percent: shownPercent(upload),
    isIndeterminate: state.at === 'finishing' || state.at === 'verifying' || state.at === 'cancelling',
    tone: toneOf(state),
    actions: actionsOf(upload),
  }
}

const STEPS = {
  hashing: 'Hashing on the server',
  inspecting: 'Checking the format',
  storing: 'Storing',
} as const

function statusOf(upload: Upload, nowMs: number): string {
  const { state } = upload
  switch (state.at) {
    case 'queued':
      return 'Waiting for its turn'
    case 'creating':
      return 'Making the image'
    case 'checking':
      return 'Asking the server how far it got'
    case 'sending':
      return 'Sending'
    case 'paused':
      return 'Paused'
    case 'waiting':
      return waitingFor(state, nowMs)
    case 'finishing':
      return state.step === null ? 'Sent – waiting for the server' : STEPS[state.step]
    case 'verifying':
      return 'Comparing with the server'
    case 'restored':
      return state.needs === 'permission' ? 'Ready to go on' : 'Choose the file again to go on'
    case 'done':
      return 'Active'
    case 'refused':
      return withoutLongHashes(state.fault.title)
    case 'cancelling':
      return 'Cancelling'
    case 'cancelled':
      return 'Cancelled'
  }
}

/** A sha512 would fill the row; its ends are enough to compare. The copied error has all of it. */
function withoutLongHashes(text: string): string {
  return text.replace(/\b([0-9a-f]{8})[0-9a-f]{16,}([0-9a-f]{4})\b/g, '$1…$2')
}

function waitingFor(state: Extract<UploadState, { at: 'waiting' }>, nowMs: number): string {
  switch (state.reason) {
    case 'network':
      return `Waiting for the network${nextTry(state.retryAtMs, nowMs)}`
    case 'server':
      return `Waiting for the server${nextTry(state.retryAtMs, nowMs)}`
    case 'sign-in':
      return 'Signed out – sign in to go on'
    case 'project':
      return 'Belongs to another project – switch back to go on'
  }
}

function nextTry(retryAtMs: number | null, nowMs: number): string {
  if (retryAtMs === null) return ''
  const seconds = Math.ceil((retryAtMs - nowMs) / 1000)
  return seconds <= 0 ? ' – trying now' : ` – next try in ${seconds} s`
}

function detailOf(upload: Upload, meter: Meter, nowMs: number): string {
  const { state, file } = upload
  const soFar = bytesOfTotal(shownBytes(upload), file.sizeBytes)
  switch (state.at) {
    case 'queued':
    case 'creating':
      return upload.ackedBytes > 0 ? soFar : byteText(file.sizeBytes)
    case 'sending':
      return [soFar, ...pace(upload, meter, nowMs)].join(' · ')
    case 'waiting':
      return state.message ?? `${soFar} are safe on the server`
    case 'restored':
      return state.problem ?? `${soFar} are safe on the server`
    case 'refused':
      return state.fault.remedy
    case 'done':
      return byteText(state.image.sizeBytes)
    case 'cancelling':
      return upload.attempts > 0
        ? 'The service does not answer; it is cleaned up as soon as it does'
        : 'Removing what was sent'
    case 'cancelled':
      return 'Nothing was left behind'
    default:
      return soFar
  }
}

function pace(upload: Upload, meter: Meter, nowMs: number): readonly string[] {
  const speed = speedOf(meter, nowMs)
  if (speed === null) return []
  if (speed < 1) return ['nothing moves']
  const left = secondsLeft(upload.file.sizeBytes - shownBytes(upload), speed)
  return [`${byteText(speed)}/s`, ...(left === null ? [] : [timeLeftInWords(left)])]
}

function toneOf(state: UploadState): RowTone {
  switch (state.at) {
    case 'creating':
    case 'checking':
    case 'sending':
    case 'finishing':
    case 'verifying':
      return 'moving'
    case 'waiting':
    case 'restored':
      return 'attention'
    case 'done':
      return 'good'
    case 'refused':
      return 'bad'
    default:
      return 'calm'
  }
}

function actionsOf(upload: Upload): readonly RowAction[] {
  const { state } = upload
  switch (state.at) {
    case 'queued':
    case 'creating':
    case 'checking':
    case 'sending':
      return ['pause', 'cancel']
    case 'paused':
      return ['resume', 'cancel']
    case 'waiting':
      return [...waitingAction(state.reason), 'cancel']
    case 'restored':
      return [state.needs === 'permission' ? 'allowFile' : 'chooseFile', 'cancel']
    case 'finishing':
    case 'verifying':
      return ['cancel']
    case 'refused':
      return [state.fault.canRetry ? 'retry' : 'again', 'copyError', 'remove']
    case 'done':
      return ['open', 'dismiss']
    case 'cancelled':
      return ['dismiss']
    case 'cancelling':
      return []
  }
}

function waitingAction(reason: Extract<UploadState, { at: 'waiting' }>['reason']): readonly RowAction[] {
  if (reason === 'sign-in') return ['signIn']
  return reason === 'project' ? [] : ['retry', 'pause']
}
