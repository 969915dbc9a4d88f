'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EndField, type EndText, endOf, endTextOf } from '#components/form/end-field.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { useSetShareEnd } from '#lib/client/images.ts'
import type { ImageMember } from '#lib/domain/image.ts'

interface ShareEndDialogProps {
  readonly member: ImageMember
  /** The project's. */
  readonly name: string
  readonly onClose: () => void
}

export function ShareEndDialog({ member, name, onClose }: ShareEndDialogProps) {
  const t = useTranslations('image.shareEnd')
  const common = useTranslations('common')
  const [end, setEnd] = useState<EndText>(() => endTextOf(member.endsAtMs))
  const { mutateAsync } = useSetShareEnd(member.imageId)
  async function save(): Promise<void> {
    const endsAtMs = endOf(end)
    if (endsAtMs === undefined) throw new Error(common('endMustComeEnd'))
    await mutateAsync({ projectId: member.memberId, endsAtMs })
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('title')}
      confirmLabel={common('save')}
      tone="primary"
      onConfirm={save}
    >
      <p className="mb-3">
        {t.rich('what', {
          name: () => <bdi className="font-medium break-all text-ink">{name}</bdi>,
        })}
      </p>
      <EndField label={t('until')} hint={t('hint')} value={end} onChange={setEnd} />
    </ConfirmDialog>
  )
}
