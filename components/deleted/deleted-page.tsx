'use client'

import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
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
  const { keepsDeletedSeconds } = useSession().site
  useDocumentTitle('Recently deleted')
  return (
    <>
      <PageHeader title="Recently deleted" />
      {keepsDeletedSeconds === null ? (
        <EmptyState icon={Trash2} title="Deleted images go at once">
          This site does not keep them. Protect an image to be safe from deleting it by mistake.
        </EmptyState>
      ) : (
        <DeletedList keptSeconds={keepsDeletedSeconds} />
      )}
    </>
  )
}

function DeletedList({ keptSeconds }: { readonly keptSeconds: number }) {
  const list = useQuery(deletedImagesOptions())
  const [doomed, setDoomed] = useState<DeletedImageWire | null>(null)
  if (list.data === undefined) {
    return (
      <div className="p-4 sm:px-6">
        {list.isError ? (
          <FaultNotice
            title="The deleted images could not be loaded"
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        ) : (
          <p role="status">
            <span className="sr-only">Loading deleted images…</span>
            <Skeleton className="h-14 rounded-lg" />
          </p>
        )}
      </div>
    )
  }
  if (list.data.length === 0) {
    return (
      <EmptyState icon={Trash2} title="Nothing was deleted lately">
        A deleted image can be restored here for {spanText(keptSeconds * 1000)}; then its data is removed.
      </EmptyState>
    )
  }
  return (
    <div className="px-4 pb-8 sm:px-6">
      <p className="mb-3 text-muted">
        They are kept for {spanText(keptSeconds * 1000)} and count towards the quota until they are removed.
      </p>
      <ul aria-label="Deleted images" className="divide-y rounded-lg border">
        {list.data.map((image) => (
          <DeletedRow key={image.id} image={image} onDeleteNow={() => setDoomed(image)} />
        ))}
      </ul>
      {doomed !== null && <DeleteNowDialog image={doomed} onClose={() => setDoomed(null)} />}
    </div>
  )
}
