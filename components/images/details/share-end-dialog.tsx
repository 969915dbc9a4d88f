'use client'

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
  const [end, setEnd] = useState<EndText>(() => endTextOf(member.endsAtMs))
  const { mutateAsync } = useSetShareEnd(member.imageId)
  async function save(): Promise<void> {
    const endsAtMs = endOf(end)
    if (endsAtMs === undefined) throw new Error('The end must be a time to come.')
    await mutateAsync({ projectId: member.memberId, endsAtMs })
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title="When does the share end?"
      confirmLabel="Save"
      tone="primary"
      onConfirm={save}
    >
      <p className="mb-3">
        At its end <bdi className="font-medium break-all text-ink">{name}</bdi> loses the image from its list
        and cannot use it any more. What runs from it goes on running.
      </p>
      <EndField label="Until" hint="The project sees the end, too." value={end} onChange={setEnd} />
    </ConfirmDialog>
  )
}
