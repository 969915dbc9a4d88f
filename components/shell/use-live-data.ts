'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followEvents } from '#lib/client/events.ts'
import { waitForSignIn } from '#lib/client/session-gate.ts'

const ASK_MS = 4 * 60_000

/** Keeps the page's data up to date and its session alive, as long as the page is shown. */
export function useLiveData(projectId: string | null): void {
  const client = useQueryClient()
  // Each project has events of its own.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the connection must be made anew for another project
  useEffect(() => followEvents(client), [client, projectId])
  useEffect(() => {
    const timer = setInterval(() => void keepSession(), ASK_MS)
    return () => clearInterval(timer)
  }, [])
}

async function keepSession(): Promise<void> {
  if (document.hidden) return
  // No answer says nothing about the session; the next request will tell.
  const isHeld = await import('#lib/client/session.ts').then((file) => file.isSignedIn()).catch(() => true)
  if (!isHeld) await waitForSignIn()
}
