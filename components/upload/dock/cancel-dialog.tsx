'use client'

import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import type { UploadEngine } from '#lib/client/upload/engine/engine.ts'
import type { Upload } from '#lib/client/upload/model/upload.ts'

interface CancelDialogProps {
  readonly upload: Upload
  readonly engine: UploadEngine
  readonly onClose: () => void
}

export function CancelDialog({ upload, engine, onClose }: CancelDialogProps) {
  const isFailed = upload.state.at === 'refused'
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={isFailed ? 'Remove this upload?' : 'Cancel this upload?'}
      confirmLabel={isFailed ? 'Remove' : 'Cancel upload'}
      dismissLabel={isFailed ? 'Keep it' : 'Keep uploading'}
      onConfirm={async () => engine.command(upload.id, { type: 'cancel' })}
    >
      {whatGoes(upload)}
    </ConfirmDialog>
  )
}

function whatGoes({ ackedBytes, ownsImage, draft, file }: Upload): string {
  const name = draft.name || file.name
  const sent =
    ackedBytes > 0 ? `The ${byteText(ackedBytes)} that were sent are removed from the server. ` : ''
  return ownsImage
    ? `${sent}The image ${name} is removed too. The file on your disk stays.`
    : `${sent}The image ${name} stays and can be uploaded to again.`
}
