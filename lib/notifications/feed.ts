import type { EventLog } from '#lib/domain/recorded-events.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import type { EventHub } from './hub.ts'

/** For those who look at the moment. */
export type LiveEvents = Pick<EventHub, 'subscribe'> & Pick<EventFeed, 'ready'>

/** Events of other nodes arrive within this. */
const POLL_MS = 1000
const BATCH = 200

export interface EventFeed {
  /** All that was recorded until now has been told: who subscribes next hears what comes after. */
  ready(): Promise<void>
  readonly job: PeriodicJob
  close(): void
}

export interface FeedDeps {
  readonly hub: EventHub
  readonly events: Pick<EventLog, 'after' | 'last'>
  /** Calls back after each commit of this process. @returns ends it */
  readonly listen: (listener: () => void) => () => void
  readonly report: (error: unknown) => void
}

/** Tells the hub what is recorded, by whichever node, in order. While nobody listens nothing is read. */
export function createEventFeed({ hub, events, listen, report }: FeedDeps): EventFeed {
  let position: number | null = null
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  async function catchUp(): Promise<void> {
    if (position === null || !hub.hasSubscribers()) {
      position = await events.last()
      return
    }
    for (;;) {
      const batch = await events.after(position, BATCH)
      for (const event of batch) hub.tell(event)
      position = batch.at(-1)?.id ?? position
      if (batch.length < BATCH) return
    }
  }
  function start(): Promise<void> {
    next = null
    running = catchUp().finally(() => {
      running = null
    })
    return running
  }
  /** One reader at a time: who comes while one reads shares the next round, which sees all that was there when he came. */
  function read(): Promise<void> {
    if (running === null) return start()
    next ??= running.then(start, start)
    return next
  }
  const follow = (): void => {
    if (hub.hasSubscribers()) void read().catch(report)
  }

  const stop = listen(follow)
  return {
    ready: read,
    job: {
      name: 'follow events',
      everyMs: POLL_MS,
      run: async () => {
        if (hub.hasSubscribers()) await read()
      },
    },
    close: stop,
  }
}
