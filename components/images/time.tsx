'use client'

import { useSyncExternalStore } from 'react'
import { absoluteTime, relativeTime } from '#lib/client/time-text.ts'

const TICK_MS = 20_000

/** "2 hours ago", kept true; the exact time on hover and for machines. */
export function RelativeTime({ atMs }: { readonly atMs: number }) {
  const nowMs = useNow()
  return (
    <time dateTime={new Date(atMs).toISOString()} title={absoluteTime(atMs)} className="whitespace-nowrap">
      {relativeTime(atMs, nowMs)}
    </time>
  )
}

// All of a page's times share one clock.
let nowMs = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function tick(): void {
  nowMs = Date.now()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    nowMs = Date.now()
    timer = setInterval(tick, TICK_MS)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

/** The time of the clock that they share; it goes on by itself. */
export function useNow(): number {
  return useSyncExternalStore(
    subscribe,
    () => nowMs,
    () => nowMs,
  )
}
