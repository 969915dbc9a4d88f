'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useSession } from '#components/shell/session-provider.tsx'
import { useDocumentTitle } from '#components/shell/use-document-title.ts'
import { ShowMore } from '#components/ui/show-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { TabLinks } from '#components/ui/tab-links.tsx'
import { shareListOptions } from '#lib/client/shares.ts'
import { MEMBER_STATUSES, type MemberStatus } from '#lib/domain/image.ts'
import { AnswerAll } from './answer-all.tsx'
import { NoShares } from './no-shares.tsx'
import { PutAside } from './put-aside.tsx'
import { ShareRow } from './share-row.tsx'
import { useAside } from './use-aside.ts'
import { useShareCounts } from './use-share-counts.ts'

/** Other projects' images that are offered to this one: the place to accept and to reject them. */
export function SharesPage() {
  const t = useTranslations('shares')
  const shown = useShown()
  const counts = useShareCounts()
  useDocumentTitle(t('title'))
  return (
    <>
      <PageHeader title={t('title')} />
      <TabLinks
        label={t('byAnswer')}
        links={MEMBER_STATUSES.map((status) => ({
          href: status === 'pending' ? '/shares' : `/shares?show=${status}`,
          label: t(`status.${status}`),
          isCurrent: status === shown,
          count: counts?.[status],
        }))}
      />
      <ShareList key={shown} status={shown} />
    </>
  )
}

function useShown(): MemberStatus {
  const asked = useSearchParams().get('show')
  return MEMBER_STATUSES.find((status) => status === asked) ?? 'pending'
}

function ShareList({ status }: { readonly status: MemberStatus }) {
  const t = useTranslations('shares')
  const { project } = useSession()
  const { isAside } = useAside()
  const list = useInfiniteQuery(shareListOptions(status))
  const shares = list.data?.pages.flatMap((page) => page.shares) ?? []
  if (list.isPending) return <ListSkeleton />
  if (list.isError && list.data === undefined) {
    return (
      <div className="p-4 sm:p-6">
        <FaultNotice title={t('notLoaded')} error={list.error} onRetry={() => void list.refetch()} />
      </div>
    )
  }
  if (project === null) return <NoShares status={status} />
  const present = shares.filter((share) => !isAside(share))
  return (
    <>
      {present.length === 0 && !list.hasNextPage && <NoShares status={status} />}
      <div className="px-4 py-4 empty:hidden sm:px-6">
        {status === 'pending' && (
          <AnswerAll shares={present} projectId={project.id} hasMore={list.hasNextPage} />
        )}
        {present.length > 0 && (
          <ul aria-label={t(`status.${status}`)} className="divide-y rounded-lg border">
            {present.map((share) => (
              <ShareRow key={share.image.id} share={share} projectId={project.id} />
            ))}
          </ul>
        )}
        <ShowMore list={list} />
      </div>
      <PutAside shares={shares.filter(isAside)} projectId={project.id} />
    </>
  )
}

function ListSkeleton() {
  const t = useTranslations('shares')
  return (
    <div role="status" className="grid gap-2 px-4 py-4 sm:px-6">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="h-14 rounded-lg" />
      <Skeleton className="h-14 rounded-lg" />
    </div>
  )
}
