import type { ProjectLimits } from './limits.ts'
import type { JsonObject, TaskType } from './task.ts'

/** An import as a client asks for it. */
export interface ImportRequest {
  readonly method: string
  /** What stands beside the method's name. */
  readonly details: Readonly<Record<string, unknown>>
  /** By id; `all` is every store that takes data. */
  readonly stores: readonly string[] | 'all' | 'default'
  /** One store that cannot take the data fails the whole import. */
  readonly mustAllSucceed: boolean
  /** In the place of `details`, when they were judged before. */
  readonly checkedInput?: Readonly<Record<string, string>>
  /** How the task calls itself, where it is not a plain import. */
  readonly label?: ImportLabel
  /** What the owner's images must fit into with the data; the quota layer says it. */
  readonly within?: ProjectLimits
}

export interface ImportLabel {
  readonly type: TaskType
  readonly input: JsonObject
}

export interface ImportTicket {
  /** Null when there is nothing to do. */
  readonly taskId: string | null
}
