import { setTimeout as pause } from 'node:timers/promises'

/** Spreads bytes over time. */
export interface Pace {
  /** Resolves when these bytes may pass; rejects with the signal's reason. */
  take(bytes: number, signal: AbortSignal): Promise<void>
}

export interface PaceTime {
  nowMs(): number
  wait(ms: number, signal: AbortSignal): Promise<void>
}

const REAL_TIME: PaceTime = {
  nowMs: () => performance.now(),
  wait: async (ms, signal) => {
    await pause(ms, undefined, { signal, ref: false }).catch(() => signal.throwIfAborted())
  },
}

/** One pace for all who share it. @param bytesPerSecond null: no limit */
export function createPace(bytesPerSecond: number | null, time: PaceTime = REAL_TIME): Pace {
  let freeAtMs = 0
  return {
    async take(bytes, signal) {
      signal.throwIfAborted()
      if (bytesPerSecond === null) return
      const nowMs = time.nowMs()
      const waitMs = freeAtMs - nowMs
      freeAtMs = Math.max(freeAtMs, nowMs) + (bytes / bytesPerSecond) * 1000
      if (waitMs > 0) await time.wait(waitMs, signal)
    },
  }
}

/** The stream at that pace. */
export async function* paced(
  stream: AsyncIterable<Uint8Array>,
  pace: Pace,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) {
    await pace.take(piece.length, signal)
    yield piece
  }
}
