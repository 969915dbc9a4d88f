'use client'

import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useSession } from '#components/shell/session-provider.tsx'
import { useDocumentTitle } from '#components/shell/use-document-title.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { type DeletedImageWire, deletedImagesOptions } from '#lib/client/deleted.ts'
import { spanText } from '#lib/client/time-text.ts'
import { DeleteNowDialog } from './delete-now-dialog.tsx'
import { DeletedRow } from './deleted-row.tsx'

/** Deleted images wait here before their data is removed: the way back from a mistake. */
export function DeletedPage() {
  const t = useTranslations('deleted')
  const { keepsDeletedSeconds } = useSession().site
  useDocumentTitle(t('title'))
  return (
    <>
      <PageHeader title={t('title')} />
      {keepsDeletedSeconds === null ? (
        <EmptyState icon={Trash2} title={t('atOnce')}>
          {t('atOnceText')}
        </EmptyState>
      ) : (
        <DeletedList keptSeconds={keepsDeletedSeconds} />
      )}
    </>
  )
}

function DeletedList({ keptSeconds }: { readonly keptSeconds: number }) {
  const t = useTranslations('deleted')
  const list = useQuery(deletedImagesOptions())
  const [doomed, setDoomed] = useState<DeletedImageWire | null>(null)
  if (list.data === undefined) {
    return (
      <div className="p-4 sm:px-6">
        {list.isError ? (
          <FaultNotice title={t('notLoaded')} error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <p role="status">
            <span className="sr-only">{t('loading')}</span>
            <Skeleton className="h-14 rounded-lg" />
          </p>
        )}
      </div>
    )
  }
  if (list.data.length === 0) {
    return (
      <EmptyState icon={Trash2} title={t('none')}>
        {t('noneText', { time: spanText(keptSeconds * 1000) })}
      </EmptyState>
    )
  }
  return (
    <div className="px-4 pb-8 sm:px-6">
      <p className="mb-3 text-muted">{t('kept', { time: spanText(keptSeconds * 1000) })}</p>
      <ul aria-label={t('list')} className="divide-y rounded-lg border">
        {list.data.map((image) => (
          <DeletedRow key={image.id} image={image} onDeleteNow={() => setDoomed(image)} />
        ))}
      </ul>
      {doomed !== null && <DeleteNowDialog image={doomed} onClose={() => setDoomed(null)} />}
    </div>
  )
}
