'use client'

import { useTranslations } from 'next-intl'
import { buttonLook } from '#components/ui/button-look.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Warning } from '#components/ui/own-icons.tsx'

export interface FailedPageProps {
  readonly error: Error & { digest?: string }
  readonly reset: () => void
}

/** What stands where a page has failed. It comes along with every page, so it is made of little. */
export function FailedPage({ error, reset }: FailedPageProps) {
  const t = useTranslations('common')
  return (
    <EmptyState
      isPage
      icon={Warning}
      title={t('failedPage.title')}
      actions={
        <button type="button" className={buttonLook('primary', 'md')} onClick={reset}>
          {t('tryAgain')}
        </button>
      }
    >
      {t('failedPage.text')}{' '}
      {error.digest !== undefined &&
        t.rich('failedPage.quote', {
          digest: error.digest,
          code: (text) => <code className="font-mono text-xs">{text}</code>,
        })}
    </EmptyState>
  )
}
