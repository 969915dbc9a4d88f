import { DomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { Clock } from '#lib/jobs/clock.ts'
import type { TaskWork } from './task-handler.ts'

const LOOK_MS = 2_000

export interface WatchPorts {
  readonly clock: Pick<Clock, 'every'>
  /** Any image, whoever owns it; null when it is gone. */
  readonly imageOf: (imageId: string) => Promise<Image | null>
}

/** Ends the work on an image that is deleted, which nobody else tells the worker. Gives what ends the watch. */
export function watchImage(
  { clock, imageOf }: WatchPorts,
  imageId: string,
  work: Pick<TaskWork, 'stop'>,
): () => void {
  return clock.every(LOOK_MS, () => {
    void imageOf(imageId).then(
      (image) => {
        if (image === null) work.stop(imageIsGone(imageId))
      },
      () => undefined,
    )
  })
}

export function imageIsGone(imageId: string): DomainError {
  return new DomainError('gone', `Image ${imageId} was deleted while its data was being imported.`)
}
