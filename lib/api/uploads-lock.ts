import type { Lock, Locker } from '@tus/utils'

/** What a request does about its upload, as others see it. */
interface Holder {
  /** Ends its receiving, as the client has come back on a new connection. A finish goes on. */
  readonly yieldPlace: () => void
  readonly released: Promise<void>
}

/** A new request waits this long for the one before it, which may be finishing. */
const PATIENCE_MS = 10_000

/** tus has a status for it: clients try again. */
const LOCKED = { status_code: 423, body: 'The upload is busy with another request; try again in a moment.' }

/**
 * One request at a time for each upload of this process (the lease in the database holds off other processes). The last
 * to come is the living one: whoever receives yields to it, as its connection is dead and just does not know yet.
 */
export function createUploadLocker(yieldPlace: () => () => void): Locker {
  const holders = new Map<string, Holder>()
  return {
    newLock(id: string): Lock {
      let release: () => void = () => undefined
      return {
        async lock(stopped) {
          await untilFree(holders, id, stopped)
          const { promise: released, resolve } = Promise.withResolvers<void>()
          holders.set(id, { yieldPlace: yieldPlace(), released })
          release = resolve
        },
        async unlock() {
          holders.delete(id)
          release()
        },
      }
    },
  }
}

async function untilFree(
  holders: ReadonlyMap<string, Holder>,
  id: string,
  stopped: AbortSignal,
): Promise<void> {
  const patience = AbortSignal.any([stopped, AbortSignal.timeout(PATIENCE_MS)])
  const { promise: outOfPatience, resolve } = Promise.withResolvers<void>()
  patience.addEventListener('abort', () => resolve(), { once: true })
  for (let holder = holders.get(id); holder !== undefined; holder = holders.get(id)) {
    holder.yieldPlace()
    await Promise.race([holder.released, outOfPatience])
    if (patience.aborted) throw LOCKED
  }
}
