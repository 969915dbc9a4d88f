'use client'

import { Check, X } from 'lucide-react'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { RelativeTime } from '#components/images/time.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Link } from '#components/ui/link.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import { STATUS_WORDS } from '#lib/client/image-words.ts'
import type { ShareWire } from '#lib/client/shares.ts'
import type { MemberStatus } from '#lib/domain/image.ts'
import { mayAnswerShare } from '#lib/domain/rights.ts'
import { shareTitle } from './share-title.ts'
import { useAnswer } from './use-answer.ts'

interface ShareRowProps {
  readonly share: ShareWire
  /** The project that answers. */
  readonly projectId: string
}

export function ShareRow({ share, projectId }: ShareRowProps) {
  const { image, owner } = share
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3.5 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex min-w-0 items-center gap-2">
          <Link href={`/images/${image.id}`} className="truncate font-medium hover:underline">
            <bdi>{shareTitle(share)}</bdi>
          </Link>
          {image.status !== 'active' && <Badge>{STATUS_WORDS[image.status].label}</Badge>}
        </p>
        <p className="text-sm text-muted">
          from <bdi title={owner.id ?? undefined}>{owner.name ?? owner.id ?? 'nobody’s project'}</bdi>
          {image.disk_format !== null && <> · {image.disk_format}</>}
          {image.size !== null && <> · {byteText(image.size)}</>} · offered{' '}
          <RelativeTime atMs={Date.parse(share.shared_at)} />
          {share.ends_at !== null && (
            <>
              {' '}
              · ends <RelativeTime atMs={Date.parse(share.ends_at)} />
            </>
          )}
        </p>
      </div>
      <AnswerButtons share={share} projectId={projectId} />
    </li>
  )
}

function AnswerButtons({ share, projectId }: ShareRowProps) {
  const verdict = mayAnswerShare(projectId, useAsker())
  const { answer, underWay } = useAnswer(projectId)
  const title = shareTitle(share)
  const button = (status: Exclude<MemberStatus, 'pending'>, label: string) => (
    <Button
      size="sm"
      variant={status === 'accepted' ? 'primary' : 'secondary'}
      icon={status === 'accepted' ? Check : X}
      aria-label={`${label}: ${title}`}
      isBusy={underWay === status}
      disabledReason={verdict.allowed ? undefined : verdict.reason}
      onClick={() => void answer(share, status)}
    >
      {label}
    </Button>
  )
  return (
    <div className="flex gap-2">
      {share.status !== 'accepted' && button('accepted', 'Accept')}
      {share.status !== 'rejected' && button('rejected', share.status === 'accepted' ? 'Leave' : 'Reject')}
    </div>
  )
}
