'use client'

import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { type DeletedImageWire, useDeleteNow } from '#lib/client/deleted.ts'
import { imageTitle } from '#lib/client/image-view.ts'

interface DeleteNowDialogProps {
  readonly image: DeletedImageWire
  readonly onClose: () => void
}

export function DeleteNowDialog({ image, onClose }: DeleteNowDialogProps) {
  const t = useTranslations('deleted.now')
  const { mutateAsync } = useDeleteNow()
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('title')}
      confirmLabel={t('confirm')}
      onConfirm={() => mutateAsync(image.id)}
    >
      {t.rich('text', {
        name: () => <bdi className="font-medium break-all text-ink">{imageTitle(image)}</bdi>,
      })}
    </ConfirmDialog>
  )
}
