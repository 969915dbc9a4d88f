const MOST_ENTRIES = 10_000

/** Remembers answers about tokens for a short time, by the tokens' hashes. */
export interface TokenCache<Details> {
  /** The remembered answer, or else that of `look`. Callers who ask at the same time share one look. */
  get(id: string, look: () => Promise<Details>): Promise<Details>
  forget(id: string): void
  clear(): void
}

interface Entry<Details> {
  readonly answer: Promise<Details>
  readonly freshUntilMs: number
}

/**
 * Failures are not remembered. An entry is made when the look begins, so an answer that was read before `forget` or
 * `clear` can never be remembered after it.
 */
export function createTokenCache<Details>(freshMs: number, clock: () => number): TokenCache<Details> {
  const entries = new Map<string, Entry<Details>>()

  function remember(id: string, look: () => Promise<Details>): Promise<Details> {
    const entry = { answer: look(), freshUntilMs: clock() + freshMs }
    entries.delete(id)
    entries.set(id, entry)
    if (entries.size > MOST_ENTRIES) dropOldest(entries)
    entry.answer.catch(() => {
      if (entries.get(id) === entry) entries.delete(id)
    })
    return entry.answer
  }

  return {
    get(id, look) {
      const entry = entries.get(id)
      return entry !== undefined && entry.freshUntilMs > clock() ? entry.answer : remember(id, look)
    },
    forget: (id) => void entries.delete(id),
    clear: () => entries.clear(),
  }
}

function dropOldest(entries: Map<string, unknown>): void {
  const { value, done } = entries.keys().next()
  if (done !== true) entries.delete(value)
}
