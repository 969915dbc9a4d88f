import type { ImageStatus } from '#lib/domain/image.ts'
import { type Asker, isAdministrator, mayManage } from '#lib/domain/rights.ts'
import { isOfStores } from '#lib/domain/task.ts'
import { ALLOWED, allOf, allowedIf, refused, type Verdict } from '#lib/domain/verdict.ts'
import { type AnyTask, methodOf } from './task-words.ts'

/** What the asker may do with a task, with the reason when not: as the service decides. */
export const taskCan = {
  cancel: (task: AnyTask, asker: Asker): Verdict => isOwn(task, asker),

  /** `imageStatus` null: not known here; the service will say. */
  retry: (task: AnyTask, asker: Asker, imageStatus: ImageStatus | null): Verdict =>
    allOf(isOwn(task, asker), canBeRepeated(task, imageStatus)),
} as const

function isOwn({ owner, type }: AnyTask, asker: Asker): Verdict {
  if (isAdministrator(asker)) return ALLOWED
  if (isOfStores({ type })) return refused('Only administrators move data between stores.')
  if (owner !== asker.projectId) return refused('Another project began this task.')
  return mayManage({ owner }, asker)
}

function canBeRepeated(task: AnyTask, imageStatus: ImageStatus | null): Verdict {
  const { name } = methodOf(task)
  if (isOfStores(task)) return ALLOWED
  if (name === 'glance-direct') {
    return refused('What was staged for it is gone: stage the data again, or upload the file.')
  }
  if (imageStatus === null) return ALLOWED
  const wanted = name === 'copy-image' ? 'active' : 'queued'
  return allowedIf(
    imageStatus === wanted,
    `It can be done again only while the image is ${wanted}; it is ${imageStatus}.`,
  )
}
