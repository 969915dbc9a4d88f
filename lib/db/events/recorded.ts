/** Tells listeners of this process that there are new events. */
export interface Recorded {
  announce(): void
  /** @returns ends the listening */
  listen(listener: () => void): () => void
}

export function createRecorded(): Recorded {
  const listeners = new Set<() => void>()
  return {
    announce() {
      for (const listener of listeners) listener()
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
