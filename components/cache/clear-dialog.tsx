'use client'

import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { useClearCache } from '#lib/client/cache.ts'

export type ClearTarget = 'cache' | 'queue'

interface ClearDialogProps {
  readonly target: ClearTarget
  readonly onClose: () => void
}

export function ClearDialog({ target, onClose }: ClearDialogProps) {
  const t = useTranslations('cache.clear')
  const { mutateAsync } = useClearCache()
  const isCache = target === 'cache'
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(isCache ? 'copies' : 'queue')}
      confirmLabel={t(isCache ? 'removeCopies' : 'emptyQueue')}
      onConfirm={() => mutateAsync(target)}
    >
      {t(isCache ? 'copiesText' : 'queueText')}
    </ConfirmDialog>
  )
}
