'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { ChangeLines } from '#components/audit/change-lines.tsx'
import { useProjectNames } from '#components/audit/use-project-names.ts'
import { useSession } from '#components/shell/session-provider.tsx'
import { cx } from '#components/ui/cx.ts'
import { ShowMore } from '#components/ui/show-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
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
  const asker = useAsker()
  if (!isOwnedBy(image, asker) && !isAdministrator(asker)) return null
  return (
    <Section title="History">
      <History imageId={image.id} />
    </Section>
  )
}

function History({ imageId }: { readonly imageId: string }) {
  const list = useInfiniteQuery(imageHistoryOptions(imageId))
  const events = list.data?.pages.flatMap((page) => page.events) ?? []
  const nameOf = useProjectNames(events.flatMap(({ member_id, project_id }) => [member_id, project_id]))
  if (list.data === undefined) {
    if (list.isError) {
      return (
        <FaultNotice
          title="The history could not be loaded"
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      )
    }
    return (
      <p role="status">
        <span className="sr-only">Loading the history…</span>
        <Skeleton className="h-24 rounded-lg" />
      </p>
    )
  }
  if (events.length === 0) return <p className="text-muted">Nothing is recorded any more.</p>
  return (
    <>
      <ol aria-label="Events, newest first" className="divide-y rounded-lg border">
        {events.map((event) => (
          <HistoryRow key={event.id} event={event} nameOf={nameOf} />
        ))}
      </ol>
      <ShowMore list={list} size="sm" className="mt-2.5" />
    </>
  )
}

interface HistoryRowProps {
  readonly event: AuditEventWire
  readonly nameOf: (projectId: string) => string
}

function HistoryRow({ event, nameOf }: HistoryRowProps) {
  const { title, changes } = eventStory(event, nameOf)
  const isFailure = event.priority === 'ERROR'
  return (
    <li className="px-3.5 py-2">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <p className={cx('min-w-0 flex-1 basis-40 font-medium break-words', isFailure && 'text-danger')}>
          <bdi>{title}</bdi>
        </p>
        <p className="text-xs text-muted">
          <Actor event={event} nameOf={nameOf} /> · <RelativeTime atMs={Date.parse(event.recorded_at)} />
        </p>
      </div>
      <ChangeLines changes={changes} />
      {event.failure !== null && <p className="break-words text-muted">{event.failure}</p>}
    </li>
  )
}

/** The own name, another's id; of strangers only that they are strangers. */
function Actor({ event, nameOf }: HistoryRowProps) {
  const { user } = useSession()
  const isAdmin = isAdministrator(useAsker())
  if (event.user_id === null) return isAdmin ? 'the service' : 'from outside this project'
  const where = event.project_id === null ? '' : ` in the project ${nameOf(event.project_id)}`
  return (
    <bdi title={`User ${event.user_id}${where}`} className="break-all">
      {event.user_id === user.id ? user.name : event.user_id}
    </bdi>
  )
}
