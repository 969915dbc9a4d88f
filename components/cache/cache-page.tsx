'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Database } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { type CacheNodesWire, cacheOptions } from '#lib/client/cache.ts'
import { imageNamesOptions } from '#lib/client/tasks/tasks.ts'
import { ClearDialog, type ClearTarget } from './clear-dialog.tsx'
import { NodeCache } from './node-cache.tsx'
import { QueueForm } from './queue-form.tsx'

/** Copies of images that lie in remote stores, node by node. */
export function CachePage() {
  const t = useTranslations('cache')
  return (
    <AdminPage title={t('title')}>
      <div className="px-4 pb-8 sm:px-6">
        <Cache />
      </div>
    </AdminPage>
  )
}

function Cache() {
  const t = useTranslations('cache')
  const cache = useQuery(cacheOptions())
  if (cache.data === undefined) {
    return cache.isError ? (
      <FaultNotice title={t('notLoaded')} error={cache.error} onRetry={() => void cache.refetch()} />
    ) : (
      <p role="status">
        <span className="sr-only">{t('loading')}</span>
        <Skeleton className="h-24 rounded-lg" />
      </p>
    )
  }
  if (cache.data === null) {
    return (
      <EmptyState icon={Database} title={t('none')}>
        {t('noneText')}
      </EmptyState>
    )
  }
  return <Nodes cache={cache.data} />
}

function Nodes({ cache }: { readonly cache: CacheNodesWire }) {
  const t = useTranslations('cache')
  const [clearing, setClearing] = useState<ClearTarget | null>(null)
  const ids = cache.nodes.flatMap((node) => [
    ...node.cached_images.map(({ image_id: id }) => id),
    ...node.queued_images,
  ])
  const names = useQuery({ ...imageNamesOptions(ids), placeholderData: keepPreviousData })
  return (
    <div className="grid gap-7">
      <QueueForm />
      {cache.nodes.map((node) => (
        <NodeCache
          key={node.node}
          cache={node}
          isOwn={node.node === cache.node}
          maxBytes={cache.max_bytes}
          nameOf={(id) => names.data?.get(id) ?? t('imageNamed', { id: id.slice(0, 8) })}
          onClear={setClearing}
        />
      ))}
      {clearing !== null && <ClearDialog target={clearing} onClose={() => setClearing(null)} />}
    </div>
  )
}
