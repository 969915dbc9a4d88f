'use client'

import { useIsMutating, useQuery } from '@tanstack/react-query'
import { Clock, Share2, UserMinus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { useReasonOf } from '#components/words/service-text.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import { KEYS } from '#lib/client/image-keys.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { imageMembersOptions, useRemoveMember } from '#lib/client/images.ts'
import { type ProjectNameWire, projectNamesOptions } from '#lib/client/shares.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import type { ImageMember } from '#lib/domain/image.ts'
import { type Asker, isAdministrator } from '#lib/domain/rights.ts'
import { useImageActions } from '../actions/image-actions-provider.tsx'
import { visibilityTask } from '../actions/image-task.ts'
import { useAsker } from '../actions/use-asker.ts'
import { FaultNotice } from '../fault-notice.tsx'
import { AddMemberForm } from './add-member-form.tsx'
import { CodeValue } from './code-value.tsx'
import { MEMBER_TONES } from './member-looks.ts'
import { ReceivedShare } from './received-share.tsx'
import { Section } from './section.tsx'
import { ShareEnd } from './share-end.tsx'

const ShareEndDialog = lazyPart(() => import('./share-end-dialog.tsx').then((file) => file.ShareEndDialog))

/** With which projects the image is shared. */
export function MembersSection({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.members')
  const asker = useAsker()
  const verdict = imageCan.listMembers(image, asker)
  if (isFromElsewhere(image, asker)) return <ReceivedShare image={image} />
  return (
    <Section title={t('title')}>
      {verdict.allowed ? <Members image={image} /> : <NotShared image={image} />}
    </Section>
  )
}

/** Another project shares it with this one; administrators see it as its owner does. */
function isFromElsewhere(image: ImageView, asker: Asker): boolean {
  return image.visibility === 'shared' && image.owner !== asker.projectId && !isAdministrator(asker)
}

const SHARE = visibilityTask('shared')

function NotShared({ image }: { readonly image: ImageView }) {
  const reasonOf = useReasonOf()
  const t = useTranslations('image.members')
  const asker = useAsker()
  const { run } = useImageActions()
  const verdict = SHARE.verdict(image, asker)
  return (
    <div className="rounded-lg border border-dashed px-3.5 py-3">
      <p className="text-muted">
        {image.visibility === 'private' ? t('private') : t('everybody', { visibility: image.visibility })}{' '}
        {t('makeText')}
      </p>
      <Button
        size="sm"
        icon={Share2}
        className="mt-2.5"
        disabledReason={reasonOf(verdict)}
        onClick={() => void run(SHARE, [image])}
      >
        {t('make')}
      </Button>
    </div>
  )
}

function Members({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.members')
  const asker = useAsker()
  // While a change is on its way the service may still refuse what is shown already: an image just made shared.
  const isChanging = useIsMutating({ mutationKey: KEYS.all }) > 0
  const members = useQuery({ ...imageMembersOptions(image.id), enabled: !isChanging })
  const { data, error } = members
  const names = useQuery(projectNamesOptions(data?.map(({ memberId }) => memberId) ?? []))
  const mayAdd = imageCan.addMember(image, asker)
  return (
    <div className="divide-y rounded-lg border">
      {data === undefined && error !== null && (
        <FaultNotice title={t('notLoaded')} error={error} onRetry={() => void members.refetch()} />
      )}
      {data === undefined && error === null && (
        <p role="status" className="px-3.5 py-2.5">
          <span className="sr-only">{t('loading')}</span>
          <Skeleton className="h-4 w-64 max-w-full" />
        </p>
      )}
      {data?.length === 0 && <p className="px-3.5 py-2.5 text-muted">{t('none')}</p>}
      {data !== undefined && data.length > 0 && (
        <ul className="divide-y">
          {data.map((member) => (
            <MemberRow
              key={member.memberId}
              image={image}
              member={member}
              project={names.data?.get(member.memberId)}
            />
          ))}
        </ul>
      )}
      {mayAdd.allowed && <AddMemberForm imageId={image.id} />}
    </div>
  )
}

interface MemberRowProps {
  readonly image: ImageView
  readonly member: ImageMember
  /** Its name, where the identity service tells it. */
  readonly project: ProjectNameWire | undefined
}

function MemberRow({ image, member, project }: MemberRowProps) {
  const reasonOf = useReasonOf()
  const t = useTranslations('image.members')
  const common = useTranslations('common')
  const asker = useAsker()
  const verdict = imageCan.removeMember(image, asker)
  const mayAdd = imageCan.addMember(image, asker)
  const [isEnding, setIsEnding] = useState(false)
  const { mutate, isPending } = useRemoveMember(image.id)
  const name = project?.name ?? member.memberId
  return (
    <li className="flex items-center gap-2 px-3.5 py-1.5">
      <span className="min-w-0 flex-1">
        {project !== undefined && (
          <bdi className="block truncate font-medium" title={t('inDomain', { domain: project.domain_name })}>
            {project.name}
          </bdi>
        )}
        <CodeValue text={member.memberId} what={common('nounProjectId')} />
        {member.endsAtMs !== null && <ShareEnd endsAtMs={member.endsAtMs} />}
      </span>
      <Badge tone={MEMBER_TONES[member.status]}>{common(`member.${member.status}.label`)}</Badge>
      <IconButton
        label={t('endOf', { name })}
        icon={Clock}
        disabledReason={reasonOf(mayAdd)}
        onClick={() => setIsEnding(true)}
      />
      <IconButton
        label={t('stop', { name })}
        icon={UserMinus}
        isBusy={isPending}
        disabledReason={reasonOf(verdict)}
        onClick={() =>
          mutate(member.memberId, {
            onError: (error) =>
              showToast({ tone: 'danger', title: t('still'), description: faultMessage(error) }),
          })
        }
      />
      {isEnding && <ShareEndDialog member={member} name={name} onClose={() => setIsEnding(false)} />}
    </li>
  )
}
