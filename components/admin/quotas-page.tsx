'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { HardDrive, Pencil } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { QuotaBar } from '#components/quota/quota-bar.tsx'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { ShowMore } from '#components/ui/show-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { projectImagesPath } from '#lib/client/list-address.ts'
import { type QuotaWire, quotaListOptions } from '#lib/client/quota.ts'
import { QUOTA_RESOURCES } from '#lib/domain/limits.ts'
import { AdminPage } from './admin-page.tsx'
import { LimitsDialog } from './limits-dialog.tsx'

export function QuotasPage() {
  const t = useTranslations('quotas')
  return (
    <AdminPage title={t('title')}>
      <QuotaList />
    </AdminPage>
  )
}

function QuotaList() {
  const t = useTranslations('quotas')
  const list = useInfiniteQuery(quotaListOptions())
  const [edited, setEdited] = useState<QuotaWire | null>(null)
  if (list.data === undefined) {
    return (
      <div className="px-4 sm:px-6">
        {list.isError ? (
          <FaultNotice title={t('notLoaded')} error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <p role="status">
            <span className="sr-only">{t('loading')}</span>
            <Skeleton className="h-24 rounded-lg" />
          </p>
        )}
      </div>
    )
  }
  const source = list.data.pages[0]?.source ?? 'none'
  const refusal = source === 'unified_limits' ? undefined : t('needUnified')
  const quotas = list.data.pages.flatMap((page) => page.quotas)
  return (
    <div className="px-4 pb-8 sm:px-6">
      <Notice tone="info" className="mb-4">
        {t(`source.${source}`)}
      </Notice>
      <ul aria-label={t('projects')} className="divide-y rounded-lg border">
        {quotas.map((quota) => (
          <li key={quota.project_id} className="flex flex-wrap items-center gap-x-6 gap-y-2 px-3.5 py-3">
            <p className="min-w-0 basis-40 font-medium" title={quota.project_id}>
              <bdi className="block truncate">{quota.project_name ?? quota.project_id}</bdi>
            </p>
            <div className="grid flex-1 basis-80 gap-x-6 gap-y-2 sm:grid-cols-2 xl:grid-cols-4">
              {QUOTA_RESOURCES.map((resource) => (
                <QuotaBar key={resource} resource={resource} amount={quota[resource]} />
              ))}
            </div>
            <ButtonLink size="sm" variant="ghost" icon={HardDrive} href={projectImagesPath(quota.project_id)}>
              {t.rich('imagesOf', {
                project: quota.project_name ?? quota.project_id,
                hidden: (text) => <span className="sr-only">{text}</span>,
              })}
            </ButtonLink>
            <Button
              size="sm"
              icon={Pencil}
              aria-label={t('limitsOf', { project: quota.project_name ?? quota.project_id })}
              disabledReason={refusal}
              onClick={() => setEdited(quota)}
            >
              {t('limits')}
            </Button>
          </li>
        ))}
      </ul>
      <ShowMore list={list} />
      {edited !== null && <LimitsDialog quota={edited} onClose={() => setEdited(null)} />}
    </div>
  )
}
