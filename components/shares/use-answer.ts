'use client'

import { useState } from 'react'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { useAnswerShare } from '#lib/client/share-answer.ts'
import type { ShareWire } from '#lib/client/shares.ts'
import type { MemberStatus } from '#lib/domain/image.ts'
import { shareTitle } from './share-title.ts'

const SAID: Readonly<Record<MemberStatus, string>> = {
  pending: 'waits for an answer again',
  accepted: 'stands in your list of images now',
  rejected: 'is out of your list of images',
}

/** Answers one share, and says what came of it. */
export function useAnswer(projectId: string) {
  const { mutateAsync } = useAnswerShare()
  const [underWay, setUnderWay] = useState<MemberStatus | null>(null)

  async function answer(share: ShareWire, status: MemberStatus): Promise<void> {
    setUnderWay(status)
    try {
      await mutateAsync({ imageId: share.image.id, projectId, status })
      showToast({ tone: 'ok', title: `“${shareTitle(share)}” ${SAID[status]}` })
    } catch (error) {
      showToast({
        tone: 'danger',
        title: `“${shareTitle(share)}” could not be answered`,
        description: faultMessage(error),
      })
    } finally {
      setUnderWay(null)
    }
  }
  return { answer, underWay }
}
