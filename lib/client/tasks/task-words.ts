import type { TaskProgressWire, TaskStubWire, TaskWire } from '#lib/contract/task-wire.ts'
import type { Messages } from '../../../messages/messages.ts'
import { byteText } from '../byte-text.ts'
import { partOfTotal } from '../upload/words/quantities.ts'
import type { Translate } from '../words.ts'

/** In these steps the numbers are percent: the tool behind them tells no bytes. */
const STEPS_IN_PERCENT: ReadonlySet<string> = new Set(['image_conversion'])

/** A task as this site's own lists tell it, or with all that its page tells. */
export type AnyTask = TaskStubWire | TaskWire

/** `Import from mirror.example.org`. */
export function taskTitle(task: AnyTask, t: Translate<'tasks'>): string {
  const { name, uri } = methodOf(task)
  switch (name) {
    case 'web-download': {
      const host = hostOf(uri)
      return host === null ? t('title.fromAddress') : t('title.from', { host })
    }
    case 'glance-direct':
      return t('title.staged')
    case 'copy-image':
      return t('title.copy')
    case 'glance-download':
      return t('title.cloud')
    default:
      return t(`type.${task.type}`)
  }
}

/** How data comes in: the name of the import's method, where it is known. */
export function methodOf(task: AnyTask): { readonly name?: string | undefined; readonly uri?: unknown } {
  const input = 'input' in task ? (task.input as MethodInput | null) : null
  const method = input?.import_req?.method
  if (method !== undefined) return method
  return input?.import_from === undefined ? {} : { name: 'web-download', uri: input.import_from }
}

interface MethodInput {
  readonly import_req?: { readonly method?: { readonly name?: string; readonly uri?: unknown } }
  /** Of Glance's older tasks. */
  readonly import_from?: unknown
}

function hostOf(uri: unknown): string | null {
  return typeof uri === 'string' && URL.canParse(uri) ? new URL(uri).host : null
}

/** Null where it does not run, or does not say. */
export function progressOf(task: AnyTask): TaskProgressWire | null {
  if (task.status !== 'processing' || !('result' in task)) return null
  const result = task.result as { readonly vitrine_progress?: TaskProgressWire } | null
  return result?.vitrine_progress ?? null
}

export function stepText({ step }: TaskProgressWire, t: Translate<'tasks'>): string {
  return isKnownStep(step, t) ? t(`step.${step}`) : t('stepOther', { step: step.replaceAll('_', ' ') })
}

type KnownStep = keyof Messages['tasks']['step']

/** Glance's plugins, and what is to come, may tell others. */
function isKnownStep(step: string, t: Translate<'tasks'>): step is KnownStep {
  return /^\w+$/.test(step) && t.has(`step.${step as KnownStep}`)
}

/** 0 to 100, or null where the whole is not known. */
export function taskPercent({ bytes, total_bytes: total }: TaskProgressWire): number | null {
  if (total === null) return null
  return total === 0 ? 100 : Math.min(100, Math.floor((bytes / total) * 100))
}

/** `1.2 of 4 GiB · 30 % · 35 MiB/s`: what is known of it. */
export function progressText(progress: TaskProgressWire, t: Translate<'tasks'>): string {
  const { step, bytes, total_bytes: total, bytes_per_second: rate } = progress
  const percent = taskPercent(progress)
  const inPercent = STEPS_IN_PERCENT.has(step)
  const amount = total === null ? byteText(bytes) : t('of', partOfTotal(bytes, total))
  const parts = [
    inPercent ? null : amount,
    percent === null ? null : `${percent} %`,
    inPercent || rate === null || rate <= 0 ? null : `${byteText(rate)}/s`,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

/** Somebody ended it; nothing went wrong. */
export function wasCancelled(task: AnyTask): boolean {
  return task.status === 'failure' && 'message' in task && task.message === 'Cancelled.'
}
