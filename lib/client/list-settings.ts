/** How a person likes the list. Kept in this browser, for each user. */
export interface ListSettings {
  /** The columns that are shown besides the name, in their order; null: the usual ones. */
  readonly columns: readonly string[] | null
  readonly density: 'comfortable' | 'compact'
}

const USUAL: ListSettings = { columns: null, density: 'comfortable' }

const listeners = new Set<() => void>()
const cached = new Map<string, { readonly text: string | null; readonly settings: ListSettings }>()

/** For `useSyncExternalStore`. */
export const listSettings = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    // Other tabs of the same browser.
    window.addEventListener('storage', listener)
    return () => {
      listeners.delete(listener)
      window.removeEventListener('storage', listener)
    }
  },
  read(userId: string): ListSettings {
    const text = readText(userId)
    const known = cached.get(userId)
    if (known !== undefined && known.text === text) return known.settings
    const settings = parse(text)
    cached.set(userId, { text, settings })
    return settings
  },
  readOnServer: (): ListSettings => USUAL,
  write(userId: string, settings: ListSettings): void {
    try {
      localStorage.setItem(keyOf(userId), JSON.stringify(settings))
    } catch {
      // Storage can be switched off in a browser: then nothing is kept.
    }
    for (const listener of listeners) listener()
  },
}

function keyOf(userId: string): string {
  return `vitrine-list-${userId}`
}

function readText(userId: string): string | null {
  try {
    return localStorage.getItem(keyOf(userId))
  } catch {
    return null
  }
}

/** Anybody can write there: what makes no sense counts as absent. */
function parse(text: string | null): ListSettings {
  try {
    const { columns, density } = JSON.parse(text ?? '{}') as Readonly<Record<string, unknown>>
    return {
      columns: Array.isArray(columns) ? columns.filter((each) => typeof each === 'string') : USUAL.columns,
      density: density === 'compact' ? density : USUAL.density,
    }
  } catch {
    return USUAL
  }
}
