'use client'

import { Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { RelativeTime } from '#components/images/time.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Link } from '#components/ui/link.tsx'
import { useReasonOf } from '#components/words/service-text.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import type { ShareWire } from '#lib/client/shares.ts'
import type { MemberStatus } from '#lib/domain/image.ts'
import { mayAnswerShare } from '#lib/domain/rights.ts'
import { LaterButton } from './later-button.tsx'
import { shareTitle } from './share-title.ts'
import { useAnswer } from './use-answer.ts'

interface ShareRowProps {
  readonly share: ShareWire
  /** The project that answers. */
  readonly projectId: string
}

export function ShareRow({ share, projectId }: ShareRowProps) {
  const t = useTranslations('shares')
  const common = useTranslations('common')
  const { image, owner } = share
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3.5 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex min-w-0 items-center gap-2">
          <Link href={`/images/${image.id}`} className="truncate font-medium hover:underline">
            <bdi>{shareTitle(share, common)}</bdi>
          </Link>
          {image.status !== 'active' && <Badge>{common(`status.${image.status}`)}</Badge>}
        </p>
        <p className="text-sm text-muted">
          {t.rich('from', {
            owner: () => <bdi title={owner.id ?? undefined}>{owner.name ?? owner.id ?? t('nobody')}</bdi>,
          })}
          {image.disk_format !== null && <> · {image.disk_format}</>}
          {image.size !== null && <> · {byteText(image.size)}</>}{' '}
          {t.rich('offered', { time: () => <RelativeTime atMs={Date.parse(share.shared_at)} /> })}
          {share.ends_at !== null && (
            <> {t.rich('ends', { time: () => <RelativeTime atMs={Date.parse(share.ends_at ?? '')} /> })}</>
          )}
        </p>
      </div>
      <AnswerButtons share={share} projectId={projectId} />
    </li>
  )
}

function AnswerButtons({ share, projectId }: ShareRowProps) {
  const reasonOf = useReasonOf()
  const t = useTranslations('shares')
  const common = useTranslations('common')
  const verdict = mayAnswerShare(projectId, useAsker())
  const { answer, underWay } = useAnswer(projectId)
  const title = shareTitle(share, common)
  const button = (status: Exclude<MemberStatus, 'pending'>, word: 'accept' | 'reject' | 'leave') => (
    <Button
      size="sm"
      variant={status === 'accepted' ? 'primary' : 'secondary'}
      icon={status === 'accepted' ? Check : X}
      aria-label={t(`${word}Of`, { title })}
      isBusy={underWay === status}
      disabledReason={reasonOf(verdict)}
      onClick={() => void answer(share, status)}
    >
      {t(word)}
    </Button>
  )
  return (
    <div className="flex flex-wrap gap-2">
      {share.status !== 'accepted' && button('accepted', 'accept')}
      {share.status !== 'rejected' && button('rejected', share.status === 'accepted' ? 'leave' : 'reject')}
      {share.status === 'pending' && <LaterButton share={share} />}
    </div>
  )
}
