'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import type { EngineView } from '#lib/client/upload/engine/core.ts'
import type { UploadEngine } from '#lib/client/upload/engine/engine.ts'

const NOTHING: EngineView = { uploads: [], announcement: { number: 0, news: null } }

export function useEngineView(engine: UploadEngine): EngineView {
  return useSyncExternalStore(engine.subscribe, engine.read, () => NOTHING)
}

/** The time, every second while something on the page counts it. */
export function useNow(isCounting: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    if (!isCounting) return
    const tick = (): void => setNowMs(Date.now())
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [isCounting])
  return nowMs
}
