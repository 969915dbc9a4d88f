'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PropertiesDialog } from '#components/metadefs/properties/properties-dialog.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { joinedLocks } from '#lib/client/metadefs/property-locks.ts'
import { commonBase } from '#lib/client/metadefs/property-rows.ts'
import { propertiesTask } from './image-task.ts'
import type { TaskRunner } from './use-task-runner.ts'

interface BulkPropertiesDialogProps {
  readonly images: readonly ImageView[]
  readonly run: TaskRunner['run']
  readonly onClose: () => void
}

/** What is changed here is changed on every image; what is left alone stays as it is on each. */
export function BulkPropertiesDialog({ images, run, onClose }: BulkPropertiesDialogProps) {
  const t = useTranslations('actions.bulkProperties')
  const n = String(images.length)
  const [{ base, locks }] = useState(() => ({
    base: commonBase(images.map(({ properties }) => properties)),
    locks: joinedLocks(images.map(({ lockedProperties }) => lockedProperties)),
  }))
  return (
    <PropertiesDialog
      subject={t('subject', { n })}
      base={base}
      locks={locks}
      saveLabel={t('save', { n })}
      onClose={onClose}
      onSave={(changes) => {
        onClose()
        void run(propertiesTask(changes), images)
      }}
    />
  )
}
