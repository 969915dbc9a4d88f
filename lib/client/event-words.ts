import type { AuditEventWire } from '../contract/event-audit-wire.ts'
import { EVENT_TYPES, type EventType } from '../domain/events.ts'

/** What an event tells, in a person's words. */
export interface EventStory {
  readonly title: string
  /** What the title does not say. */
  readonly changes: readonly ChangeLine[]
}

export interface ChangeLine {
  readonly label: string
  /** null: it was not set. */
  readonly before: string | null
  /** null: it is not set any more. */
  readonly after: string | null
}

type Told = Pick<AuditEventWire, 'type' | 'priority' | 'member_id' | 'namespace' | 'changes'>

/** @param nameOf A project's name, or its id where nobody knows the name */
export function eventStory(event: Told, nameOf: (projectId: string) => string): EventStory {
  if (event.type === 'image.update') return updateStory(event.changes ?? {})
  const title = FAILURES[event.priority === 'ERROR' ? event.type : ''] ?? TITLES[event.type as EventType]
  return { title: `${title ?? event.type}${objectOf(event, nameOf)}`, changes: [] }
}

function objectOf({ type, member_id, namespace }: Told, nameOf: (projectId: string) => string): string {
  if (member_id !== null) return `${LINKS[type] ?? ': '}${nameOf(member_id)}`
  return namespace === null ? '' : ` in ${namespace}`
}

/** Between the title and the project that it is about. */
const LINKS: Readonly<Record<string, string>> = {
  'image.share.offer': ' with ',
  'image.share.accept': ' by ',
  'image.share.reject': ' by ',
  'image.share.withdraw': ' with ',
}

const FAILURES: Readonly<Record<string, string>> = {
  'image.upload': 'Upload failed',
  'image.send': 'Download broke off',
}

const TITLES: Readonly<Record<EventType, string>> = {
  'image.create': 'Created',
  'image.prepare': 'Upload begun',
  'image.upload': 'Data uploaded',
  'image.activate': 'Became active',
  'image.send': 'Downloaded',
  'image.update': 'Edited',
  'image.delete': 'Deleted',
  'image.deactivate': 'Deactivated',
  'image.reactivate': 'Reactivated',
  'image.damaged': 'Data found damaged',
  'image.visibility.update': 'Visibility changed',
  'image.owner.update': 'Owner changed',
  'image.member.create': 'Member added',
  'image.member.update': 'Member changed',
  'image.member.delete': 'Member removed',
  'image.share.offer': 'Shared',
  'image.share.accept': 'Share accepted',
  'image.share.reject': 'Share rejected',
  'image.share.withdraw': 'No longer shared',
  'store.down': 'Store does not answer',
  'store.up': 'Store answers again',
  'store.filling': 'Store is filling up',
  'store.update': 'Store set',
  'task.create': 'Task created',
  'task.run': 'Task started',
  'task.processing': 'Task under way',
  'task.success': 'Task finished',
  'task.failure': 'Task failed',
  'task.delete': 'Task deleted',
  'metadef_namespace.create': 'Namespace created',
  'metadef_namespace.update': 'Namespace changed',
  'metadef_namespace.delete': 'Namespace deleted',
  'metadef_namespace.delete_objects': 'All objects deleted',
  'metadef_namespace.delete_properties': 'All properties deleted',
  'metadef_namespace.delete_tags': 'All tags deleted',
  'metadef_object.create': 'Object created',
  'metadef_object.update': 'Object changed',
  'metadef_object.delete': 'Object deleted',
  'metadef_property.create': 'Property created',
  'metadef_property.update': 'Property changed',
  'metadef_property.delete': 'Property deleted',
  'metadef_tag.create': 'Tag created',
  'metadef_tag.update': 'Tag changed',
  'metadef_tag.delete': 'Tag deleted',
  'metadef_resource_type.create': 'Resource type associated',
  'metadef_resource_type.delete': 'Resource type taken away',
}

type Changes = NonNullable<AuditEventWire['changes']>
type Change = Changes[string]

/** Changes that have a word of their own; the rest is shown as before and after. */
const DEEDS: Readonly<Record<string, (change: Change) => string | null>> = {
  visibility: ({ after }) => `made ${String(after)}`,
  protected: ({ after }) => (after === true ? 'protected' : 'no longer protected'),
  os_hidden: ({ after }) => (after === true ? 'hidden' : 'no longer hidden'),
  status: ({ before, after }) => {
    if (after === 'deactivated') return 'deactivated'
    if (before === 'deactivated' && after === 'active') return 'reactivated'
    if (before === 'pending_delete') return 'restored'
    return after === 'active' ? 'became active' : null
  },
}

function updateStory(changes: Changes): EventStory {
  const told = Object.entries(changes).map(([key, change]) => ({
    deed: DEEDS[key]?.(change) ?? null,
    line: { label: labelOf(key), before: valueText(change.before), after: valueText(change.after) },
  }))
  const deeds = told.flatMap(({ deed }) => (deed === null ? [] : [deed]))
  return {
    title: capitalised(deeds.length === 0 ? 'edited' : deeds.join(', ')),
    changes: told.flatMap(({ deed, line }) => (deed === null ? [line] : [])),
  }
}

const PROPERTY_PREFIX = 'properties/'

function labelOf(key: string): string {
  if (key.startsWith(PROPERTY_PREFIX)) return `property ${key.slice(PROPERTY_PREFIX.length)}`
  return key.replace(/^os_/, '').replaceAll('_', ' ')
}

function valueText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(String).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Groups of types, as filters and webhooks take them: `image.member`. */
export const EVENT_GROUPS: readonly string[] = [
  ...new Set(EVENT_TYPES.map((type) => type.slice(0, type.lastIndexOf('.')))),
]

const GROUP_WORDS: Readonly<Record<string, string>> = {
  image: 'Everything about images',
  'image.member': 'Members of images',
  'image.visibility': 'Visibility of images',
  'image.owner': 'Owners of images',
  'image.share': 'Shares and answers',
  store: 'Stores',
  task: 'Tasks',
  metadef_namespace: 'Namespaces',
  metadef_object: 'Objects of namespaces',
  metadef_property: 'Properties of namespaces',
  metadef_tag: 'Tags of namespaces',
  metadef_resource_type: 'Resource types of namespaces',
}

export function groupWords(group: string): string {
  return GROUP_WORDS[group] ?? group
}
