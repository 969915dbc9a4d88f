'use client'

import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import type { UploadEngine } from '#lib/client/upload/engine/engine.ts'
import type { Upload } from '#lib/client/upload/model/upload.ts'
import type { Translate } from '#lib/client/words.ts'

interface CancelDialogProps {
  readonly upload: Upload
  readonly engine: UploadEngine
  readonly onClose: () => void
}

export function CancelDialog({ upload, engine, onClose }: CancelDialogProps) {
  const t = useTranslations('upload')
  const common = useTranslations('common')
  const isFailed = upload.state.at === 'refused'
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={isFailed ? t('cancel.titleRemove') : t('cancel.title')}
      confirmLabel={isFailed ? common('remove') : t('cancel.confirm')}
      dismissLabel={isFailed ? t('cancel.keepRemoved') : t('cancel.keep')}
      onConfirm={async () => engine.command(upload.id, { type: 'cancel' })}
    >
      {whatGoes(upload, t)}
    </ConfirmDialog>
  )
}

function whatGoes({ ackedBytes, ownsImage, draft, file }: Upload, t: Translate<'upload'>): string {
  const name = draft.name || file.name
  if (ackedBytes === 0) return ownsImage ? t('cancel.withImage', { name }) : t('cancel.imageStays', { name })
  const sent = { name, size: byteText(ackedBytes) }
  return ownsImage ? t('cancel.withImageAndData', sent) : t('cancel.imageStaysWithoutData', sent)
}
