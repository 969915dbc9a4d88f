'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Layers } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { ProjectName, ProjectNames } from '#components/images/list/project-name.tsx'
import { RelativeTime } from '#components/images/time.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useSession } from '#components/shell/session-provider.tsx'
import { useDocumentTitle } from '#components/shell/use-document-title.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { ShowMore } from '#components/ui/show-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { TabLinks } from '#components/ui/tab-links.tsx'
import { type FamilyWire, familyListOptions } from '#lib/client/families.ts'
import { versionCount } from '#lib/client/family-words.ts'
import { imageTitle } from '#lib/client/image-view.ts'
import { familyAddress } from './family-address.ts'

/** Images as versions of something: what there is, and which version to take. */
export function FamiliesPage() {
  const t = useTranslations('families')
  const { project } = useSession()
  const showsAll = useSearchParams().get('show') === 'all' || project === null
  useDocumentTitle(t('title'))
  return (
    <>
      <PageHeader title={t('title')} />
      <TabLinks
        label={t('byProject')}
        links={[
          { href: '/families', label: t('own'), isCurrent: !showsAll },
          { href: '/families?show=all', label: t('all'), isCurrent: showsAll },
        ]}
      />
      <FamilyList owner={showsAll ? null : project.id} />
    </>
  )
}

function FamilyList({ owner }: { readonly owner: string | null }) {
  const t = useTranslations('families')
  const list = useInfiniteQuery(familyListOptions(owner))
  const families = list.data?.pages.flatMap((page) => page.families) ?? []
  if (list.isPending) {
    return (
      <div role="status" className="px-4 py-4 sm:px-6">
        <span className="sr-only">{t('loading')}</span>
        <Skeleton className="h-14 rounded-lg" />
      </div>
    )
  }
  if (list.isError && list.data === undefined) {
    return (
      <div className="p-4 sm:p-6">
        <FaultNotice title={t('notLoaded')} error={list.error} onRetry={() => void list.refetch()} />
      </div>
    )
  }
  if (families.length === 0 && !list.hasNextPage) return <NoFamilies />
  return (
    <div className="px-4 py-4 sm:px-6">
      <ProjectNames images={families} isWanted={owner === null}>
        <ul aria-label={t('title')} className="divide-y rounded-lg border">
          {families.map((family) => (
            <FamilyRow key={JSON.stringify([family.owner, family.name])} family={family} owner={owner} />
          ))}
        </ul>
      </ProjectNames>
      <ShowMore list={list} />
    </div>
  )
}

interface FamilyRowProps {
  readonly family: FamilyWire
  /** Of which all are; null: each says whose it is. */
  readonly owner: string | null
}

function FamilyRow({ family, owner }: FamilyRowProps) {
  const t = useTranslations('families')
  const words = useTranslations('common.family')
  const { latest } = family
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-3.5 py-2.5">
      <p className="min-w-0 flex-1 basis-56 font-medium break-words">
        <Link href={familyAddress(family)} className="hover:underline">
          <bdi>{family.name}</bdi>
        </Link>
        {owner === null && (
          <span className="block text-xs font-normal text-muted">
            <ProjectName projectId={family.owner} />
          </span>
        )}
      </p>
      <p className="min-w-0 flex-1 basis-56 break-words text-muted">
        {latest === null
          ? t('noLatest')
          : t.rich('latestIs', {
              version: () => <bdi>{latest.version ?? imageTitle(latest)}</bdi>,
              time: () => <RelativeTime atMs={Date.parse(latest.created_at)} />,
            })}
      </p>
      <p className="text-muted tabular-nums">{versionCount(family.version_count, words)}</p>
    </li>
  )
}

function NoFamilies() {
  const t = useTranslations('families')
  return (
    <EmptyState icon={Layers} title={t('none')}>
      {t.rich('noneText', { code: (text) => <code className="font-mono text-xs">{text}</code> })}
    </EmptyState>
  )
}
