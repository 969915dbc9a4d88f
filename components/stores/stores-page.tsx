'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { type StoreWire, storeListOptions } from '#lib/client/stores.ts'
import { type StoreQuestion, StoreRow } from './store-row.tsx'

const EmptyStoreDialog = lazyPart(() =>
  import('./empty-store-dialog.tsx').then((file) => file.EmptyStoreDialog),
)
const StoreStateDialog = lazyPart(() =>
  import('./store-state-dialog.tsx').then((file) => file.StoreStateDialog),
)

/** How the stores are, what lies in them, and closing and emptying them. */
export function StoresPage() {
  const t = useTranslations('stores')
  return (
    <AdminPage title={t('title')}>
      <StoreList />
    </AdminPage>
  )
}

function StoreList() {
  const t = useTranslations('stores')
  const list = useQuery(storeListOptions())
  const [asked, setAsked] = useState<{ readonly question: StoreQuestion; readonly store: StoreWire } | null>(
    null,
  )
  if (list.data === undefined) {
    return (
      <div className="px-4 sm:px-6">
        {list.isError ? (
          <FaultNotice title={t('notLoaded')} error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <p role="status">
            <span className="sr-only">{t('loading')}</span>
            <Skeleton className="h-32 rounded-lg" />
          </p>
        )}
      </div>
    )
  }
  const { stores, node } = list.data
  const close = (): void => setAsked(null)
  return (
    <div className="px-4 pb-8 sm:px-6">
      <ul aria-label={t('title')} className="divide-y rounded-lg border">
        {stores.map((store) => (
          <StoreRow
            key={store.id}
            store={store}
            hasOthers={stores.length > 1}
            onAsk={(question) => setAsked({ question, store })}
          />
        ))}
      </ul>
      <p className="mt-3 text-xs text-muted">
        {t.rich('whoFound', { node: () => <bdi className="font-medium">{node}</bdi> })}
      </p>
      {asked?.question === 'empty' && (
        <EmptyStoreDialog store={asked.store} stores={stores} onClose={close} />
      )}
      {asked !== null && asked.question !== 'empty' && (
        <StoreStateDialog store={asked.store} stores={stores} state={asked.question} onClose={close} />
      )}
    </div>
  )
}
