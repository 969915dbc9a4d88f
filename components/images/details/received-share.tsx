'use client'

import { useQuery } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { useReasonOf } from '#components/words/service-text.tsx'
import { withWords } from '#components/words/with-words.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import { offerOf } from '#lib/client/aside-shares.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { imageMembersOptions } from '#lib/client/images.ts'
import { useAnswerShare } from '#lib/client/share-answer.ts'
import { projectNamesOptions } from '#lib/client/shares.ts'
import type { ImageMember, MemberStatus } from '#lib/domain/image.ts'
import { mayAnswerShare } from '#lib/domain/rights.ts'
import { useAsker } from '../actions/use-asker.ts'
import { MEMBER_TONES } from './member-looks.ts'
import { Section } from './section.tsx'
import { ShareEnd } from './share-end.tsx'

// Few images are offered: the others go without its texts.
const LaterButton = lazyPart(
  withWords(['shares'], () => import('#components/shares/later-button.tsx').then((file) => file.LaterButton)),
)

/** An image that another project shares with this one: whose it is, whether it is in the list and why, and the answer. */
export function ReceivedShare({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.received')
  const { projectId } = useAsker()
  const members = useQuery(imageMembersOptions(image.id))
  const owner = useQuery(projectNamesOptions(image.owner === null ? [] : [image.owner]))
  const own = members.data?.find(({ memberId }) => memberId === projectId)
  const ownerName = owner.data?.get(image.owner ?? '')?.name ?? image.owner ?? t('nobody')
  return (
    <Section title={t('title')}>
      <div className="grid gap-2.5 rounded-lg border px-3.5 py-3">
        <p>{t.rich('by', { owner: () => <bdi className="font-medium">{ownerName}</bdi> })}</p>
        {members.isPending && <Skeleton className="h-4 w-64 max-w-full" />}
        {members.isError && <p className="text-danger">{faultMessage(members.error)}</p>}
        {own !== undefined && <Answer member={own} image={image} />}
      </div>
    </Section>
  )
}

interface AnswerProps {
  readonly member: ImageMember
  readonly image: ImageView
}

function Answer({ member, image }: AnswerProps) {
  const reasonOf = useReasonOf()
  const t = useTranslations('image.received')
  const common = useTranslations('common')
  const verdict = mayAnswerShare(member.memberId, useAsker())
  const { mutate, isPending, variables } = useAnswerShare()
  const button = (status: MemberStatus, text: string) => (
    <Button
      size="sm"
      icon={status === 'accepted' ? Check : X}
      variant={status === 'accepted' ? 'primary' : 'secondary'}
      isBusy={isPending && variables?.status === status}
      disabledReason={reasonOf(verdict)}
      onClick={() =>
        mutate(
          { imageId: member.imageId, projectId: member.memberId, status },
          {
            onError: (error) =>
              showToast({ tone: 'danger', title: t('notTaken'), description: faultMessage(error) }),
          },
        )
      }
    >
      {text}
    </Button>
  )
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <Badge tone={MEMBER_TONES[member.status]}>{common(`member.${member.status}.label`)}</Badge>
        <span className="min-w-0 flex-1 basis-56 text-muted">
          {common(`member.${member.status}.meaning`)}
        </span>
      </p>
      {image.isHidden && member.status === 'accepted' && <p className="text-muted">{t('hidden')}</p>}
      {member.endsAtMs !== null && <ShareEnd endsAtMs={member.endsAtMs} />}
      <div className="flex flex-wrap gap-2">
        {member.status === 'pending' && <LaterButton share={offerOf(image, member)} />}
        {member.status !== 'accepted' && button('accepted', t('accept'))}
        {member.status !== 'rejected' &&
          button('rejected', t(member.status === 'accepted' ? 'leave' : 'reject'))}
      </div>
    </>
  )
}
