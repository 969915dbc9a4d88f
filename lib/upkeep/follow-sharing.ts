import { readersOf } from '#lib/domain/data-readers.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { ImageLocation } from '#lib/domain/image.ts'
import type { RecordedEvent } from '#lib/domain/recorded-events.ts'
import type { SharingDebt, SharingDebts } from '#lib/domain/sharing-debts.ts'
import type { Clock } from '#lib/jobs/clock.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import type { NotificationSink } from '#lib/notifications/dispatch.ts'
import type { ReadableStore } from '#lib/stores/store.ts'

export interface SharingPorts {
  readonly debts: SharingDebts
  /** Those that let projects read past us. */
  readonly stores: readonly ReadableStore[]
  readonly clock: Clock
  /** Told when an image's stores could not be told for the first time. */
  readonly report: (imageId: string, error: unknown) => void
}

/** Whoever takes a debt has this long before another may. */
const TAKEN_MS = 60_000
const TELL_MS = 30_000
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000
const WAKE_MS = 1000

export interface FollowedSharing {
  /** Of all events. What it has taken is noted, and no longer depends on them. */
  readonly sink: NotificationSink
  readonly job: PeriodicJob
}

/**
 * Keeps true who may read data in the stores themselves. Each event of an image notes it; what is noted is worked off
 * image by image, with what the image is by then, until the store has taken it: a store that is down loses no change.
 */
export function followSharing(ports: SharingPorts): FollowedSharing {
  const { debts, clock } = ports
  const storeIds = ports.stores.map(({ id }) => id)
  const work = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const nowMs = clock.nowMs()
      const debt = await debts.take(nowMs, nowMs + TAKEN_MS)
      if (debt === null) return
      await pay(ports, debt, AbortSignal.any([signal, AbortSignal.timeout(TELL_MS)]))
    }
  }
  return {
    sink: {
      name: 'sharing',
      deliver: (events) => debts.note([...new Set(events.flatMap(imageOf))], storeIds, clock.nowMs()),
    },
    job: { name: 'tell stores who may read', everyMs: WAKE_MS, run: work },
  }
}

/** Downloads change nothing. */
function imageOf({ imageId, type }: RecordedEvent): readonly string[] {
  return imageId === null || type === 'image.send' ? [] : [imageId]
}

async function pay(ports: SharingPorts, debt: SharingDebt, signal: AbortSignal): Promise<void> {
  const { debts, clock } = ports
  try {
    const known = await debts.read(debt.imageId)
    if (known !== null) {
      const readers = readersOf(known.image, known.members)
      const told = known.image.locations.map((place) => tell(ports, place, readers, signal))
      // One store's failure keeps no other from being told.
      for (const outcome of await Promise.allSettled(told)) {
        if (outcome.status === 'rejected') throw outcome.reason
      }
    }
    await debts.settle(debt, clock.nowMs())
  } catch (error) {
    if (debt.attempts === 0) ports.report(debt.imageId, error)
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** debt.attempts, LONGEST_PAUSE_MS)
    await debts.postpone(debt, clock.nowMs() + pauseMs)
  }
}

async function tell(
  { stores }: SharingPorts,
  { storeId, url }: ImageLocation,
  readers: ReturnType<typeof readersOf>,
  signal: AbortSignal,
): Promise<void> {
  const store = stores.find(({ id }) => id === storeId)
  try {
    await store?.setReaders?.(url, readers, signal)
  } catch (error) {
    // Data that is gone has no readers.
    if (!isDomainError(error, 'not_found')) throw error
  }
}
