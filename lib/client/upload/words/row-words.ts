import { byteText } from '../../byte-text.ts'
import type { Translate } from '../../words.ts'
import type { ShownUpload } from '../engine/tabs.ts'
import { shownBytes, shownPercent, type Upload, type UploadState } from '../model/upload.ts'
import { secondsLeft, speedOf } from '../pace/meter.ts'
import { faultRemedy, faultTitle, fileProblemText, waitText } from './fault-words.ts'
import { partOfTotal, timeLeftText } from './quantities.ts'

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
export function rowWords(shown: ShownUpload, nowMs: number, t: Translate<'upload'>): RowWords {
  const { upload } = shown
  const { state } = upload
  return {
    status: statusOf(state, nowMs, t),
    detail: detailOf(shown, nowMs, t),
    percent: shownPercent(upload),
    isIndeterminate: state.at === 'finishing' || state.at === 'verifying' || state.at === 'cancelling',
    tone: toneOf(state),
    actions: actionsOf(upload),
  }
}

function statusOf(state: UploadState, nowMs: number, t: Translate<'upload'>): string {
  switch (state.at) {
    case 'waiting':
      return waitingFor(state, nowMs, t)
    case 'finishing':
      return state.step === null ? t('state.finishing') : t(`step.${state.step}`)
    case 'restored':
      return state.needs === 'permission' ? t('state.readable') : t('state.needsFile')
    case 'refused':
      return withoutLongHashes(faultTitle(state.fault, t))
    default:
      return t(`state.${state.at}`)
  }
}

/** A sha512 would fill the row; its ends are enough to compare. The copied error has all of it. */
function withoutLongHashes(text: string): string {
  return text.replace(/\b([0-9a-f]{8})[0-9a-f]{16,}([0-9a-f]{4})\b/g, '$1…$2')
}

type Waiting = Extract<UploadState, { at: 'waiting' }>

function waitingFor({ reason, retryAtMs }: Waiting, nowMs: number, t: Translate<'upload'>): string {
  if (reason === 'sign-in' || reason === 'project') return t(`wait.${reason}`)
  const seconds = retryAtMs === null ? 0 : Math.ceil((retryAtMs - nowMs) / 1000)
  const when = retryAtMs === null ? 'unknown' : seconds <= 0 ? 'now' : 'later'
  return t(`wait.${reason}`, { when, seconds })
}

function detailOf({ upload, meter }: ShownUpload, nowMs: number, t: Translate<'upload'>): string {
  const { state, file } = upload
  const soFar = partOfTotal(shownBytes(upload), file.sizeBytes)
  switch (state.at) {
    case 'queued':
    case 'creating':
      return upload.ackedBytes > 0 ? t('detail.ofTotal', soFar) : byteText(file.sizeBytes)
    case 'sending':
      return [t('detail.ofTotal', soFar), ...pace({ upload, meter }, nowMs, t)].join(' · ')
    case 'waiting':
      return state.note ? waitText(state.note, t) : t('detail.safe', soFar)
    case 'restored':
      return state.problem ? fileProblemText(state.problem, t) : t('detail.safe', soFar)
    case 'refused':
      return faultRemedy(state.fault, t)
    case 'done':
      return byteText(state.image.sizeBytes)
    case 'cancelling':
      return upload.attempts > 0 ? t('detail.removingLater') : t('detail.removing')
    case 'cancelled':
      return t('detail.nothingLeft')
    default:
      return t('detail.ofTotal', soFar)
  }
}

function pace({ upload, meter }: ShownUpload, nowMs: number, t: Translate<'upload'>): readonly string[] {
  const speed = speedOf(meter, nowMs)
  if (speed === null) return []
  if (speed < 1) return [t('detail.stalled')]
  const left = secondsLeft(upload.file.sizeBytes - shownBytes(upload), speed)
  return [t('detail.speed', { size: byteText(speed) }), ...(left === null ? [] : [timeLeftText(left, t)])]
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

function waitingAction(reason: Waiting['reason']): readonly RowAction[] {
  if (reason === 'sign-in') return ['signIn']
  return reason === 'project' ? [] : ['retry', 'pause']
}
