import type { RecordedEvent } from '../domain/recorded-events.ts'
import { csvLine } from './csv.ts'

/** An event as the audit shows it. */
export interface AuditEventWire {
  readonly id: string
  readonly message_id: string
  readonly type: string
  readonly priority: string
  readonly recorded_at: string
  readonly user_id: string | null
  readonly project_id: string | null
  readonly request_id: string | null
  readonly address: string | null
  readonly image_id: string | null
  readonly task_id: string | null
  readonly namespace: string | null
  readonly owner: string | null
  readonly member_id: string | null
  /** Why, for what failed. */
  readonly failure: string | null
  readonly changes: RecordedEvent['changes']
  /** As it stands in notifications; for administrators. */
  readonly payload?: unknown
}

/** In exports, where no dashboard looks names up: null for who is not known here, or is nobody. */
export interface NamedAuditEventWire extends AuditEventWire {
  readonly user_name: string | null
  readonly project_name: string | null
  readonly owner_name: string | null
  readonly member_name: string | null
}

export interface AuditListWire {
  readonly events: readonly AuditEventWire[]
  readonly first: string
  readonly next?: string
}

type Names = ReadonlyMap<string, string>

export function withNames(event: AuditEventWire, users: Names, projects: Names): NamedAuditEventWire {
  return {
    ...event,
    user_name: users.get(event.user_id ?? '') ?? null,
    project_name: projects.get(event.project_id ?? '') ?? null,
    owner_name: projects.get(event.owner ?? '') ?? null,
    member_name: projects.get(event.member_id ?? '') ?? null,
  }
}

/** Who looks: what it may know of others and of additional properties. */
export interface AuditReader {
  readonly isAdministrator: boolean
  readonly projectId: string | null
  mayReadProperty(name: string): boolean
}

const PROPERTY_PREFIX = 'properties/'

/** Owners learn what happened to what is theirs, not who strangers are or where they come from. */
export function auditEventToWire(event: RecordedEvent, reader: AuditReader): AuditEventWire {
  const { actor, payload } = event
  const isKnown = reader.isAdministrator || actor.projectId === reader.projectId
  return {
    id: String(event.id),
    message_id: event.messageId,
    type: event.type,
    priority: event.priority,
    recorded_at: new Date(event.recordedAtMs).toISOString(),
    user_id: isKnown ? actor.userId : null,
    project_id: isKnown ? actor.projectId : null,
    request_id: isKnown ? actor.requestId : null,
    address: isKnown ? actor.address : null,
    image_id: event.imageId,
    task_id: event.taskId,
    namespace: event.namespace,
    owner: event.owner,
    member_id: event.memberId,
    failure: typeof payload === 'string' ? payload : null,
    changes: readableChanges(event.changes, reader),
    ...(reader.isAdministrator ? { payload } : {}),
  }
}

function readableChanges(changes: RecordedEvent['changes'], reader: AuditReader): RecordedEvent['changes'] {
  if (changes === null) return null
  const isReadable = (key: string): boolean =>
    !key.startsWith(PROPERTY_PREFIX) || reader.mayReadProperty(key.slice(PROPERTY_PREFIX.length))
  return Object.fromEntries(Object.entries(changes).filter(([key]) => isReadable(key)))
}

const CSV_COLUMNS = [
  ...(['id', 'recorded_at', 'type', 'priority', 'user_id', 'project_id', 'request_id', 'address'] as const),
  ...(['image_id', 'task_id', 'namespace', 'owner', 'member_id', 'failure', 'changes'] as const),
  // Last, so that what reads the others by their place goes on.
  ...(['user_name', 'project_name', 'owner_name', 'member_name'] as const),
]

export const CSV_HEAD = csvLine(CSV_COLUMNS)

export function auditEventToCsv(event: NamedAuditEventWire): string {
  return csvLine(CSV_COLUMNS.map((column) => event[column]))
}
