'use client'

import { useState } from 'react'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { showToast } from '#components/ui/toast-store.ts'
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
  const verdict = mayAnswerShare(projectId, useAsker())
  const { mutateAsync } = useAnswerShare()
  const [asked, setAsked] = useState<Answer | null>(null)
  if (shares.length < 2) return null

  const reason = verdict.allowed ? undefined : verdict.reason
  const which = hasMore ? `these ${shares.length}` : `all ${shares.length}`
  async function answerAll(status: Answer): Promise<void> {
    const outcomes = await Promise.allSettled(
      shares.map(({ image }) => mutateAsync({ imageId: image.id, projectId, status })),
    )
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    if (refusals.length > 0) {
      throw new Error(
        `${refusals.length} of ${shares.length} could not be answered: ${faultMessage(refusals[0])}`,
      )
    }
    showToast({ tone: 'ok', title: `${shares.length} shares ${status}` })
  }

  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <Button size="sm" disabledReason={reason} onClick={() => setAsked('accepted')}>
        Accept {which}
      </Button>
      <Button size="sm" disabledReason={reason} onClick={() => setAsked('rejected')}>
        Reject {which}
      </Button>
      {asked !== null && (
        <ConfirmDialog
          isOpen
          onClose={() => setAsked(null)}
          title={asked === 'accepted' ? `Accept ${which} images?` : `Reject ${which} images?`}
          confirmLabel={asked === 'accepted' ? 'Accept' : 'Reject'}
          tone={asked === 'accepted' ? 'primary' : 'danger'}
          onConfirm={() => answerAll(asked)}
        >
          {asked === 'accepted'
            ? 'Everybody in this project finds them in the list of images. Accept only what comes from projects that you trust.'
            : 'They stay out of the list of images. Each can still be accepted later.'}
        </ConfirmDialog>
      )}
    </div>
  )
}
