'use client'

import { useQuery } from '@tanstack/react-query'
import { Section } from '#components/images/details/section.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { TASK_STATUS_WORDS, taskTitle, wasCancelled } from '#lib/client/tasks/task-words.ts'
import { imageTasksOptions, type TaskWire } from '#lib/client/tasks/tasks.ts'
import { isEnded } from '#lib/domain/task.ts'
import { TaskRow } from './task-row.tsx'

interface ImageTasksProps {
  readonly image: ImageView
  /** The place at the top is for what wants attention, the one below for what is over. */
  readonly place: 'top' | 'below'
}

/** What the service does and did about the image in the background; nothing where it did nothing lately. */
export function ImageTasks({ image, place }: ImageTasksProps) {
  const { data: tasks = [], error, refetch } = useQuery(imageTasksOptions(image.id))
  const isWanted = wantsAttention(image, tasks) === (place === 'top')
  if (error !== null && tasks.length === 0 && place === 'below') {
    return <FaultNotice title="The tasks could not be loaded" error={error} onRetry={() => void refetch()} />
  }
  if (tasks.length === 0) return null
  return (
    <>
      {place === 'top' && (
        <p role="status" className="sr-only">
          {tasks[0] && spokenState(tasks[0])}
        </p>
      )}
      {isWanted && (
        <Section title="Tasks">
          <ul aria-label="Tasks of this image" className="divide-y rounded-lg border">
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
function spokenState(task: TaskWire): string {
  return `${taskTitle(task)}: ${wasCancelled(task) ? 'Cancelled' : TASK_STATUS_WORDS[task.status]}`
}
