'use client'

import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { useRemoveFromStore } from '#lib/client/stores.ts'

interface RemoveFromStoreDialogProps {
  readonly image: ImageView
  readonly storeId: string
  readonly onClose: () => void
}

export function RemoveFromStoreDialog({ image, storeId, onClose }: RemoveFromStoreDialogProps) {
  const { mutateAsync } = useRemoveFromStore(image.id)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Remove the data from ${storeId}?`}
      confirmLabel="Remove"
      onConfirm={() => mutateAsync(storeId)}
    >
      The image keeps its data in its other stores and stays available. What lies in {storeId} cannot be
      brought back, only copied there again.
    </ConfirmDialog>
  )
}
