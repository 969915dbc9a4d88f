'use client'

import { Bug } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

export interface FailedPageProps {
  readonly error: Error & { digest?: string }
  readonly reset: () => void
}

/** What stands where a page has failed. */
export function FailedPage({ error, reset }: FailedPageProps) {
  return (
    <EmptyState
      isPage
      icon={Bug}
      title="This page failed"
      actions={
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
      }
    >
      The fault is ours and has been noted.
      {error.digest !== undefined && (
        <>
          {' '}
          Quote <code className="font-mono text-xs">{error.digest}</code> when you ask about it.
        </>
      )}
    </EmptyState>
  )
}
