'use client'

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { TaskRow } from '#components/tasks/task-row.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { ShowMore } from '#components/ui/show-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { TabLinks } from '#components/ui/tab-links.tsx'
import { projectNamesOptions } from '#lib/client/shares.ts'
import {
  imageNamesOptions,
  type TaskStubWire,
  taskListOptions,
  taskOptions,
} from '#lib/client/tasks/tasks.ts'
import { TASK_STATUSES, type TaskStatus } from '#lib/domain/task.ts'
import { AdminPage } from './admin-page.tsx'

/** What the service does in the background, for every project. */
export function TasksPage() {
  const t = useTranslations('tasks')
  const shown = useShown()
  const links = [null, ...TASK_STATUSES].map((status) => ({
    href: status === null ? '/admin/tasks' : `/admin/tasks?show=${status}`,
    label: status === null ? t('admin.all') : t(`status.${status}`),
    isCurrent: status === shown,
  }))
  return (
    <AdminPage title={t('admin.title')}>
      <TabLinks label={t('admin.byState')} links={links} />
      <TaskList key={shown} status={shown} />
    </AdminPage>
  )
}

function useShown(): TaskStatus | null {
  const asked = useSearchParams().get('show')
  return TASK_STATUSES.find((status) => status === asked) ?? null
}

function TaskList({ status }: { readonly status: TaskStatus | null }) {
  const t = useTranslations('tasks.admin')
  const list = useInfiniteQuery(taskListOptions(status))
  const tasks = list.data?.pages.flatMap((page) => page.tasks) ?? []
  const images = useQuery({
    ...imageNamesOptions(tasks.flatMap(({ image_id: id }) => id ?? [])),
    placeholderData: keepPreviousData,
  })
  const projects = useQuery({
    ...projectNamesOptions(tasks.flatMap(({ owner }) => owner ?? [])),
    placeholderData: keepPreviousData,
  })
  if (list.data === undefined) {
    return (
      <div className="p-4 sm:px-6">
        {list.isError ? (
          <FaultNotice title={t('notLoaded')} error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <p role="status">
            <span className="sr-only">{t('loading')}</span>
            <Skeleton className="h-24 rounded-lg" />
          </p>
        )}
      </div>
    )
  }
  if (tasks.length === 0) return <NoTasks status={status} />
  return (
    <div className="px-4 py-4 sm:px-6">
      <ul aria-label={t('title')} className="divide-y rounded-lg border">
        {tasks.map((task) => (
          <Task
            key={task.id}
            stub={task}
            imageName={images.data?.get(task.image_id ?? '')}
            projectName={projects.data?.get(task.owner ?? '')?.name}
          />
        ))}
      </ul>
      <ShowMore list={list} />
    </div>
  )
}

interface TaskProps {
  readonly stub: TaskStubWire
  readonly imageName: string | undefined
  readonly projectName: string | undefined
}

/** The list leaves out how far a task is and what became of it. */
function Task({ stub, imageName, projectName }: TaskProps) {
  const t = useTranslations('tasks.admin')
  const { data } = useQuery(taskOptions(stub.id))
  const { image_id: imageId, owner } = stub
  return (
    <TaskRow
      task={data ?? stub}
      imageStatus={null}
      subject={
        <p className="text-muted">
          {imageId !== null && (
            <Link
              href={`/images/${imageId}`}
              className="font-medium text-ink underline-offset-2 hover:underline"
            >
              <bdi className="break-words">{imageName ?? t('imageNamed', { id: imageId.slice(0, 8) })}</bdi>
            </Link>
          )}
          {imageId !== null && owner !== null && ' · '}
          {owner !== null && <bdi title={owner}>{projectName ?? owner}</bdi>}
        </p>
      }
    />
  )
}

function NoTasks({ status }: { readonly status: TaskStatus | null }) {
  const t = useTranslations('tasks.admin')
  return (
    <EmptyState icon={ListChecks} title={status === null ? t('none') : t('noneIs', { status })}>
      {t('noneText')}
    </EmptyState>
  )
}
