'use client'

import { useEffect } from 'react'

/** Not later, even where the browser is never idle. */
const AT_LATEST_MS = 3000
/** Some browsers do not tell when they are idle. */
const SOON_MS = 500

/** Does something once, when the page is shown and the browser has nothing better to do. `act` must stay the same. */
export function useWhenIdle(act: () => unknown): void {
  useEffect(() => {
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(act, SOON_MS)
      return () => clearTimeout(timer)
    }
    const request = requestIdleCallback(() => void act(), { timeout: AT_LATEST_MS })
    return () => cancelIdleCallback(request)
  }, [act])
}
