'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ChangeLines } from '#components/audit/change-lines.tsx'
import { useProjectNames } from '#components/audit/use-project-names.ts'
import { useUserNames } from '#components/audit/use-user-names.ts'
import { cx } from '#components/ui/cx.ts'
import { ShowMore } from '#components/ui/show-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { ServiceText } from '#components/words/service-text.tsx'
import { type AuditEventWire, imageHistoryOptions } from '#lib/client/audit.ts'
import { eventStory } from '#lib/client/event-words.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { isAdministrator, isOwnedBy } from '#lib/domain/rights.ts'
import { useAsker } from '../actions/use-asker.ts'
import { FaultNotice } from '../fault-notice.tsx'
import { RelativeTime } from '../time.tsx'
import { Section } from './section.tsx'

/** Who did what to the image and when. Other projects' images keep it to themselves. */
export function HistorySection({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.history')
  const asker = useAsker()
  if (!isOwnedBy(image, asker) && !isAdministrator(asker)) return null
  return (
    <Section title={t('title')}>
      <History imageId={image.id} />
    </Section>
  )
}

function History({ imageId }: { readonly imageId: string }) {
  const t = useTranslations('image.history')
  const told = useTranslations('events')
  const list = useInfiniteQuery(imageHistoryOptions(imageId))
  const events = list.data?.pages.flatMap((page) => page.events) ?? []
  const nameOf = useProjectNames(events.flatMap(({ member_id, project_id }) => [member_id, project_id]))
  const userNameOf = useUserNames(events.map(({ user_id }) => user_id))
  if (list.data === undefined) {
    if (list.isError) {
      return <FaultNotice title={t('notLoaded')} error={list.error} onRetry={() => void list.refetch()} />
    }
    return (
      <p role="status">
        <span className="sr-only">{t('loading')}</span>
        <Skeleton className="h-24 rounded-lg" />
      </p>
    )
  }
  if (events.length === 0) return <p className="text-muted">{t('none')}</p>
  return (
    <>
      <ol aria-label={told('newestFirst')} className="divide-y rounded-lg border">
        {events.map((event) => (
          <HistoryRow key={event.id} event={event} nameOf={nameOf} userNameOf={userNameOf} />
        ))}
      </ol>
      <ShowMore list={list} size="sm" className="mt-2.5" />
    </>
  )
}

interface HistoryRowProps {
  readonly event: AuditEventWire
  readonly nameOf: (projectId: string) => string
  readonly userNameOf: (userId: string) => string
}

function HistoryRow({ event, nameOf, userNameOf }: HistoryRowProps) {
  const events = useTranslations('events')
  const { title, changes } = eventStory(event, nameOf, events)
  const isFailure = event.priority === 'ERROR'
  return (
    <li className="px-3.5 py-2">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <p className={cx('min-w-0 flex-1 basis-40 font-medium break-words', isFailure && 'text-danger')}>
          <bdi>{title}</bdi>
        </p>
        <p className="text-xs text-muted">
          <Actor event={event} nameOf={nameOf} userNameOf={userNameOf} /> ·{' '}
          <RelativeTime atMs={Date.parse(event.recorded_at)} />
        </p>
      </div>
      <ChangeLines changes={changes} />
      {event.failure !== null && (
        <p className="break-words text-muted">
          <ServiceText>{event.failure}</ServiceText>
        </p>
      )}
    </li>
  )
}

/** The name, or the id where nobody tells the name; of strangers only that they are strangers. */
function Actor({ event, nameOf, userNameOf }: HistoryRowProps) {
  const t = useTranslations('image.history')
  const isAdmin = isAdministrator(useAsker())
  if (event.user_id === null) return t(isAdmin ? 'service' : 'outside')
  const id = event.user_id
  const title =
    event.project_id === null ? t('user', { id }) : t('userIn', { id, project: nameOf(event.project_id) })
  return (
    <bdi title={title} className="break-all">
      {userNameOf(id)}
    </bdi>
  )
}
