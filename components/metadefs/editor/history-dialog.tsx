'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { compareTrees } from '#lib/client/metadefs/compare-trees.ts'
import { namespaceVersionsOptions } from '#lib/client/metadefs/namespaces.ts'
import { absoluteTime } from '#lib/client/time-text.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { TreeChanges } from './tree-changes.tsx'

interface HistoryDialogProps {
  readonly name: string
  readonly onClose: () => void
  /** Brings an old version into the editor; nothing is saved by it. */
  readonly onRestore: (tree: NamespaceTree, number: number) => void
}

/** Every version that was kept, with what it changed. */
export function HistoryDialog({ name, onClose, onRestore }: HistoryDialogProps) {
  const t = useTranslations('metadefs')
  const { data, error, refetch } = useQuery(namespaceVersionsOptions(name))
  return (
    <Dialog isOpen size="lg" onClose={onClose} title={t('history')} description={name}>
      {error && <FaultNotice title={t('versions.notLoaded')} error={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && <Skeleton className="h-40 w-full" />}
      {data?.length === 0 && <p className="text-muted">{t('versions.none')}</p>}
      <ol className="grid gap-4">
        {data?.map(({ number, atMs, userName, tree }, index) => {
          const before = data[index + 1]?.tree
          return (
            <li key={number}>
              <div className="mb-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
                <p className="flex-1">
                  <span className="font-medium">{t('versions.version', { number: String(number) })}</span>
                  <span className="text-muted">
                    {' '}
                    {t('versions.by', {
                      time: absoluteTime(atMs),
                      user: userName ?? t('versions.site'),
                    })}
                  </span>
                </p>
                {index > 0 && (
                  <Button size="sm" onClick={() => onRestore(tree, number)}>
                    {t('versions.restore', { number: String(number) })}
                  </Button>
                )}
              </div>
              {before === undefined ? (
                <p className="text-xs text-muted">{t('versions.first')}</p>
              ) : (
                <TreeChanges changes={compareTrees(before, tree)} />
              )}
            </li>
          )
        })}
      </ol>
    </Dialog>
  )
}
