import type { Context } from '#lib/domain/context.ts'
import { conflict } from '#lib/domain/errors.ts'
import type { ImageRepository } from '#lib/domain/repository.ts'
import type { TaskRecord } from '#lib/domain/task-records.ts'
import { STAGED_METHOD } from './import-deps.ts'
import { importStateOf } from './import-state.ts'

/** Begins a failed import anew. @throws `conflict` its data is gone, or the image cannot take it any more; as `startImport` */
export async function repeatImport(
  images: Pick<ImageRepository, 'get' | 'startImport'>,
  ctx: Context,
  task: TaskRecord,
): Promise<string> {
  if (task.type === 'location_import') {
    throw conflict('This task read data at a location: name the location again, and it is read again.')
  }
  const { method, input, stores, mustAllSucceed } = importStateOf(task)
  if (task.imageId === null || method === STAGED_METHOD) {
    throw conflict('What was staged for this import is gone: stage the data again and import it.')
  }
  const image = await images.get(ctx, task.imageId)
  const request = { method, details: {}, checkedInput: input, stores, mustAllSucceed }
  const { taskId } = await images.startImport(ctx, image, request)
  if (taskId === null) throw conflict(`Image ${image.id} lies in all these stores already.`)
  return taskId
}
