'use client'

import { CircleCheck, CircleX } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { imageTitle } from '#lib/client/image-view.ts'
import type { TaskReport } from './use-task-runner.ts'

/** What became of each image. Problems stand first. */
export function ReportDialog({
  report,
  onRetry,
  onClose,
}: {
  readonly report: TaskReport
  readonly onRetry: () => void
  readonly onClose: () => void
}) {
  const { task, outcomes } = report
  const failed = outcomes.filter(({ problem }) => problem !== null)
  const worked = outcomes.filter(({ problem }) => problem === null)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${worked.length} of ${outcomes.length} images ${task.done}`}
      description="The others are as they were."
      footer={
        <>
          <Button onClick={onRetry}>
            {failed.length === 1 ? 'Try this one again' : `Try these ${failed.length} again`}
          </Button>
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <ul className="grid gap-2.5">
        {[...failed, ...worked].map(({ image, problem }) => (
          <li key={image.id} className="flex gap-2">
            {problem === null ? (
              <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
            ) : (
              <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
            )}
            <div className="min-w-0">
              <p className="font-medium break-words">
                <bdi>{imageTitle(image)}</bdi>
              </p>
              <p className="text-muted">
                {problem === null ? `Was ${task.done}.` : `Was not ${task.done}: ${problem}`}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
