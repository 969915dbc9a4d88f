'use client'

import { RotateCcw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { Button } from '#components/ui/button.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { useReasonOf } from '#components/words/service-text.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import { taskCan } from '#lib/client/tasks/task-can.ts'
import type { AnyTask } from '#lib/client/tasks/task-words.ts'
import { useCancelTask, useRetryTask } from '#lib/client/tasks/tasks.ts'
import type { ImageStatus } from '#lib/domain/image.ts'
import { isEnded } from '#lib/domain/task.ts'

interface TaskActionsProps {
  readonly task: AnyTask
  readonly title: string
  readonly imageStatus: ImageStatus | null
  readonly isReplaced: boolean
}

/** Cancel while it runs, again after it failed. */
export function TaskActions({ task, title, imageStatus, isReplaced }: TaskActionsProps) {
  const reasonOf = useReasonOf()
  const t = useTranslations('tasks')
  const common = useTranslations('common')
  const asker = useAsker()
  const cancel = useCancelTask()
  const retry = useRetryTask()
  if (!isEnded(task)) {
    return (
      <Button
        size="sm"
        icon={X}
        aria-label={t('cancelOf', { title })}
        // Its worker ends at the next chance; until then the task still runs.
        isBusy={cancel.isPending || cancel.isSuccess}
        disabledReason={reasonOf(taskCan.cancel(task, asker))}
        onClick={() => cancel.mutate(task, { onError: sayFailed(t('notCancelled')) })}
      >
        {common('cancel')}
      </Button>
    )
  }
  if (task.status !== 'failure' || isReplaced) return null
  return (
    <Button
      size="sm"
      icon={RotateCcw}
      aria-label={t('retryOf', { title })}
      isBusy={retry.isPending}
      disabledReason={reasonOf(taskCan.retry(task, asker, imageStatus))}
      onClick={() => retry.mutate(task, { onError: sayFailed(t('notAgain')) })}
    >
      {common('tryAgain')}
    </Button>
  )
}

function sayFailed(title: string) {
  return (error: unknown): void => showToast({ tone: 'danger', title, description: faultMessage(error) })
}
