'use client'

import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { type DeletedImageWire, useDeleteNow } from '#lib/client/deleted.ts'
import { imageTitle } from '#lib/client/image-view.ts'

interface DeleteNowDialogProps {
  readonly image: DeletedImageWire
  readonly onClose: () => void
}

export function DeleteNowDialog({ image, onClose }: DeleteNowDialogProps) {
  const { mutateAsync } = useDeleteNow()
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title="Remove it for good?"
      confirmLabel="Remove for good"
      onConfirm={() => mutateAsync(image.id)}
    >
      <bdi className="font-medium break-all text-ink">{imageTitle(image)}</bdi> and its data are removed now.
      Nobody can bring them back.
    </ConfirmDialog>
  )
}
