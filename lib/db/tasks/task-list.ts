import { type Kysely, sql } from 'kysely'
import { invalid } from '#lib/domain/errors.ts'
import type { Task, TaskQuery, TaskSortKey } from '#lib/domain/task.ts'
import type { Schema } from '../schema.ts'
import type { TaskTable } from '../tables/tasks.ts'
import { fromTaskRow } from './task-rows.ts'

const COLUMNS = {
  id: 'id',
  type: 'type',
  status: 'status',
  owner: 'owner',
  expires_at: 'expires_at_ms',
  created_at: 'created_at_ms',
  updated_at: 'updated_at_ms',
} as const satisfies Record<TaskSortKey, keyof TaskTable>

const IS_TEXT: ReadonlySet<TaskSortKey> = new Set(['id', 'type', 'status', 'owner'])

/** One page of tasks in the query's order, with the time of creation and the id as tie-breakers. */
export async function listTasks(
  db: Kysely<Schema>,
  query: TaskQuery,
): Promise<{ items: readonly Task[]; isFull: boolean }> {
  const direction = query.isDescending ? 'desc' : 'asc'
  let question = filtered(db, query)
  if (query.marker !== undefined) question = await behindMarker(db, question, query, query.marker)
  const rows = await question
    .selectAll()
    .orderBy(sortValue(query.sortKey), direction)
    .orderBy('created_at_ms', direction)
    .orderBy('id', direction)
    .limit(query.limit)
    .execute()
  return { items: rows.map(fromTaskRow), isFull: query.limit > 0 && rows.length === query.limit }
}

/** Without nulls, which databases sort differently. */
function sortValue(key: TaskSortKey) {
  return sql<string | number>`coalesce(${sql.ref(COLUMNS[key])}, ${sql.lit(IS_TEXT.has(key) ? '' : 0)})`
}

function filtered(db: Kysely<Schema>, query: TaskQuery) {
  let question = db.selectFrom('tasks')
  if (query.types !== undefined) question = question.where('type', 'in', query.types)
  if (query.statuses !== undefined) question = question.where('status', 'in', query.statuses)
  if (query.imageId !== undefined) question = question.where('image_id', '=', query.imageId)
  if (query.owner !== undefined) {
    question = question.where('owner', query.owner === null ? 'is' : '=', query.owner)
  }
  return question
}

async function behindMarker(
  db: Kysely<Schema>,
  question: ReturnType<typeof filtered>,
  { sortKey, isDescending, owner }: TaskQuery,
  marker: string,
) {
  let search = db.selectFrom('tasks').selectAll().where('id', '=', marker)
  if (owner !== undefined) search = search.where('owner', owner === null ? 'is' : '=', owner)
  const row = await search.executeTakeFirst()
  if (row === undefined) throw invalid(`There is no task ${marker} for a page to begin behind.`, 'marker')
  const place = [row[COLUMNS[sortKey]] ?? (IS_TEXT.has(sortKey) ? '' : 0), row.created_at_ms, row.id]
  const order = sql.raw(isDescending ? '<' : '>')
  return question.where(
    sql<boolean>`(${sortValue(sortKey)}, created_at_ms, id) ${order} (${sql.join(place)})`,
  )
}
