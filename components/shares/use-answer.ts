'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { useAnswerShare } from '#lib/client/share-answer.ts'
import type { ShareWire } from '#lib/client/shares.ts'
import type { MemberStatus } from '#lib/domain/image.ts'
import { shareTitle } from './share-title.ts'
import { useAside } from './use-aside.ts'

/** Answers one share, and says what came of it. */
export function useAnswer(projectId: string) {
  const t = useTranslations('shares')
  const common = useTranslations('common')
  const { mutateAsync } = useAnswerShare()
  const { bringBack } = useAside()
  const [underWay, setUnderWay] = useState<MemberStatus | null>(null)

  async function answer(share: ShareWire, status: MemberStatus): Promise<void> {
    const title = shareTitle(share, common)
    setUnderWay(status)
    try {
      await mutateAsync({ imageId: share.image.id, projectId, status })
      bringBack(share)
      showToast({ tone: 'ok', title: t(`said.${status}`, { title }) })
    } catch (error) {
      showToast({
        tone: 'danger',
        title: t('notAnswered', { title }),
        description: faultMessage(error),
      })
    } finally {
      setUnderWay(null)
    }
  }
  return { answer, underWay }
}
