'use client'

import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { useRemoveFromStore } from '#lib/client/stores.ts'

interface RemoveFromStoreDialogProps {
  readonly image: ImageView
  readonly storeId: string
  readonly onClose: () => void
}

export function RemoveFromStoreDialog({ image, storeId, onClose }: RemoveFromStoreDialogProps) {
  const t = useTranslations('stores.remove')
  const common = useTranslations('common')
  const { mutateAsync } = useRemoveFromStore(image.id)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('title', { store: storeId })}
      confirmLabel={common('remove')}
      onConfirm={() => mutateAsync(storeId)}
    >
      {t('text', { store: storeId })}
    </ConfirmDialog>
  )
}
