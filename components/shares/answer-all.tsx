'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { useReasonOf } from '#components/words/service-text.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import { useAnswerShare } from '#lib/client/share-answer.ts'
import type { ShareWire } from '#lib/client/shares.ts'
import { mayAnswerShare } from '#lib/domain/rights.ts'

interface AnswerAllProps {
  readonly shares: readonly ShareWire[]
  readonly projectId: string
  /** There are more than are shown: only those shown are answered. */
  readonly hasMore: boolean
}

type Answer = 'accepted' | 'rejected'

/** One answer for everything that is shown. */
export function AnswerAll({ shares, projectId, hasMore }: AnswerAllProps) {
  const reasonOf = useReasonOf()
  const t = useTranslations('shares')
  const verdict = mayAnswerShare(projectId, useAsker())
  const { mutateAsync } = useAnswerShare()
  const [asked, setAsked] = useState<Answer | null>(null)
  if (shares.length < 2) return null

  const reason = reasonOf(verdict)
  const which = { hasMore: String(hasMore), n: String(shares.length) }
  async function answerAll(status: Answer): Promise<void> {
    const outcomes = await Promise.allSettled(
      shares.map(({ image }) => mutateAsync({ imageId: image.id, projectId, status })),
    )
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    if (refusals.length > 0) {
      throw new Error(
        t('all.failed', {
          failed: String(refusals.length),
          n: String(shares.length),
          reason: faultMessage(refusals[0]),
        }),
      )
    }
    showToast({ tone: 'ok', title: t(`all.${status}`, { n: String(shares.length) }) })
  }

  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <Button size="sm" disabledReason={reason} onClick={() => setAsked('accepted')}>
        {t('all.accept', which)}
      </Button>
      <Button size="sm" disabledReason={reason} onClick={() => setAsked('rejected')}>
        {t('all.reject', which)}
      </Button>
      {asked !== null && (
        <ConfirmDialog
          isOpen
          onClose={() => setAsked(null)}
          title={t(asked === 'accepted' ? 'all.acceptTitle' : 'all.rejectTitle', which)}
          confirmLabel={t(asked === 'accepted' ? 'accept' : 'reject')}
          tone={asked === 'accepted' ? 'primary' : 'danger'}
          onConfirm={() => answerAll(asked)}
        >
          {t(asked === 'accepted' ? 'all.acceptText' : 'all.rejectText')}
        </ConfirmDialog>
      )}
    </div>
  )
}
