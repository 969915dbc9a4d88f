import type { EventDraft } from './events.ts'
import type { Image, ImageChange, ImageMember, MemberStatus } from './image.ts'

/**
 * What a change tells. Identity says whether there is one: whoever changes an image makes a new one, and `[]` as a patch
 * gives back the same.
 */
export function eventsOfChange(
  change: ImageChange,
  saved: Image,
  formerMembers: readonly string[] = [],
): readonly EventDraft[] {
  const { after } = change
  if (change.before === after) return []
  const before = { ...change.before, properties: propertiesBefore(change, saved) }
  // What waits to be removed is deleted for everybody else; its removal is no news.
  if (after.status === 'pending_delete') return [{ type: 'image.delete', image: before, formerMembers }]
  const note = change.note === undefined ? {} : { note: change.note }
  const told: EventDraft[] = [{ type: 'image.update', image: saved, before, formerMembers, ...note }]
  const tell = (type: Extract<EventDraft, { before?: Image }>['type']): void => {
    told.push({ type, image: saved, before, ...note })
  }
  if (before.status === 'active' && after.status === 'deactivated') tell('image.deactivate')
  if (before.status === 'deactivated' && after.status === 'active') tell('image.reactivate')
  if (isWithoutData(before) && after.status === 'active') tell('image.activate')
  if (before.visibility !== after.visibility) tell('image.visibility.update')
  if (before.owner !== after.owner) tell('image.owner.update')
  return told
}

/** What this change did not touch is no difference: others may have changed it, or it was hidden from the caller. */
function propertiesBefore({ before, after }: ImageChange, saved: Image): Image['properties'] {
  const untouched = Object.entries(saved.properties).filter(
    ([name]) => before.properties[name] === after.properties[name],
  )
  const touched = Object.entries(before.properties).filter(
    ([name, value]) => after.properties[name] !== value,
  )
  return Object.fromEntries([...untouched, ...touched])
}

function isWithoutData({ status }: Image): boolean {
  return status === 'queued' || status === 'saving' || status === 'uploading' || status === 'importing'
}

/** A share is offered, answered, or taken back. */
export function eventsOfMember(
  type: 'image.member.create' | 'image.member.update' | 'image.member.delete',
  image: Image,
  member: ImageMember,
): readonly EventDraft[] {
  const told: EventDraft[] = [{ type, image, member }]
  const share = SHARE_EVENTS[type](member.status)
  return share === null ? told : [...told, { type: share, image, member }]
}

type ShareType = 'image.share.offer' | 'image.share.accept' | 'image.share.reject' | 'image.share.withdraw'

const SHARE_EVENTS: Readonly<
  Record<`image.member.${'create' | 'update' | 'delete'}`, (status: MemberStatus) => ShareType | null>
> = {
  'image.member.create': () => 'image.share.offer',
  'image.member.update': (status) => ANSWERS[status],
  'image.member.delete': () => 'image.share.withdraw',
}

/** Back to pending is no answer. */
const ANSWERS: Readonly<Record<MemberStatus, ShareType | null>> = {
  accepted: 'image.share.accept',
  rejected: 'image.share.reject',
  pending: null,
}
