'use client'

import { CircleCheck, CircleX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { imageTitle } from '#lib/client/image-view.ts'
import { doneText } from './image-task.ts'
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
  const t = useTranslations('actions.report')
  const common = useTranslations('common')
  const { task, outcomes } = report
  const done = doneText(task.done, common)
  const failed = outcomes.filter(({ problem }) => problem !== null)
  const worked = outcomes.filter(({ problem }) => problem === null)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('title', { n: String(worked.length), all: String(outcomes.length), done })}
      description={t('text')}
      footer={
        <>
          <Button onClick={onRetry}>{t('again', { count: failed.length, n: String(failed.length) })}</Button>
          <Button variant="primary" onClick={onClose}>
            {common('close')}
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
                {problem === null ? t('was', { done }) : t('wasNot', { done, problem })}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
