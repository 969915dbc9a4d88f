'use client'

import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { useClearCache } from '#lib/client/cache.ts'

export type ClearTarget = 'cache' | 'queue'

interface ClearDialogProps {
  readonly target: ClearTarget
  readonly onClose: () => void
}

export function ClearDialog({ target, onClose }: ClearDialogProps) {
  const { mutateAsync } = useClearCache()
  const isCache = target === 'cache'
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={isCache ? 'Remove all copies?' : 'Empty the queue?'}
      confirmLabel={isCache ? 'Remove copies' : 'Empty queue'}
      onConfirm={() => mutateAsync(target)}
    >
      {isCache
        ? 'Downloads come from the stores again, and leave new copies. The images themselves are not touched.'
        : 'What waits is not fetched ahead. Downloads leave copies as before.'}
    </ConfirmDialog>
  )
}
