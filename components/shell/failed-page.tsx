'use client'

import { buttonLook } from '#components/ui/button-look.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Warning } from '#components/ui/own-icons.tsx'

export interface FailedPageProps {
  readonly error: Error & { digest?: string }
  readonly reset: () => void
}

/** What stands where a page has failed. It comes along with every page, so it is made of little. */
export function FailedPage({ error, reset }: FailedPageProps) {
  return (
    <EmptyState
      isPage
      icon={Warning}
      title="This page failed"
      actions={
        <button type="button" className={buttonLook('primary', 'md')} onClick={reset}>
          Try again
        </button>
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
