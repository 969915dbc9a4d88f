import type { Context } from '#lib/domain/context.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import {
  GLANCE_EVENT_TYPES,
  type GlanceEventType,
  type ProgressSink,
  type UploadProgress,
} from '#lib/domain/events.ts'
import type { Image } from '#lib/domain/image.ts'
import type { RecordedEvent } from '#lib/domain/recorded-events.ts'
import type { Log } from '#lib/log.ts'
import { type Seen, sightOf } from './sight.ts'

/** `image.gone`: who gets it sees the image no longer, and is told no more than that. */
export type HubEvent =
  | UploadProgress
  | { readonly type: GlanceEventType | 'image.gone'; readonly imageId: string }
export type Deliver = (event: HubEvent) => void

/** Gives each subscriber the events about images that it may see. */
export interface EventHub extends ProgressSink {
  tell(event: RecordedEvent): void
  /** @returns ends the subscription */
  subscribe(ctx: Context, deliver: Deliver): () => void
  hasSubscribers(): boolean
}

export interface HubDeps {
  /** Asks the database whether the caller may see the image. @throws `not_found` when not */
  readonly getImage: (ctx: Context, imageId: string) => Promise<Image>
  readonly log: Log
}

interface Subscriber {
  readonly ctx: Context
  readonly deliver: Deliver
  /** Shared images of other projects that it was found to see: it hears of their end, too. */
  readonly knownIds: Set<string>
}

const MOST_KNOWN_IDS = 1000
const TOLD: ReadonlySet<string> = new Set(GLANCE_EVENT_TYPES.filter((type) => type.startsWith('image.')))

/** The hub of one process. Recorded events come from the database, so that every node tells all of them. */
export function createEventHub({ getImage, log }: HubDeps): EventHub {
  const subscribers = new Set<Subscriber>()

  async function findOut(
    subscriber: Subscriber,
    imageId: string,
    event: HubEvent,
    wasSeen: boolean,
  ): Promise<void> {
    try {
      await getImage(subscriber.ctx, imageId)
      remember(subscriber, imageId)
      if (subscribers.has(subscriber)) subscriber.deliver(event)
    } catch (error) {
      if (!isDomainError(error, 'not_found')) log.warn({ err: error }, 'An event could not be delivered.')
      else if (wasSeen && subscribers.has(subscriber)) subscriber.deliver({ type: 'image.gone', imageId })
    }
  }

  return {
    publish(event) {
      const { id: imageId, owner, visibility } = event.image
      for (const subscriber of subscribers) {
        const sight = sightOf(subscriber.ctx, subscriber.knownIds, { imageId, owner, visibility })
        if (sight === 'yes') subscriber.deliver(event)
        if (sight === 'perhaps') void findOut(subscriber, imageId, event, false)
      }
    },
    tell(recorded) {
      const { imageId } = recorded
      // What failed has left the image as it was, or is followed by what has become of it.
      if (imageId === null || recorded.priority === 'ERROR' || !TOLD.has(recorded.type)) return
      const event = { type: recorded.type as GlanceEventType, imageId }
      for (const subscriber of subscribers) {
        const { sight, wasSeen } = sightsOf(subscriber, { ...recorded, imageId })
        if (sight === 'yes') subscriber.deliver(event)
        else if (sight === 'perhaps') void findOut(subscriber, imageId, event, wasSeen)
        else if (wasSeen) subscriber.deliver({ type: 'image.gone', imageId })
        note(subscriber, recorded, imageId)
      }
    },
    subscribe(ctx, deliver) {
      const subscriber = { ctx, deliver, knownIds: new Set<string>() }
      subscribers.add(subscriber)
      return () => void subscribers.delete(subscriber)
    },
    hasSubscribers: () => subscribers.size > 0,
  }
}

/** Of a deleted image nothing can be asked any more: its former members are told that it is gone. */
function sightsOf({ ctx, knownIds }: Subscriber, event: RecordedEvent & Seen) {
  const after = sightOf(ctx, knownIds, event)
  const isFormerMember = ctx.projectId !== null && event.formerMembers.includes(ctx.projectId)
  const before =
    event.before === null ? 'no' : sightOf(ctx, knownIds, { ...event.before, imageId: event.imageId })
  const isDeleted = event.type === 'image.delete'
  return {
    sight: isDeleted && after === 'perhaps' ? ('no' as const) : after,
    wasSeen: before === 'yes' || isFormerMember,
  }
}

/** The subscriber's project becomes a member, or the image is its no longer. */
function note(subscriber: Subscriber, { type, memberId, visibility }: RecordedEvent, imageId: string): void {
  const isOwn = memberId === subscriber.ctx.projectId
  if (type === 'image.member.create' && isOwn) remember(subscriber, imageId)
  const isOver =
    (type === 'image.member.delete' && isOwn) || visibility === 'private' || type === 'image.delete'
  if (isOver) subscriber.knownIds.delete(imageId)
}

function remember({ knownIds }: Subscriber, imageId: string): void {
  if (knownIds.size >= MOST_KNOWN_IDS) knownIds.clear()
  knownIds.add(imageId)
}
