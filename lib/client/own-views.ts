/** A view that a person has named: the list's address without its path. */
export interface OwnView {
  readonly name: string
  readonly query: string
}

const KEY = 'vitrine-views'
const MOST = 20

const listeners = new Set<() => void>()
let cached: { readonly text: string | null; readonly views: readonly OwnView[] } = { text: null, views: [] }
const NONE: readonly OwnView[] = []

/** The views that were saved in this browser; for `useSyncExternalStore`. */
export const ownViews = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    // Other tabs of the same browser.
    window.addEventListener('storage', listener)
    return () => {
      listeners.delete(listener)
      window.removeEventListener('storage', listener)
    }
  },
  read(): readonly OwnView[] {
    const text = readText()
    if (text !== cached.text) cached = { text, views: parse(text) }
    return cached.views
  },
  readOnServer: (): readonly OwnView[] => NONE,
  /** A view of the same name is replaced. */
  save(view: OwnView): void {
    write([...ownViews.read().filter(({ name }) => name !== view.name), view].slice(-MOST))
  },
  remove(name: string): void {
    write(ownViews.read().filter((view) => view.name !== name))
  },
}

/** Storage can be switched off in a browser: then there are no saved views. */
function readText(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function write(views: readonly OwnView[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(views))
  } catch {
    // As above; the list itself works.
  }
  for (const listener of listeners) listener()
}

/** Whatever is not a view is left out: anybody can write there. */
function parse(text: string | null): readonly OwnView[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(found) ? found.filter(isView) : []
  } catch {
    return []
  }
}

function isView(value: unknown): value is OwnView {
  if (typeof value !== 'object' || value === null) return false
  const { name, query } = value as Partial<OwnView>
  return typeof name === 'string' && name !== '' && typeof query === 'string'
}
