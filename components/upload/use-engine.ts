'use client'

import { useEffect, useState } from 'react'
import { uploadEngine } from '#lib/client/upload/engine/browser-engine.ts'
import type { UploadEngine } from '#lib/client/upload/engine/engine.ts'
import type { UploadOwner } from '#lib/client/upload/model/upload.ts'

/** The tab's engine, told who is signed in and whether there is a network. Null until the page is alive. */
export function useEngine(owner: UploadOwner | null): UploadEngine | null {
  const [engine, setEngine] = useState<UploadEngine | null>(null)
  useEffect(() => setEngine(uploadEngine()), [])
  useEffect(() => engine?.setOwner(owner), [engine, owner])
  useEffect(() => (engine === null ? undefined : followBrowser(engine)), [engine])
  return engine
}

function followBrowser(engine: UploadEngine): () => void {
  const until = new AbortController()
  const { signal } = until
  window.addEventListener('online', () => engine.setOnline(true), { signal })
  window.addEventListener('offline', () => engine.setOnline(false), { signal })
  window.addEventListener('pagehide', () => engine.leave(), { signal })
  // Asked only where leaving would lose something: else the upload goes on when the person comes back.
  window.addEventListener('beforeunload', (event) => engine.isClosingLoss() && event.preventDefault(), {
    signal,
  })
  return () => until.abort()
}
