/** Takes items from an iterator, and can be called off while it waits for one. */
export interface InterruptibleSource {
  /** The next chunk, or null at the end. Rejects with the reason once called off, and with what the source throws. */
  next(): Promise<Uint8Array | null>
  callOff(reason: unknown): void
  /** Tells the source that no more is wanted. Does not wait for it. */
  release(): void
}

/**
 * An async iterator cannot be interrupted, and racing each item against one long-lived promise would keep a reaction
 * for every item of the stream alive; so each wait gets a promise of its own.
 */
export function interruptible(source: AsyncIterable<Uint8Array>): InterruptibleSource {
  const iterator = source[Symbol.asyncIterator]()
  let waiting: ((reason: unknown) => void) | null = null
  let calledOff: { readonly reason: unknown } | null = null
  let isOver = false
  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (calledOff !== null) return reject(calledOff.reason)
        waiting = reject
        iterator.next().then((item) => {
          isOver = item.done === true
          resolve(item.done === true ? null : item.value)
        }, reject)
      }),
    callOff(reason) {
      calledOff ??= { reason }
      waiting?.(calledOff.reason)
    },
    release() {
      if (!isOver) void iterator.return?.().then(undefined, () => undefined)
    },
  }
}
