import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { ImageListWire } from '#lib/contract/image-wire.ts'
import type { TaskStubWire, TaskWire } from '#lib/contract/task-wire.ts'
import { isEnded, type TaskStatus } from '#lib/domain/task.ts'
import { request, requestJson } from '../http.ts'
import { refreshImages } from '../image-refresh.ts'
import { imageTitle } from '../image-view.ts'
import { refreshTasks, TASKS_KEY } from './refresh-tasks.ts'

const KEYS = {
  ofImage: (imageId: string) => [TASKS_KEY, 'image', imageId],
  list: (status: TaskStatus | null) => [TASKS_KEY, 'list', status],
  one: (taskId: string) => [TASKS_KEY, 'one', taskId],
} as const

const PROGRESS_MS = 2000
const LIST_MS = 5000
const PAGE = 25

/** What was and is done about an image in the background, the newest first; asked for again while anything runs. */
export function imageTasksOptions(imageId: string) {
  return queryOptions({
    queryKey: KEYS.ofImage(imageId),
    queryFn: async ({ signal }): Promise<readonly TaskWire[]> => {
      const path = `/v2/images/${encodeURIComponent(imageId)}/tasks`
      return (await requestJson<{ tasks: readonly TaskWire[] }>(path, { signal })).tasks
    },
    refetchInterval: ({ state }) => (state.data?.every(isEnded) === false ? PROGRESS_MS : false),
  })
}

interface TaskListWire {
  readonly tasks: readonly TaskStubWire[]
  readonly next?: string
}

/** Every project's tasks, for administrators; page by page, the newest first. */
export function taskListOptions(status: TaskStatus | null) {
  const query = new URLSearchParams({ limit: String(PAGE), ...(status !== null && { status }) })
  return infiniteQueryOptions({
    queryKey: KEYS.list(status),
    initialPageParam: `/v2/tasks?${query}`,
    queryFn: ({ pageParam, signal }) => requestJson<TaskListWire>(pageParam, { signal }),
    getNextPageParam: (page) => page.next,
    refetchInterval: LIST_MS,
  })
}

/** One task with its progress and message, for administrators; asked for again until it has ended. */
export function taskOptions(taskId: string) {
  return queryOptions({
    queryKey: KEYS.one(taskId),
    queryFn: ({ signal }) => requestJson<TaskWire>(`/v2/tasks/${encodeURIComponent(taskId)}`, { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isEnded(state.data) ? false : PROGRESS_MS),
  })
}

/** What these images are called, by id; those that are gone or hidden are absent. */
export function imageNamesOptions(ids: readonly string[]) {
  const asked = [...new Set(ids)].sort()
  return queryOptions({
    queryKey: ['image-names', ...asked],
    enabled: asked.length > 0,
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
      const query = new URLSearchParams({ id: `in:${asked.join(',')}`, limit: String(asked.length) })
      const { images } = await requestJson<ImageListWire>(`/v2/images?${query}`, { signal })
      return new Map(images.map((image) => [image.id, imageTitle(image)]))
    },
  })
}

/** Asks a task to end; it may go on for a moment. */
export function useCancelTask() {
  return useTaskAction('cancel')
}

/** Begins a failed task anew, as another task. */
export function useRetryTask() {
  return useTaskAction('retry')
}

function useTaskAction(action: 'cancel' | 'retry') {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: TaskStubWire) =>
      request(`/v2/tasks/${encodeURIComponent(id)}/actions/${action}`, { method: 'POST' }),
    onSettled: (_answer, _error, { image_id: imageId }) =>
      Promise.all([refreshTasks(client), refreshImages(client, imageId === null ? [] : [imageId])]),
  })
}

export type { TaskStubWire, TaskWire }
