export interface ToastMessage {
  readonly tone: 'info' | 'ok' | 'warn' | 'danger'
  readonly title: string
  readonly description?: string | undefined
  /** One thing the person can do about it. */
  readonly action?: { readonly label: string; readonly onSelect: () => void }
}

export interface ShownToast extends ToastMessage {
  readonly id: number
}

const MOST_SHOWN = 4

let shown: readonly ShownToast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function replace(next: readonly ShownToast[]): void {
  shown = next
  for (const listener of listeners) listener()
}

/** Says something in the corner of the page, from anywhere in the browser's code. */
export function showToast(message: ToastMessage): void {
  lastId += 1
  replace([...shown, { ...message, id: lastId }].slice(-MOST_SHOWN))
}

export function dismissToast(id: number): void {
  replace(shown.filter((toast) => toast.id !== id))
}

/** For useSyncExternalStore. */
export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: (): readonly ShownToast[] => shown,
  readOnServer: (): readonly ShownToast[] => NONE,
}
const NONE: readonly ShownToast[] = []
