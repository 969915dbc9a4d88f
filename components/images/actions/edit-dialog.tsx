'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Dialog } from '#components/ui/dialog.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { imageVersionOptions } from '#lib/client/images.ts'
import { FaultNotice } from '../fault-notice.tsx'
import { EditForm } from './edit-form.tsx'

interface EditDialogProps {
  readonly image: ImageView
  readonly onClose: () => void
}

/** Edits the image as it is now, not as the list remembers it. */
export function EditDialog({ image, onClose }: EditDialogProps) {
  const t = useTranslations('actions.edit')
  const { data, error, refetch } = useQuery(imageVersionOptions(image.id))
  if (data !== undefined) return <EditForm version={data} onClose={onClose} />
  return (
    <Dialog isOpen onClose={onClose} title={t('title')}>
      {error ? (
        <FaultNotice title={t('notLoaded')} error={error} onRetry={() => void refetch()} />
      ) : (
        <EditSkeleton />
      )}
    </Dialog>
  )
}

function EditSkeleton() {
  const t = useTranslations('actions.edit')
  return (
    <div role="status" className="grid gap-4">
      <span className="sr-only">{t('loading')}</span>
      {['name', 'description', 'tags', 'visibility'].map((field) => (
        <div key={field}>
          <Skeleton className="mb-1.5 h-3.5 w-24" />
          <Skeleton className="h-8 w-full" />
        </div>
      ))}
    </div>
  )
}
