import type { ProgressSink, UploadProgress } from '#lib/domain/events.ts'
import type { Image } from '#lib/domain/image.ts'
import type { Upload } from '#lib/domain/upload.ts'
import type { Clock } from '#lib/jobs/clock.ts'

export type UploadStep = UploadProgress['step']

const BETWEEN_MS = 250

export function publishProgress(
  events: ProgressSink,
  image: Image,
  upload: Pick<Upload, 'receivedBytes' | 'totalBytes'>,
  step: UploadStep,
): void {
  const { receivedBytes, totalBytes } = upload
  events.publish({ type: 'upload.progress', image, receivedBytes, totalBytes, step })
}

/** Tells how far an upload is, about four times a second at most. */
export function createProgressReport(
  { events, clock }: { events: ProgressSink; clock: Clock },
  image: Image,
  totalBytes: number | null,
): (receivedBytes: number) => void {
  let lastMs = 0
  return (receivedBytes) => {
    const nowMs = clock.nowMs()
    if (nowMs - lastMs < BETWEEN_MS) return
    lastMs = nowMs
    publishProgress(events, image, { receivedBytes, totalBytes }, 'receiving')
  }
}
