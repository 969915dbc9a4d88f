'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { ServiceText } from '#components/words/service-text.tsx'
import { ApiFault, englishOf } from '#lib/client/api-fault.ts'

interface FaultNoticeProps {
  /** What could not be done. */
  readonly title: string
  readonly error: unknown
  readonly onRetry?: () => void
  /** Another way on. */
  readonly more?: ReactNode
}

/** What went wrong, the number to quote when asking about it, and a way to try again. */
export function FaultNotice({ title, error, onRetry, more }: FaultNoticeProps) {
  const t = useTranslations('common')
  const requestId = error instanceof ApiFault ? error.requestId : null
  return (
    <Notice
      tone="danger"
      title={title}
      actions={
        <>
          {more}
          {onRetry && (
            <Button size="sm" onClick={onRetry}>
              {t('tryAgain')}
            </Button>
          )}
        </>
      }
    >
      <p>
        <ServiceText>{englishOf(error)}</ServiceText>
      </p>
      {requestId !== null && (
        <p className="mt-0.5 text-xs text-muted">
          {t.rich('request', { id: () => <code className="font-mono select-all">{requestId}</code> })}
        </p>
      )}
    </Notice>
  )
}
