/**
 * Holds requests back while the sign-in has run out. The shell shows a dialog while it is closed; whoever waits goes
 * on as soon as the person has signed in again, so that nothing on the page is lost.
 */
type Waiter = () => void

let isExpired = false
const waiters = new Set<Waiter>()
const listeners = new Set<() => void>()

function tell(): void {
  for (const listener of listeners) listener()
}

/** Resolves when the person has signed in again. Opens the dialog. */
export function waitForSignIn(): Promise<void> {
  isExpired = true
  tell()
  return new Promise((resolve) => waiters.add(resolve))
}

/** Call after a sign-in: everybody who waits goes on. */
export function reopenGate(): void {
  isExpired = false
  const waiting = [...waiters]
  waiters.clear()
  tell()
  for (const go of waiting) go()
}

/** For useSyncExternalStore: whether a sign-in is needed. */
export const sessionGate = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  isExpired: (): boolean => isExpired,
  isExpiredOnServer: (): boolean => false,
}
