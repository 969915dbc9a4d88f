import type { Image } from '#lib/domain/image.ts'
import type { TaskRecord } from '#lib/domain/task-records.ts'
import type { TaskWork } from '#lib/tasks/task-handler.ts'
import { imageIsGone } from '#lib/tasks/watch-image.ts'
import type { ImportDeps } from './import-deps.ts'
import { type ImportState, importStateOf } from './import-state.ts'

/** One import under way: what its steps share. */
export interface ImportRun {
  readonly deps: ImportDeps
  readonly task: TaskRecord
  readonly work: TaskWork
  readonly imageId: string
  state(): ImportState
  /** Remembers what the next step, or the next worker, has to know. One at a time. @throws `conflict` lease lost */
  remember(change: Partial<ImportState>): Promise<void>
  /** As it is now. @throws `gone` */
  image(): Promise<Image>
}

export function createImportRun(deps: ImportDeps, task: TaskRecord, work: TaskWork): ImportRun {
  const { imageId } = task
  if (imageId === null) throw new Error(`Task ${task.id} imports into no image.`)
  let state = importStateOf(task)
  let saving: Promise<void> = Promise.resolve()
  return {
    ...{ deps, task, work, imageId },
    state: () => state,
    remember(change) {
      state = { ...state, ...change }
      // In order, and each with everything known by then.
      saving = saving.catch(() => undefined).then(() => work.saveState({ ...state }))
      return saving
    },
    async image() {
      const image = await deps.imageOf(imageId)
      if (image === null) throw imageIsGone(imageId)
      return image
    },
  }
}
