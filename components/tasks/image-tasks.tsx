'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Section } from '#components/images/details/section.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { taskTitle, wasCancelled } from '#lib/client/tasks/task-words.ts'
import { imageTasksOptions, type TaskWire } from '#lib/client/tasks/tasks.ts'
import type { Translate } from '#lib/client/words.ts'
import { isEnded } from '#lib/domain/task.ts'
import { TaskRow } from './task-row.tsx'

interface ImageTasksProps {
  readonly image: ImageView
  /** The place at the top is for what wants attention, the one below for what is over. */
  readonly place: 'top' | 'below'
}

/** What the service does and did about the image in the background; nothing where it did nothing lately. */
export function ImageTasks({ image, place }: ImageTasksProps) {
  const t = useTranslations('tasks')
  const { data: tasks = [], error, refetch } = useQuery(imageTasksOptions(image.id))
  const isWanted = wantsAttention(image, tasks) === (place === 'top')
  if (error !== null && tasks.length === 0 && place === 'below') {
    return <FaultNotice title={t('list.notLoaded')} error={error} onRetry={() => void refetch()} />
  }
  if (tasks.length === 0) return null
  return (
    <>
      {place === 'top' && (
        <p role="status" className="sr-only">
          {tasks[0] && spokenState(tasks[0], t)}
        </p>
      )}
      {isWanted && (
        <Section title={t('list.title')}>
          <ul aria-label={t('list.label')} className="divide-y rounded-lg border">
            {tasks.map((task, index) => (
              <TaskRow key={task.id} task={task} imageStatus={image.status} isReplaced={index > 0} />
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function wantsAttention({ status }: ImageView, tasks: readonly TaskWire[]): boolean {
  return tasks.some((task) => !isEnded(task)) || (status === 'queued' && tasks[0]?.status === 'failure')
}

/** For whoever does not see it; progress would be too much to hear. */
function spokenState(task: TaskWire, t: Translate<'tasks'>): string {
  const state = wasCancelled(task) ? t('cancelled') : t(`status.${task.status}`)
  return t('list.spoken', { task: taskTitle(task, t), state })
}
