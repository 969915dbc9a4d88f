import type { Translate } from '../../words.ts'
import type { ShownUpload } from '../engine/tabs.ts'
import { shownBytes, type Upload } from '../model/upload.ts'
import { secondsLeft, speedOf } from '../pace/meter.ts'
import { timeLeftText } from './quantities.ts'

/** The head of the dock: all uploads in one line. */
export interface DockWords {
  readonly title: string
  readonly detail: string
  /** Of everything that is not finished; null when nothing is under way. */
  readonly percent: number | null
  readonly needsPerson: boolean
}

export function dockWords(shown: readonly ShownUpload[], nowMs: number, t: Translate<'upload'>): DockWords {
  const open = shown.filter(({ upload }) => !isOver(upload))
  const failures = shown.filter(({ upload }) => upload.state.at === 'refused').length
  const asking = open.filter(({ upload }) => needsPerson(upload)).length
  return {
    title:
      open.length === 0 ? t('dock.all', { count: shown.length }) : t('dock.open', { count: open.length }),
    detail: detailOf({ open, failures, asking, nowMs }, t),
    percent: percentOf(open),
    needsPerson: asking + failures > 0,
  }
}

interface Detail {
  readonly open: readonly ShownUpload[]
  readonly failures: number
  readonly asking: number
  readonly nowMs: number
}

function detailOf({ open, failures, asking, nowMs }: Detail, t: Translate<'upload'>): string {
  const failed = failures === 0 ? '' : t('dock.failed', { count: failures })
  if (open.length === 0) return failed === '' ? t('dock.allDone') : failed
  const waits = asking === 0 ? '' : t('dock.waiting', { count: asking })
  return [waits, failed, timeLeft(open, nowMs, t)].filter((text) => text !== '').join(' · ')
}

function timeLeft(open: readonly ShownUpload[], nowMs: number, t: Translate<'upload'>): string {
  const speeds = open.map(({ meter }) => speedOf(meter, nowMs)).filter((speed) => speed !== null)
  const speed = speeds.reduce((sum, each) => sum + each, 0)
  const left = open.reduce((sum, { upload }) => sum + upload.file.sizeBytes - shownBytes(upload), 0)
  const seconds = left === 0 ? null : secondsLeft(left, speed)
  return seconds === null ? '' : timeLeftText(seconds, t)
}

function percentOf(open: readonly ShownUpload[]): number | null {
  const total = open.reduce((sum, { upload }) => sum + upload.file.sizeBytes, 0)
  if (total === 0) return null
  return Math.floor((open.reduce((sum, { upload }) => sum + shownBytes(upload), 0) / total) * 100)
}

function isOver({ state }: Upload): boolean {
  return state.at === 'done' || state.at === 'refused' || state.at === 'cancelled'
}

function needsPerson({ state }: Upload): boolean {
  return state.at === 'restored' || (state.at === 'waiting' && state.reason === 'sign-in')
}
