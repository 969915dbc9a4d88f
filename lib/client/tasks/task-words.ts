import type { TaskProgressWire, TaskStubWire, TaskWire } from '#lib/contract/task-wire.ts'
import type { TaskStatus, TaskType } from '#lib/domain/task.ts'
import { byteText } from '../byte-text.ts'
import { bytesOfTotal } from '../upload/words/quantities.ts'

export const TASK_STATUS_WORDS: Readonly<Record<TaskStatus, string>> = {
  pending: 'Waiting',
  processing: 'Running',
  success: 'Done',
  failure: 'Failed',
}

const TYPE_WORDS: Readonly<Record<TaskType, string>> = {
  import: 'Import',
  api_image_import: 'Import',
  location_import: 'Check of data in a store',
  vitrine_move: 'Move to another store',
  vitrine_drain: 'Emptying of a store',
}

const STEP_WORDS: Readonly<Record<string, string>> = {
  downloading: 'Fetching the data',
  checking: 'Looking into the data',
  storing: 'Storing the data',
  hashing: 'Working out the checksums',
  moving: 'Moving the data',
  waiting: 'Waiting',
  image_decompression: 'Unpacking the data',
  image_conversion: 'Converting the data',
}

/** In these steps the numbers are percent: the tool behind them tells no bytes. */
const STEPS_IN_PERCENT: ReadonlySet<string> = new Set(['image_conversion'])

/** A task as this site's own lists tell it, or with all that its page tells. */
export type AnyTask = TaskStubWire | TaskWire

/** `Import from mirror.example.org`. */
export function taskTitle(task: AnyTask): string {
  const { name, uri } = methodOf(task)
  switch (name) {
    case 'web-download':
      return `Import from ${hostOf(uri)}`
    case 'glance-direct':
      return 'Import of staged data'
    case 'copy-image':
      return 'Copy to other stores'
    case 'glance-download':
      return 'Import from another cloud'
    default:
      return TYPE_WORDS[task.type]
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

function hostOf(uri: unknown): string {
  return typeof uri === 'string' && URL.canParse(uri) ? new URL(uri).host : 'an address'
}

/** Null where it does not run, or does not say. */
export function progressOf(task: AnyTask): TaskProgressWire | null {
  if (task.status !== 'processing' || !('result' in task)) return null
  const result = task.result as { readonly vitrine_progress?: TaskProgressWire } | null
  return result?.vitrine_progress ?? null
}

export function stepText({ step }: TaskProgressWire): string {
  return STEP_WORDS[step] ?? `At ${step.replaceAll('_', ' ')}`
}

/** 0 to 100, or null where the whole is not known. */
export function taskPercent({ bytes, total_bytes: total }: TaskProgressWire): number | null {
  if (total === null) return null
  return total === 0 ? 100 : Math.min(100, Math.floor((bytes / total) * 100))
}

/** `1.2 of 4 GiB · 30 % · 35 MiB/s`: what is known of it. */
export function progressText(progress: TaskProgressWire): string {
  const { step, bytes, total_bytes: total, bytes_per_second: rate } = progress
  const percent = taskPercent(progress)
  const inPercent = STEPS_IN_PERCENT.has(step)
  const amount = total === null ? byteText(bytes) : bytesOfTotal(bytes, total)
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
