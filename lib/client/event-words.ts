import type { Messages } from '../../messages/messages.ts'
import type { AuditEventWire } from '../contract/event-audit-wire.ts'
import { EVENT_TYPES, type EventType } from '../domain/events.ts'
import type { Translate } from './words.ts'

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
export function eventStory(
  event: Told,
  nameOf: (projectId: string) => string,
  t: Translate<'events'>,
): EventStory {
  if (event.type === 'image.update') return updateStory(event.changes ?? {}, t)
  const { member_id, namespace } = event
  if (member_id !== null) return { title: titleOfShare(event.type, nameOf(member_id), t), changes: [] }
  const title = titleOf(event, t)
  return { title: namespace === null ? title : t('about.namespace', { title, namespace }), changes: [] }
}

function titleOf({ type, priority }: Pick<Told, 'type' | 'priority'>, t: Translate<'events'>): string {
  if (priority === 'ERROR' && type === 'image.upload') return t('failed.upload')
  if (priority === 'ERROR' && type === 'image.send') return t('failed.send')
  return isKnownType(type) ? t(`title.${type}`) : type
}

/** Another version of the service may tell more. */
function isKnownType(type: string): type is EventType {
  return (EVENT_TYPES as readonly string[]).includes(type)
}

function titleOfShare(type: string, project: string, t: Translate<'events'>): string {
  switch (type) {
    case 'image.share.offer':
      return t('about.offer', { project })
    case 'image.share.accept':
      return t('about.accept', { project })
    case 'image.share.reject':
      return t('about.reject', { project })
    case 'image.share.withdraw':
      return t('about.withdraw', { project })
    default:
      return t('about.other', { title: titleOf({ type, priority: 'INFO' }, t), project })
  }
}

type Changes = NonNullable<AuditEventWire['changes']>
type Change = Changes[string]

/** Changes that have a word of their own; the rest is shown as before and after. */
function deedOf(key: string, { before, after }: Change, t: Translate<'events'>): string | null {
  switch (key) {
    case 'visibility':
      return t('deed.visibility', { visibility: String(after) })
    case 'protected':
      return t(after === true ? 'deed.protected' : 'deed.unprotected')
    case 'os_hidden':
      return t(after === true ? 'deed.hidden' : 'deed.unhidden')
    case 'status':
      if (after === 'deactivated') return t('deed.deactivated')
      if (before === 'deactivated' && after === 'active') return t('deed.reactivated')
      if (before === 'pending_delete') return t('deed.restored')
      return after === 'active' ? t('deed.active') : null
    default:
      return null
  }
}

function updateStory(changes: Changes, t: Translate<'events'>): EventStory {
  const told = Object.entries(changes).map(([key, change]) => ({
    deed: deedOf(key, change, t),
    line: { label: labelOf(key, t), before: valueText(change.before), after: valueText(change.after) },
  }))
  const deeds = told.flatMap(({ deed }) => (deed === null ? [] : [deed]))
  return {
    title: capitalised(deeds.length === 0 ? t('deed.edited') : deeds.join(', ')),
    changes: told.flatMap(({ deed, line }) => (deed === null ? [line] : [])),
  }
}

const PROPERTY_PREFIX = 'properties/'

type Field = keyof Messages['events']['field']

function labelOf(key: string, t: Translate<'events'>): string {
  if (key.startsWith(PROPERTY_PREFIX)) return t('property', { name: key.slice(PROPERTY_PREFIX.length) })
  if (/^\w+$/.test(key) && t.has(`field.${key as Field}`)) return t(`field.${key as Field}`)
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

type Group = keyof Messages['events']['group'] | `image.${keyof Messages['events']['group']['image']}`

export function groupWords(group: string, t: Translate<'events'>): string {
  const key = (group === 'image' ? 'image.all' : group) as Exclude<Group, 'image'>
  return t.has(`group.${key}`) ? t(`group.${key}`) : group
}
