'use client'

import { useEffect } from 'react'

/** Names the tab after what it shows; going to another page names it anew. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Vitrine`
  }, [title])
}
