import type { EventActor, EventPriority, EventType } from './events.ts'

/** An event as it was recorded. Its number rises in the order of commits. */
export interface RecordedEvent {
  readonly id: number
  /** The same for every listener and every repetition. */
  readonly messageId: string
  readonly recordedAtMs: number
  readonly type: EventType
  readonly priority: EventPriority
  readonly actor: EventActor
  readonly imageId: string | null
  readonly taskId: string | null
  readonly namespace: string | null
  /** The project that owns the thing, after the event. */
  readonly owner: string | null
  readonly visibility: string | null
  /** The project that an event about sharing is about. */
  readonly memberId: string | null
  /** Who could see the image before, where that was otherwise. */
  readonly before: { readonly owner: string | null; readonly visibility: string } | null
  /** Projects that it was shared with until this event. */
  readonly formerMembers: readonly string[]
  /** JSON in the Image service's words; of a failure its text. */
  readonly payload: unknown
  /** What an update changed, by attribute; `properties/…` for additional properties. */
  readonly changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>> | null
}

/** What an audit asks for; all must hold. */
export interface EventFilter {
  readonly imageId?: string
  readonly userId?: string
  /** The project of who did it. */
  readonly projectId?: string
  /** The project that owns the thing. */
  readonly owner?: string
  readonly types?: readonly EventType[]
  readonly sinceMs?: number
  readonly untilMs?: number
  /** Only events older than this one. */
  readonly olderThan?: number
}

/** The events of the database. */
export interface EventLog {
  /** Newest first. */
  list(filter: EventFilter, limit: number): Promise<readonly RecordedEvent[]>
  /** Those after `position`, oldest first. */
  after(position: number, limit: number): Promise<readonly RecordedEvent[]>
  /** Number of the newest event, 0 when there is none. */
  last(): Promise<number>
  /** @returns how many there were; at most `limit` go in one piece */
  removeOlderThan(recordedBeforeMs: number, limit: number): Promise<number>
}

/** The names by which people know users. */
export interface UserNames {
  /** Of those ids that are known. */
  byId(ids: readonly string[]): Promise<readonly { readonly id: string; readonly name: string }[]>
}
