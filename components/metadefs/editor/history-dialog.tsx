'use client'

import { useQuery } from '@tanstack/react-query'
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
  const { data, error, refetch } = useQuery(namespaceVersionsOptions(name))
  return (
    <Dialog isOpen size="lg" onClose={onClose} title="History" description={name}>
      {error && (
        <FaultNotice title="The history could not be loaded" error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && !error && <Skeleton className="h-40 w-full" />}
      {data?.length === 0 && <p className="text-muted">It has not been changed since versions are kept.</p>}
      <ol className="grid gap-4">
        {data?.map(({ number, atMs, userName, tree }, index) => {
          const before = data[index + 1]?.tree
          return (
            <li key={number}>
              <div className="mb-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
                <p className="flex-1">
                  <span className="font-medium">Version {number}</span>
                  <span className="text-muted">
                    {' '}
                    · {absoluteTime(atMs)} · {userName ?? 'the site'}
                  </span>
                </p>
                {index > 0 && (
                  <Button size="sm" onClick={() => onRestore(tree, number)}>
                    Restore version {number}
                  </Button>
                )}
              </div>
              {before === undefined ? (
                <p className="text-xs text-muted">The first that was kept.</p>
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
