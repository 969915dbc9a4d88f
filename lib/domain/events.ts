import type { Context } from './context.ts'
import type { DeactivationNote } from './deactivation.ts'
import type { Image, ImageMember } from './image.ts'
import type { MetadefNamespace, MetadefObject, MetadefTag, PropertyDefinition } from './metadefs/namespace.ts'
import type { StoreState } from './stores.ts'

/** The Image service's 33 types of events, by the thing that they tell of. */
const GLANCE_EVENTS = {
  image: ['create', 'prepare', 'upload', 'activate', 'send', 'update', 'delete'],
  'image.member': ['create', 'update', 'delete'],
  task: ['create', 'run', 'processing', 'success', 'failure', 'delete'],
  metadef_namespace: ['create', 'update', 'delete', 'delete_objects', 'delete_properties', 'delete_tags'],
  metadef_object: ['create', 'update', 'delete'],
  metadef_property: ['create', 'update', 'delete'],
  metadef_tag: ['create', 'update', 'delete'],
  metadef_resource_type: ['create', 'delete'],
} as const

/** What the Image service hides in `image.update` and in events about members. */
const OWN_EVENTS = {
  image: ['deactivate', 'reactivate', 'damaged'],
  'image.visibility': ['update'],
  'image.owner': ['update'],
  'image.share': ['offer', 'accept', 'reject', 'withdraw'],
  store: ['down', 'up', 'filling', 'update'],
} as const

type Words<Groups extends Readonly<Record<string, readonly string[]>>> = {
  [Group in keyof Groups & string]: `${Group}.${Groups[Group][number]}`
}
type GlanceWords = Words<typeof GLANCE_EVENTS>
export type GlanceEventType = GlanceWords[keyof GlanceWords]
type OwnWords = Words<typeof OWN_EVENTS>
type OwnEventType = OwnWords[keyof OwnWords]
export type EventType = GlanceEventType | OwnEventType

function typesOf<T extends EventType>(groups: Readonly<Record<string, readonly string[]>>): readonly T[] {
  return Object.entries(groups).flatMap(([group, words]) => words.map((word) => `${group}.${word}` as T))
}

export const GLANCE_EVENT_TYPES = typesOf<GlanceEventType>(GLANCE_EVENTS)
export const EVENT_TYPES: readonly EventType[] = [...GLANCE_EVENT_TYPES, ...typesOf<OwnEventType>(OWN_EVENTS)]

/** Who did it. What is not known is null: a job has no request. */
export interface EventActor {
  readonly userId: string | null
  readonly projectId: string | null
  readonly requestId: string | null
  /** The network address that the request came from. */
  readonly address: string | null
}

export function actorOf(ctx: Context): EventActor {
  const { userId, projectId, requestId, clientAddress } = ctx
  return { userId, projectId, requestId, address: clientAddress ?? null }
}

type ImageLifeType =
  | Exclude<GlanceWords['image'], 'image.send'>
  | Exclude<OwnEventType, OwnWords['image.share'] | OwnWords['store']>

/** `image` is what it is after the event; of a deleted one, what it was. */
interface ImageLife {
  readonly type: ImageLifeType
  readonly image: Image
  /** For updates: what it was. */
  readonly before?: Image
  /** Projects that it was shared with, when that has ended. */
  readonly formerMembers?: readonly string[]
  /** For events about data: the store. */
  readonly storeId?: string
  /** For images that were deactivated: why. */
  readonly note?: DeactivationNote
}

/** The data of an upload or an import was refused, or did not come. */
interface UploadFailure {
  readonly type: 'image.upload'
  readonly image: Image
  /** Why, for a person. */
  readonly failure: string
}

interface Membership {
  readonly type: GlanceWords['image.member'] | OwnWords['image.share']
  readonly image: Image
  readonly member: ImageMember
}

interface DataSent {
  readonly type: 'image.send'
  readonly image: Image
  readonly sentBytes: number
  /** What should have been sent: the whole data or the range. */
  readonly expectedBytes: number
}

/** What events tell of a task: never its input, result or message, which may hold credentials. */
export interface TaskFacts {
  readonly id: string
  readonly type: string
  readonly status: string
  /** A project. */
  readonly owner: string | null
  readonly imageId: string | null
  readonly createdAtMs: number
  readonly updatedAtMs: number
  readonly expiresAtMs: number | null
}

interface TaskStep {
  readonly type: GlanceWords['task']
  readonly task: TaskFacts
}

/** What happened to a store; `failure` would make it an event about data, so the reason stands with the facts. */
export interface StoreFactsTold {
  readonly id: string
  readonly state: StoreState
  /** Why, for a person; null where there is nothing to say. */
  readonly reason: string | null
  /** The node that noticed it; null for what somebody decided. */
  readonly node: string | null
  /** How full it is; null: not known, or not the matter. */
  readonly fillPercent: number | null
}

interface StoreStep {
  readonly type: OwnWords['store']
  readonly store: StoreFactsTold
}

interface NamespaceStep {
  readonly type: GlanceWords['metadef_namespace']
  readonly namespace: MetadefNamespace
  /** What its name was, when that has changed. */
  readonly oldName?: string
}

/** A part of a namespace. */
export type MetadefPart =
  | { readonly kind: 'metadef_object'; readonly object: MetadefObject }
  | { readonly kind: 'metadef_property'; readonly name: string; readonly property: PropertyDefinition }
  | { readonly kind: 'metadef_tag'; readonly tag: MetadefTag }
  | { readonly kind: 'metadef_resource_type'; readonly association: MetadefNamespace['associations'][number] }

export interface MetadefPartStep {
  readonly type: Extract<
    GlanceEventType,
    `metadef_${'object' | 'property' | 'tag' | 'resource_type'}.${string}`
  >
  readonly namespace: MetadefNamespace
  readonly part: MetadefPart
  readonly oldName?: string
}

/** Something that happened, before it is recorded: plain facts, from which payloads and differences are made. */
export type EventDraft =
  | ImageLife
  | UploadFailure
  | Membership
  | DataSent
  | TaskStep
  | StoreStep
  | NamespaceStep
  | MetadefPartStep

/** Tells what happens in a transaction; it is recorded with it, or not at all. In the order of telling. */
export type Tell = (actor: EventActor, events: readonly EventDraft[]) => void

/** Records what has changed no row: downloads and failures. */
export interface EventRecorder {
  record(actor: EventActor, events: readonly EventDraft[]): Promise<void>
}

const PRIORITIES: Readonly<Partial<Record<EventType, EventPriority>>> = {
  'task.failure': 'ERROR',
  'image.damaged': 'ERROR',
  'store.down': 'ERROR',
  'store.filling': 'WARN',
}

export type EventPriority = 'INFO' | 'WARN' | 'ERROR'

/** What failed is an error; all else is information. */
export function priorityOf(event: EventDraft): EventPriority {
  if ('failure' in event) return 'ERROR'
  if (event.type === 'image.send' && event.sentBytes !== event.expectedBytes) return 'ERROR'
  return PRIORITIES[event.type] ?? 'INFO'
}

/** How far an upload is: told to whoever looks at the moment, and never recorded. */
export interface UploadProgress {
  readonly type: 'upload.progress'
  readonly image: Image
  readonly receivedBytes: number
  readonly totalBytes: number | null
  /** receiving → hashing → inspecting → storing */
  readonly step: 'receiving' | 'hashing' | 'inspecting' | 'storing'
}

/** Where uploads tell how far they are. Telling never fails. */
export interface ProgressSink {
  publish(event: UploadProgress): void
}
