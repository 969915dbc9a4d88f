import type { TaskStatus, TaskType } from '#lib/domain/task.ts'

export interface TaskTable {
  id: string
  type: TaskType
  status: TaskStatus
  owner: string | null
  user_id: string | null
  image_id: string | null
  request_id: string | null
  /** JSON, as are `result` and `state`. */
  input: string
  result: string | null
  message: string
  /** What only workers know. */
  state: string
  step: string | null
  done_bytes: number
  total_bytes: number | null
  bytes_per_second: number | null
  /** JSON: bytes by store; null where there is one thing to count. */
  done_parts: string | null
  created_at_ms: number
  updated_at_ms: number
  expires_at_ms: number | null
  cancel_requested_at_ms: number | null
  attempts: number
  lease_owner: string | null
  lease_until_ms: number
  /** Nobody takes it up before; null: at once. */
  wait_until_ms: number | null
}

export interface TaskTables {
  tasks: TaskTable
}
