import { invalid } from '../domain/errors.ts'
import {
  TASK_SORT_KEYS,
  TASK_STATUSES,
  TASK_TYPES,
  type TaskQuery,
  type TaskSortKey,
} from '../domain/task.ts'
import type { PageLimits } from './image-list-query.ts'
import { isUuid } from './text.ts'

/** The query of `GET /v2/tasks`; parameters that it does not know are left alone. @throws `invalid` naming the parameter */
export function parseTaskListQuery(parameters: URLSearchParams, { usual, most }: PageLimits): TaskQuery {
  const take = (name: string): string | undefined => parameters.get(name) ?? undefined
  const [status, type, marker] = [take('status'), take('type'), take('marker')]
  if (marker !== undefined && !isUuid(marker)) throw invalid(`marker must be the id of a task.`, 'marker')
  return {
    ...(status === undefined ? {} : { statuses: [oneOf('status', status, TASK_STATUSES)] }),
    ...(type === undefined ? {} : { types: [oneOf('type', type, TASK_TYPES)] }),
    ...sortOf(take('sort_key'), take('sort_dir')),
    limit: Math.min(limitOf(take('limit')) ?? usual, most),
    ...(marker === undefined ? {} : { marker }),
  }
}

function sortOf(key = 'created_at', direction = 'desc'): Pick<TaskQuery, 'sortKey' | 'isDescending'> {
  const sortKey: TaskSortKey = oneOf('sort_key', key, TASK_SORT_KEYS)
  return { sortKey, isDescending: oneOf('sort_dir', direction, ['asc', 'desc'] as const) === 'desc' }
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw invalid(`limit must be a whole number from 0, not “${text}”.`, 'limit')
  return Number(text)
}

function oneOf<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value)
  if (choice === undefined) {
    throw invalid(`${name} must be one of ${choices.join(', ')}, not “${value}”.`, name)
  }
  return choice
}
