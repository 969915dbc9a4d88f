import type { Context } from '#lib/domain/context.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { EventSink, ServiceEvent } from '#lib/domain/events.ts'
import type { Image } from '#lib/domain/image.ts'
import { isAdministrator, isOwnedBy } from '#lib/domain/rights.ts'
import type { Log } from '#lib/log.ts'

export type Deliver = (event: ServiceEvent) => void

/** Takes the service's events and gives each subscriber those about images that it may see. */
export interface EventHub extends EventSink {
  /** @returns ends the subscription */
  subscribe(ctx: Context, deliver: Deliver): () => void
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

/** The hub of one process. Events of other nodes do not arrive here. */
export function createEventHub({ getImage, log }: HubDeps): EventHub {
  const subscribers = new Set<Subscriber>()

  async function deliverIfMember(subscriber: Subscriber, event: ServiceEvent): Promise<void> {
    try {
      await getImage(subscriber.ctx, event.image.id)
      remember(subscriber, event.image.id)
      if (subscribers.has(subscriber)) subscriber.deliver(event)
    } catch (error) {
      if (!isDomainError(error, 'not_found')) log.warn({ err: error }, 'An event could not be delivered.')
    }
  }

  return {
    publish(event) {
      for (const subscriber of subscribers) {
        const sight = sees(subscriber, event)
        if (sight === 'yes') {
          note(subscriber, event)
          subscriber.deliver(event)
        }
        if (sight === 'perhaps') void deliverIfMember(subscriber, event)
      }
    },
    subscribe(ctx, deliver) {
      const subscriber = { ctx, deliver, knownIds: new Set<string>() }
      subscribers.add(subscriber)
      return () => void subscribers.delete(subscriber)
    },
  }
}

/** Whether a shared image is shared with the subscriber, only the database knows. */
function sees(
  { ctx, knownIds }: Subscriber,
  { image, memberId }: ServiceEvent & { memberId?: string },
): 'yes' | 'no' | 'perhaps' {
  if (isAdministrator(ctx) || isOwnedBy(image, ctx)) return 'yes'
  if (image.visibility === 'public' || image.visibility === 'community') return 'yes'
  if (ctx.projectId === null || image.visibility !== 'shared') return 'no'
  return memberId === ctx.projectId || knownIds.has(image.id) ? 'yes' : 'perhaps'
}

/** The subscriber's project becomes a member, or is one no longer. */
function note(subscriber: Subscriber, event: ServiceEvent): void {
  if (event.type === 'image.member.create') remember(subscriber, event.image.id)
  if (event.type === 'image.member.delete') subscriber.knownIds.delete(event.image.id)
}

function remember({ knownIds }: Subscriber, imageId: string): void {
  if (knownIds.size >= MOST_KNOWN_IDS) knownIds.clear()
  knownIds.add(imageId)
}
