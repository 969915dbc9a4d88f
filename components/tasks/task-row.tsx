'use client'

import { CircleAlert, CircleCheck, CircleSlash, Clock3, LoaderCircle, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { RelativeTime } from '#components/images/time.tsx'
import { cx } from '#components/ui/cx.ts'
import { Progress } from '#components/ui/progress.tsx'
import { ServiceText } from '#components/words/service-text.tsx'
import {
  type AnyTask,
  progressOf,
  progressText,
  stepText,
  taskPercent,
  taskTitle,
  wasCancelled,
} from '#lib/client/tasks/task-words.ts'
import { partOfTotal } from '#lib/client/upload/words/quantities.ts'
import type { TaskProgressWire } from '#lib/contract/task-wire.ts'
import type { ImageStatus } from '#lib/domain/image.ts'
import type { TaskStatus } from '#lib/domain/task.ts'
import { TaskActions } from './task-actions.tsx'

const LOOKS: Readonly<Record<TaskStatus, { readonly icon: LucideIcon; readonly look: string }>> = {
  pending: { icon: Clock3, look: 'text-muted' },
  processing: { icon: LoaderCircle, look: 'animate-spin text-accent' },
  success: { icon: CircleCheck, look: 'text-ok' },
  failure: { icon: CircleAlert, look: 'text-danger' },
}
const CANCELLED = { icon: CircleSlash, look: 'text-muted' } as const

interface TaskRowProps {
  readonly task: AnyTask
  /** Of its image, where it is known: it decides what can be done again. */
  readonly imageStatus: ImageStatus | null
  /** A later task has taken its place: doing this one again would make no sense. */
  readonly isReplaced?: boolean
  /** What it is about, where that is not plain from the page. */
  readonly subject?: ReactNode
}

/** What is being done, how far it is, how it ended, and what can be done about it. */
export function TaskRow({ task, imageStatus, isReplaced = false, subject }: TaskRowProps) {
  const t = useTranslations('tasks')
  const isCancelled = wasCancelled(task)
  const { icon: Icon, look } = isCancelled ? CANCELLED : LOOKS[task.status]
  const title = taskTitle(task, t)
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3.5 py-2.5">
      <div className="flex min-w-0 flex-1 basis-72 gap-2.5">
        <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', look)} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <bdi className="min-w-0 font-medium break-words">{title}</bdi>
            <span className="text-xs text-muted">
              {isCancelled ? t('cancelled') : t(`status.${task.status}`)} ·{' '}
              <RelativeTime atMs={Date.parse(task.updated_at)} />
            </span>
          </p>
          {subject}
          <TaskState task={task} title={title} isCancelled={isCancelled} />
        </div>
      </div>
      <TaskActions task={task} title={title} imageStatus={imageStatus} isReplaced={isReplaced} />
    </li>
  )
}

/** Each store that is being filled, where there are several. */
function PerStore({ progress }: { readonly progress: TaskProgressWire }) {
  const t = useTranslations('tasks')
  const stores = Object.entries(progress.stores ?? {})
  if (stores.length < 2 || progress.total_bytes === null) return null
  const each = progress.total_bytes / stores.length
  return (
    <ul aria-label={t('stores')} className="mt-1 grid gap-1 text-xs text-muted">
      {stores.map(([store, bytes]) => (
        <li key={store} className="flex items-center gap-2 tabular-nums">
          <bdi className="w-28 shrink-0 truncate">{store}</bdi>
          <Progress
            label={t('storedIn', { store })}
            percent={each === 0 ? 100 : (bytes / each) * 100}
            className="max-w-48 flex-1"
          />
          {t('of', partOfTotal(bytes, each))}
        </li>
      ))}
    </ul>
  )
}

interface TaskStateProps {
  readonly task: AnyTask
  readonly title: string
  readonly isCancelled: boolean
}

function TaskState({ task, title, isCancelled }: TaskStateProps) {
  const t = useTranslations('tasks')
  const progress = progressOf(task)
  if (progress !== null) {
    return (
      <>
        <p className="text-muted tabular-nums">
          {stepText(progress, t)} · {progressText(progress, t)}
        </p>
        <Progress label={title} percent={taskPercent(progress)} className="mt-1.5 mb-1" />
        <PerStore progress={progress} />
        {progress.step === 'waiting' && 'message' in task && (
          <p className="break-words text-muted">
            <ServiceText>{task.message}</ServiceText>
          </p>
        )}
      </>
    )
  }
  if (task.status === 'pending') return <p className="text-muted">{t('beginsLater')}</p>
  const message = 'message' in task && !isCancelled ? task.message : ''
  if (message === '') return null
  return (
    <p className={cx('break-words', task.status === 'failure' ? 'text-danger' : 'text-muted')}>
      <ServiceText>{message}</ServiceText>
    </p>
  )
}
