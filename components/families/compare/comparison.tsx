'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { ApiFault } from '#lib/client/api-fault.ts'
import { useImage } from '#lib/client/images.ts'
import { imageDefinitionOptions } from '#lib/client/metadefs/definitions.ts'
import { compareVersions, hasSameData, type VersionPair } from '#lib/client/version-comparison.ts'
import { ComparisonTable } from './comparison-table.tsx'

interface ComparisonProps {
  readonly pair: VersionPair
  readonly showsEqual: boolean
}

/** What differs between two images that may have to be fetched first. */
export function Comparison({ pair, showsEqual }: ComparisonProps) {
  const t = useTranslations('families.compare')
  const words = { fields: useTranslations('actions'), data: t, common: useTranslations('common') }
  const before = useImage(pair.before)
  const after = useImage(pair.after)
  const { data: definitions } = useQuery(imageDefinitionOptions())
  const failed = [before, after].find(({ error }) => error !== null)
  if (failed?.error instanceof ApiFault && failed.error.code === 'not_found') {
    return (
      <Notice tone="warn" title={t('gone')}>
        {t('goneText')}
      </Notice>
    )
  }
  if (before.data === undefined || after.data === undefined) {
    return failed === undefined ? (
      <div role="status">
        <span className="sr-only">{t('loading')}</span>
        <Skeleton className="h-40 rounded-lg" />
      </div>
    ) : (
      <FaultNotice title={t('notLoaded')} error={failed.error} onRetry={() => void failed.refetch()} />
    )
  }
  const [older, newer] = [before.data.image, after.data.image]
  const lines = compareVersions(older, newer, words)
  const count = lines.filter(({ kind }) => kind !== 'equal').length
  return (
    <section aria-label={t('title')} className="grid gap-2">
      <p role="status" className="text-muted">
        {t('differs', { count, n: String(count) })}
        {hasSameData(older, newer) && <> · {t('sameData')}</>}
      </p>
      <ComparisonTable
        lines={showsEqual ? lines : lines.filter(({ kind }) => kind !== 'equal')}
        before={older}
        after={newer}
        known={definitions?.known}
        label={t(showsEqual ? 'tableAll' : 'table')}
      />
    </section>
  )
}
