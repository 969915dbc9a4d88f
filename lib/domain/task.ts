/** What the service does in the background. The first three are Glance's. */
export const TASK_TYPES = [
  ...(['import', 'api_image_import', 'location_import'] as const),
  ...(['vitrine_move', 'vitrine_drain'] as const),
] as const
export type TaskType = (typeof TASK_TYPES)[number]

export const TASK_STATUSES = ['pending', 'processing', 'success', 'failure'] as const
export type TaskStatus = (typeof TASK_STATUSES)[number]

/** Plain JSON. */
export type JsonObject = Readonly<Record<string, unknown>>

/** How far a task is. */
export interface TaskProgress {
  /** What is being done, in a word: `downloading`, `checking`, `storing` … */
  readonly step: string
  readonly doneBytes: number
  readonly totalBytes: number | null
  readonly bytesPerSecond: number | null
  /** Bytes by store, where several are filled at once. */
  readonly parts: Readonly<Record<string, number>> | null
}

/** Work in the background, as it is shown. Pending → processing → success or failure; the last two are final. */
export interface Task {
  readonly id: string
  readonly type: TaskType
  readonly status: TaskStatus
  /** The project that asked for it. */
  readonly owner: string | null
  readonly userId: string | null
  readonly imageId: string | null
  readonly requestId: string | null
  readonly input: JsonObject
  readonly result: JsonObject | null
  /** How it goes, or why it failed: a sentence for people. */
  readonly message: string
  readonly progress: TaskProgress | null
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** When it is forgotten; null until it has ended. */
  readonly expiresAtMs: number | null
  readonly isCancelRequested: boolean
}

/** How long an ended task can be looked up. Source: Glance's `task_time_to_live`. */
export const TASK_LIFE_MS = 48 * 3600 * 1000

/** What administrators of stores begin, and nobody else ends or begins anew. */
export function isOfStores({ type }: Pick<Task, 'type'>): boolean {
  return type === 'vitrine_move' || type === 'vitrine_drain'
}

export function isEnded({ status }: Pick<Task, 'status'>): boolean {
  return status === 'success' || status === 'failure'
}

export const TASK_SORT_KEYS = [
  'id',
  'type',
  'status',
  'owner',
  'expires_at',
  'created_at',
  'updated_at',
] as const
export type TaskSortKey = (typeof TASK_SORT_KEYS)[number]

export interface TaskQuery {
  readonly types?: readonly TaskType[]
  readonly statuses?: readonly TaskStatus[]
  /** Absent: every project's. */
  readonly owner?: string | null
  readonly imageId?: string
  readonly sortKey: TaskSortKey
  readonly isDescending: boolean
  readonly limit: number
  /** The id of the last task of the previous page. */
  readonly marker?: string
}
