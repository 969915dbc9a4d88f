/** Something that is kept as JSON in this browser, under one name for each of its keys; for `useSyncExternalStore`. */
export interface Kept<Value> {
  subscribe(listener: () => void): () => void
  /** The same object until it changes. */
  read(key: string): Value
  /** Storage can be switched off in a browser: then nothing is kept, and all else works. */
  write(key: string, value: Value): void
}

/** @param parse Makes sense of whatever stands there, null when nothing does: anybody can write there. */
export function createKept<Value>(parse: (json: unknown) => Value): Kept<Value> {
  const listeners = new Set<() => void>()
  const cached = new Map<string, { readonly text: string | null; readonly value: Value }>()
  return {
    subscribe(listener) {
      listeners.add(listener)
      // Other tabs of the same browser.
      window.addEventListener('storage', listener)
      return () => {
        listeners.delete(listener)
        window.removeEventListener('storage', listener)
      }
    },
    read(key) {
      const text = readText(key)
      const known = cached.get(key)
      if (known !== undefined && known.text === text) return known.value
      const value = parse(readJson(text))
      cached.set(key, { text, value })
      return value
    },
    write(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value))
      } catch {
        // As above.
      }
      for (const listener of listeners) listener()
    },
  }
}

function readText(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function readJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
